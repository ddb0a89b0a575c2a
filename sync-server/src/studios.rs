//! Founding: a project under the newest guide, a studio of it with its first terms. Runs at the desk.

use studio_core::decision::{By, Founded, Terms, What};
use studio_core::guide::{Direction, Guide};
use studio_core::id::{LogId, ProjectId, StudioId};
use studio_core::time::Millis;

use crate::chance;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::guides;
use crate::store::sqlite::office::{self, ProjectRow, StudioRow};

/// The direction whose projects have studios.
const STUDIO_DIRECTION: u8 = 4;

/// A new project of the direction that has studios, under the newest guide.
///
/// # Errors
/// [`Fault`].
pub fn add_project(
    desk: &mut Desk<'_>,
    bureau: &office::BureauId,
    name: &str,
    now: Millis,
) -> Result<ProjectRow, Fault> {
    let (guide, direction) = studio_direction()?;
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

/// A studio of a project: its log begins with `Founded` and the guide's `Terms`.
///
/// # Errors
/// [`Fault`].
pub fn found(desk: &mut Desk<'_>, project: &ProjectRow, name: &str, by: &By, now: Millis) -> Result<StudioId, Fault> {
    let guide = guides::by_name(&project.guide).ok_or_else(|| Fault::UnknownGuide(project.guide.clone()))?;
    let direction = guide.direction(project.direction).ok_or_else(|| Fault::UnknownGuide(project.guide.clone()))?;
    let studio = StudioId(chance::bytes());
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
    desk.decide(studio, What::Terms(first_terms(project, direction)), by, now)?;
    Ok(studio)
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

fn studio_direction() -> Result<(&'static Guide, &'static Direction), Fault> {
    let guide = guides::all().last().ok_or_else(|| Fault::UnknownGuide(String::new()))?;
    let direction = guide.direction(STUDIO_DIRECTION).ok_or_else(|| Fault::UnknownGuide(guide.id.clone()))?;
    Ok((guide, direction))
}
