//! Founding and ending: a project under a guide, a studio of it with the project's terms; what is taken out of
//! sight again, and when that may be. Runs at the desk.

use studio_core::decision::{By, Extension, Founded, Terms, What};
use studio_core::guide::{Direction, Guide};
use studio_core::id::{LogId, ProjectId, StudioId};
use studio_core::members::Members;
use studio_core::time::Millis;

use crate::chance;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::guides::Guides;
use crate::store::sqlite::office::{self, ProjectRow, StudioRow};
use crate::store::sqlite::{invites, marks};
use crate::terms;

/// A new project of a direction of a guide.
///
/// # Errors
/// [`Fault`].
pub fn add_project(
    desk: &mut Desk<'_>,
    bureau: &office::BureauId,
    guide: &Guide,
    direction: &Direction,
    name: &str,
    now: Millis,
) -> Result<ProjectRow, Fault> {
    let project = ProjectRow {
        project: ProjectId(chance::bytes()),
        name: name.to_owned(),
        direction: direction.number,
        batch: guide.batch,
        guide: guide.id.clone(),
    };
    office::add_project(desk.db(), bureau, &project, now)?;
    Ok(project)
}

/// What a new studio is.
#[derive(Debug, Clone)]
pub struct Founding<'a> {
    /// Its project.
    pub project: &'a ProjectRow,
    /// 延期, where it is the first of its project and the guide's day has moved.
    pub extension: Option<Extension>,
    /// Its id.
    pub studio: StudioId,
    /// Its name.
    pub name: &'a str,
}

/// A studio of a project under a new id: its log begins with `Founded` and the project's `Terms`: the newest that its
/// studios go by, with their extension; the guide's for the first studio.
///
/// # Errors
/// [`Fault`].
pub fn found(desk: &mut Desk<'_>, guides: &Guides, new: Founding<'_>, by: &By, now: Millis) -> Result<(), Fault> {
    let Founding { project, extension, studio, name } = new;
    let direction = guides.direction_of(project).ok_or_else(|| Fault::UnknownGuide(project.guide.clone()))?;
    let held = terms::of_project(desk.db(), project.project)?;
    let terms = held.newest.unwrap_or_else(|| Terms { extension, ..first_terms(project, direction) });
    office::add_studio(
        desk.db(),
        &StudioRow { studio, project: project.project, name: name.to_owned(), created_at: now },
    )?;
    let founded = Founded {
        project: project.project,
        name: name.to_owned(),
        server_key: desk.secret().public(),
        log: LogId(chance::bytes()),
    };
    desk.found(studio, founded, by, now)?;
    desk.decide(studio, What::Terms(terms), by, now).map(drop)
}

/// Whether something could be done, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done.
    Yes,
    /// It is not empty: it can be ended, and stays.
    NotEmpty,
}

/// Takes a studio that nobody ever joined out of sight, with its invites. Its log stays.
///
/// # Errors
/// [`Fault`].
pub fn remove(desk: &mut Desk<'_>, studio: StudioId, now: Millis) -> Result<Done, Fault> {
    if desk.studio(studio)?.is_some_and(|ready| !is_empty(&ready.state.members)) {
        return Ok(Done::NotEmpty);
    }
    invites::drop_invites(desk.db(), studio)?;
    marks::remove(desk.db(), studio, now)?;
    Ok(Done::Yes)
}

/// Whether nobody ever joined: then there is no record either.
pub fn is_empty(members: &Members) -> bool {
    members.grants.is_empty() && members.devices.is_empty()
}

/// Takes a project without studios out of sight.
///
/// # Errors
/// [`Fault`].
pub fn remove_project(
    desk: &mut Desk<'_>,
    bureau: &office::BureauId,
    project: ProjectId,
    now: Millis,
) -> Result<Done, Fault> {
    if office::studios(desk.db(), bureau)?.iter().any(|studio| studio.project == project) {
        return Ok(Done::NotEmpty);
    }
    marks::remove(desk.db(), project, now)?;
    Ok(Done::Yes)
}

/// Another name for a project: in the bureau's list, and in the terms of all its studios, from where phones have it.
///
/// # Errors
/// [`Fault`].
pub fn rename_project(desk: &mut Desk<'_>, project: ProjectId, name: &str, by: &By, now: Millis) -> Result<(), Fault> {
    office::rename_project(desk.db(), project, name)?;
    terms::change(desk, project, |terms| Terms { name: name.to_owned(), ..terms }, by, now)
}

fn first_terms(project: &ProjectRow, direction: &Direction) -> Terms {
    Terms {
        number: 1,
        project: project.project,
        name: project.name.clone(),
        direction: project.direction,
        batch: project.batch,
        guide: project.guide.clone(),
        deadline: direction.deadline.to_string(),
        extension: None,
        grant_fen: direction.grant_fen,
    }
}
