//! What somebody who observes a lesson should have before their eyes: what was agreed after the last one with this teacher.

use serde::{Deserialize, Serialize};

use super::Scene;
use crate::id::{PersonId, RecordId};
use crate::joined;
use crate::lesson;
use crate::read::Kept;
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant;

/// Lessons that the weakest lines are read from: older ones say nothing of today.
const LESSONS_MAX: usize = 5;

/// The last observed lesson of a teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastVisit {
    /// The record.
    pub record: RecordId,
    /// When.
    pub day: Day,
    /// 课题
    pub lesson_title: String,
    /// 下一步, as it was agreed.
    pub next_step: String,
    /// When one wanted to look again.
    pub check_on: Option<Day>,
    /// The lines of the rubric that were most often not so lately, at most three.
    pub weakest: Vec<String>,
}

/// The last lesson of a teacher that was observed before today's form, among what the one who looks may see; `record` is
/// that form's own.
pub fn last_visit(scene: &Scene<'_>, teacher: PersonId, record: RecordId) -> Option<LastVisit> {
    let people = joined::people(&scene.model.facts);
    let root = people.root(teacher);
    let of_teacher = |kept: &Kept| tolerant::person(&kept.fields, "teacher").is_some_and(|id| people.root(id) == root);
    let today = scene.now.day();
    let seen = scene
        .model
        .each(RecordType::Observation)
        .filter(|kept| kept.id != record && kept.counts() && scene.sees(kept) && of_teacher(kept));
    let mut lessons: Vec<(Day, &Kept)> = seen.filter_map(|kept| Some((kept.day()?, kept))).collect();
    lessons.retain(|(day, _)| *day <= today);
    // of several who sat in one lesson, one who agreed on a step
    let agreed = |kept: &Kept| !tolerant::text(&kept.fields, "next_step").is_empty();
    lessons.sort_by_key(|(day, kept)| std::cmp::Reverse((*day, agreed(kept), kept.id)));
    let lately = lessons.iter().take(LESSONS_MAX).map(|(_, kept)| &kept.fields);
    let weakest = lesson::weakest(&scene.guide.lesson, lately);
    let (day, kept) = lessons.first()?;
    Some(LastVisit {
        record: kept.id,
        day: *day,
        lesson_title: tolerant::text(&kept.fields, "lesson_title"),
        next_step: tolerant::text(&kept.fields, "next_step"),
        check_on: tolerant::day(&kept.fields, "check_on"),
        weakest,
    })
}
