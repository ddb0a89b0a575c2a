//! A studio founded from the officer's form, with the invite of its chief: once, however often the form comes. What it is
//! called inside follows from the form itself, so a form that comes again (a page loaded anew, an answer that was lost)
//! finds what it made and gets the same invite. Runs at the desk.

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use studio_core::access::Role;
use studio_core::decision::{By, Extension};
use studio_core::id::{PersonId, ProjectId, StudioId};
use studio_core::sign::Secret;
use studio_core::time::Millis;

use crate::codes::Code;
use crate::desk::Desk;
use crate::enrol;
use crate::fault::Fault;
use crate::guides::Guides;
use crate::invites::{Invited, same_name};
use crate::store::sqlite::invites as rows;
use crate::store::sqlite::marks;
use crate::store::sqlite::office::{self, BureauId, OfficerRow, ProjectRow, StudioRow};
use crate::studios::{self, Founding};

/// What the officer asks for; texts are clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What tells this form from every other one.
    pub once: String,
    /// A project of the bureau; `None` for the one of this name, or a new one.
    pub project: Option<ProjectId>,
    /// The new project's name.
    pub project_name: String,
    /// By which guide the new project goes, and in which direction of it; `None` in a form of an earlier release.
    pub direction: Option<(String, u8)>,
    /// Until when the new project goes by a later day than its guide's, and why.
    pub extension: Option<Extension>,
    /// The studio's.
    pub name: String,
    /// Its school.
    pub school: String,
    /// Its chief's name.
    pub chief: String,
    /// The officer was told that the project has a studio of this name, and means another one.
    pub knows_same: bool,
}

/// What there is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The studio.
    pub studio: StudioId,
    /// The chief's invite.
    pub code: Code,
    /// When it closes.
    pub expires_at: Millis,
}

/// What came of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Founded {
    /// The studio, now or when the form came before.
    Made(Made),
    /// Nothing yet: the project has a studio of this name, most likely the same one.
    Same,
    /// Nothing: what it made was removed since, or what it asks for is not here.
    Not,
}

/// The names that follow from a form.
struct Names {
    studio: StudioId,
    chief: PersonId,
    code: Code,
}

impl Names {
    /// Nobody but this server can tell them from the form: they hang on its key.
    fn of(wish: &Wish, officer: &OfficerRow, secret: &Secret) -> Self {
        let project = wish.project.map(|project| project.0).unwrap_or_default();
        let texts = [&wish.once, &wish.project_name, &wish.name, &wish.school, &wish.chief];
        let mut asked = [officer.bureau.as_slice(), &project].concat();
        for text in texts {
            asked.extend((text.len() as u64).to_be_bytes());
            asked.extend(text.as_bytes());
        }
        // after the texts, and only where it was asked: a form of an earlier release keeps its names
        if let Some((guide, number)) = &wish.direction {
            asked.extend(guide.as_bytes());
            asked.push(*number);
        }
        if let Some(Extension { until, reason }) = &wish.extension {
            asked.extend(until.as_bytes());
            asked.extend(reason.as_bytes());
        }
        let drawn = secret.sign(&[b"studio-founding/1", &asked]).0;
        let bytes = |what: &[u8]| -> [u8; 32] { Sha256::digest([drawn.as_slice(), what].concat()).into() };
        let id = |what| first(bytes(what));
        Self {
            studio: StudioId(id(b"studio")),
            chief: PersonId(id(b"chief")),
            code: Code::from_bytes(first(bytes(b"code"))),
        }
    }
}

fn first<const N: usize>(bytes: [u8; 32]) -> [u8; N] {
    std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default())
}

/// What this form made before; `None` when it is here for the first time.
///
/// # Errors
/// [`Fault`].
pub fn made_before(db: &Connection, wish: &Wish, officer: &OfficerRow, secret: &Secret) -> Result<Option<Made>, Fault> {
    let Names { studio, code, .. } = Names::of(wish, officer, secret);
    let invite = rows::invite(db, &code.hash())?;
    Ok(invite.map(|row| Made { studio, code, expires_at: row.expires_at }))
}

/// Founds the studio under the project's terms and invites its chief: all or nothing, and once.
///
/// # Errors
/// [`Fault`].
pub fn found(
    desk: &mut Desk<'_>,
    guides: &Guides,
    wish: &Wish,
    officer: &OfficerRow,
    now: Millis,
) -> Result<Founded, Fault> {
    if let Some(made) = made_before(desk.db(), wish, officer, desk.secret())? {
        return Ok(Founded::Made(made));
    }
    let Names { studio, chief, code } = Names::of(wish, officer, desk.secret());
    if office::studio_name(desk.db(), studio)?.is_some() {
        return Ok(Founded::Not);
    }
    let Some(project) = project(desk, guides, wish, &officer.bureau, now)? else { return Ok(Founded::Not) };
    let same = |row: &StudioRow| row.project == project.project && same_name(&row.name, &wish.name);
    if !wish.knows_same && office::studios(desk.db(), &officer.bureau)?.iter().any(same) {
        return Ok(Founded::Same);
    }
    let by = By::Officer(officer.login.clone());
    let new = Founding { project: &project, extension: wish.extension.clone(), studio, name: &wish.name };
    studios::found(desk, guides, new, &by, now)?;
    let invited = Invited {
        studio,
        person: chief,
        role: Role::Chief,
        name: wish.chief.clone(),
        school: wish.school.clone(),
        inviter: officer.bureau_name.clone(),
    };
    let expires_at = enrol::open_as(desk, &code, invited, now)?;
    Ok(Founded::Made(Made { studio, code, expires_at }))
}

/// The project that was chosen; a new one, unless the bureau has one of that name and direction that goes on: whoever comes
/// back to the form and founds a second studio means the same. `None` when the guide or its direction is not here.
fn project(
    desk: &mut Desk<'_>,
    guides: &Guides,
    wish: &Wish,
    bureau: &BureauId,
    now: Millis,
) -> Result<Option<ProjectRow>, Fault> {
    if let Some(project) = wish.project {
        return Ok(office::project_of(desk.db(), bureau, project)?);
    }
    let same = |project: &ProjectRow| match &wish.direction {
        Some((guide, number)) => project.guide == *guide && project.direction == *number,
        None => true,
    };
    let named = |project: &ProjectRow| project.name == wish.project_name && same(project);
    for project in office::projects(desk.db(), bureau)?.into_iter().filter(named) {
        if marks::ended(desk.db(), project.project)?.is_none() {
            return Ok(Some(project));
        }
    }
    let chosen = match &wish.direction {
        Some((guide, number)) => guides.by_name(guide).and_then(|guide| Some((guide, guide.direction(*number)?))),
        None => guides.newest().and_then(|guide| Some((guide, guide.usual()?))),
    };
    let Some((guide, direction)) = chosen else { return Ok(None) };
    studios::add_project(desk, bureau, guide, direction, &wish.project_name, now).map(Some)
}
