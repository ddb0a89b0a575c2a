//! What is asked of whoever writes a guide, beyond that it agrees with itself. A phone asks it of none: one that an earlier
//! release took is counted by all the same.

use super::parse::Step::{self, At, Key};
use super::parse::Wrong;
use super::{Direction, Flaw, Guide, LessonSheet, PaperRule};

/// Days until one looks again at a lesson: within a school year.
const CHECK_DAYS_MAX: u16 = 365;

pub(super) fn guide(guide: &Guide) -> Result<(), Wrong> {
    if guide.version == 0 {
        return Err(Wrong::at([Key("version")], Flaw::Version));
    }
    said([Key("title")], &guide.title)?;
    lesson(&guide.lesson).map_err(|wrong| wrong.under([Key("lesson")]))?;
    for (place, one) in guide.directions.iter().enumerate() {
        direction(one).map_err(|wrong| wrong.under([Key("directions"), At(place)]))?;
    }
    Ok(())
}

/// A text that people read is there.
fn said(way: impl IntoIterator<Item = Step>, text: &str) -> Result<(), Wrong> {
    if text.trim().is_empty() { Err(Wrong::at(way, Flaw::NoTitle)) } else { Ok(()) }
}

/// Every one of a list has a title.
fn titled<'a>(list: &'static str, titles: impl Iterator<Item = &'a str>) -> Result<(), Wrong> {
    for (place, title) in titles.enumerate() {
        said([Key(list), At(place), Key("title")], title)?;
    }
    Ok(())
}

fn lesson(lesson: &LessonSheet) -> Result<(), Wrong> {
    for (place, phase) in lesson.phases.iter().enumerate() {
        let here = [Key("phases"), At(place)];
        said(here, phase)?;
        if lesson.phases.iter().take(place).any(|other| other.trim() == phase.trim()) {
            return Err(Wrong::at(here, Flaw::TwoPhases));
        }
    }
    titled("rubric", lesson.rubric.iter().map(|line| line.title.as_str()))?;
    let has_any = !lesson.phases.is_empty() || !lesson.rubric.is_empty();
    if has_any && !(1..=CHECK_DAYS_MAX).contains(&lesson.check_after_days) {
        return Err(Wrong::at([Key("check_after_days")], Flaw::CheckAfter(CHECK_DAYS_MAX)));
    }
    Ok(())
}

fn direction(direction: &Direction) -> Result<(), Wrong> {
    said([Key("name")], &direction.name)?;
    titled("indicators", direction.indicators.iter().map(|rule| rule.title.as_str()))?;
    titled("items", direction.items.iter().map(|item| item.title.as_str()))?;
    titled("deliverables", direction.deliverables.iter().map(|paper| paper.title.as_str()))?;
    titled("steps", direction.steps.iter().map(|step| step.title.as_str()))?;
    titled("papers", direction.papers.iter().map(|paper| paper.title.as_str()))?;
    for (place, one) in direction.papers.iter().enumerate() {
        paper(one).map_err(|wrong| wrong.under([Key("papers"), At(place)]))?;
    }
    Ok(())
}

/// A paper is whole when its parts are, not before.
fn paper(paper: &PaperRule) -> Result<(), Wrong> {
    titled("parts", paper.parts.iter().map(|part| part.title.as_str()))?;
    let parts = paper.parts.iter().map(|part| part.least_words).fold(0, usize::saturating_add);
    if (1..parts).contains(&paper.least_words) {
        return Err(Wrong::at([Key("least_words")], Flaw::PaperBelowParts(parts)));
    }
    Ok(())
}
