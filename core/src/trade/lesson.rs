//! What the timeline and the rubric of an observed lesson come down to: lengths, a draft of feedback, what was weakest, how
//! far observers agree. Nothing is judged of a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::form::ORDER_KEY;
use crate::guide::{LessonSheet, Mark};
use crate::time::Day;
use crate::tolerant::{self, Fields};

/// The fields that hold the timeline and the rubric.
const TIMELINE: &str = "timeline";
const RUBRIC: &str = "rubric";
/// Strengths named in a draft of feedback: more would not be heard.
const STRENGTHS_MAX: usize = 2;
/// Lines of the rubric that the next visit opens with.
const WEAKEST_MAX: usize = 3;

/// A phase of a lesson as it was tapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The random part of its keys.
    pub id: String,
    /// 环节
    pub name: String,
    /// When it began.
    pub from: Option<NaiveDateTime>,
    /// When it ended; the one that runs has no end.
    pub to: Option<NaiveDateTime>,
}

impl Phase {
    /// How long it was, in minutes; `None` while it runs, and where its end lies before its beginning: the phone's clock
    /// was set back meanwhile, and nobody knows.
    pub fn minutes(&self) -> Option<i64> {
        let minutes = (self.to? - self.from?).num_minutes();
        (minutes >= 0).then_some(minutes)
    }

    /// Whether its end lies before its beginning.
    pub fn is_turned(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }
}

/// The phases of a lesson, in order.
pub fn phases(fields: &Fields) -> Vec<Phase> {
    let mut placed: Vec<(i64, Phase)> = tolerant::rows(fields, TIMELINE)
        .into_iter()
        .map(|(id, row)| {
            let place = tolerant::int(&row, ORDER_KEY).unwrap_or(i64::MAX);
            let (from, to) = (tolerant::instant(&row, "from"), tolerant::instant(&row, "to"));
            (place, Phase { id: id.to_owned(), name: tolerant::text(&row, "phase"), from, to })
        })
        .collect();
    placed.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    placed.into_iter().map(|(_, phase)| phase).collect()
}

/// What was ticked in the rubric, by the lines' words.
pub fn marks(fields: &Fields) -> BTreeMap<String, bool> {
    tolerant::below(fields, RUBRIC).filter_map(|(word, value)| Some((word.to_owned(), value.as_bool()?))).collect()
}

/// A draft of what is said to the teacher, in the guide's sentences: at most two strengths, one next step, one day to look
/// again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// 亮点
    pub strengths: Vec<String>,
    /// 下一步: of the first line that was not so. A line that was not so before, too, comes first.
    pub next: Option<String>,
    /// 回头看
    pub check_on: Option<Day>,
}

/// The draft by rule: nothing is said that was not ticked.
pub fn feedback(sheet: &LessonSheet, fields: &Fields, weak_before: &[String]) -> Feedback {
    let marks = marks(fields);
    let said = |yes: bool| sheet.rubric.iter().filter(|line| marks.get(&line.id) == Some(&yes)).collect::<Vec<_>>();
    let (good, weak) = (said(true), said(false));
    let again = weak.iter().find(|line| weak_before.contains(&line.title));
    let next = again.or(weak.first()).map(|line| line.next.clone());
    let day = tolerant::day(fields, "day");
    let check_on = day.and_then(|day| day.checked_add_days(Days::new(u64::from(sheet.check_after_days))));
    let check_on = check_on.filter(|_| next.is_some() && sheet.check_after_days > 0);
    // a strength that was not there the last times is worth more than one that always was
    let (grown, others): (Vec<&Mark>, Vec<&Mark>) =
        good.into_iter().partition(|line| weak_before.contains(&line.title));
    let strengths = grown.into_iter().chain(others).take(STRENGTHS_MAX).map(|line| line.good.clone()).collect();
    Feedback { strengths, next, check_on }
}

/// The lines that were most often not so over several lessons, at most three, by their titles.
pub fn weakest<'a>(sheet: &LessonSheet, lessons: impl Iterator<Item = &'a Fields>) -> Vec<String> {
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    for (word, _) in lessons.flat_map(marks).filter(|(_, yes)| !yes) {
        *missed.entry(word).or_default() += 1;
    }
    let mut lines: Vec<(usize, &Mark)> =
        sheet.rubric.iter().filter_map(|line| Some((*missed.get(&line.id)?, line))).collect();
    lines.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
    lines.into_iter().take(WEAKEST_MAX).map(|(_, line)| line.title.clone()).collect()
}

/// How far those who observed one lesson agree, line by line. Said of the lines, never as a number of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Lines that all who ticked them ticked alike.
    pub alike: Vec<String>,
    /// Lines that they ticked otherwise.
    pub apart: Vec<String>,
}

/// The agreement of several observers; `None` where no line was ticked by two of them.
pub fn agreement<'a>(sheet: &LessonSheet, observers: impl Iterator<Item = &'a Fields>) -> Option<Agreement> {
    let mut said: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for (word, yes) in observers.flat_map(marks) {
        said.entry(word).or_default().push(yes);
    }
    let mut agreement = Agreement::default();
    for line in &sheet.rubric {
        let Some(ticks) = said.get(&line.id).filter(|ticks| ticks.len() > 1) else { continue };
        let alike = ticks.iter().copied().collect::<BTreeSet<_>>().len() == 1;
        if alike { &mut agreement.alike } else { &mut agreement.apart }.push(line.title.clone());
    }
    (agreement != Agreement::default()).then_some(agreement)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str) -> Mark {
        Mark { id: id.into(), title: format!("{id}题"), good: format!("{id}好"), next: format!("{id}下一步") }
    }

    fn sheet() -> LessonSheet {
        let rubric = ["goal", "many", "practice"].map(line).into();
        LessonSheet { rubric, check_after_days: 14, ..LessonSheet::default() }
    }

    fn ticked(marks: &[(&str, bool)]) -> Fields {
        let fields = marks.iter().map(|(word, yes)| (format!("rubric/{word}"), (*yes).into()));
        fields.chain([("day".to_owned(), "2026-11-09".into())]).collect()
    }

    #[test]
    fn feedback_names_two_strengths_one_step_and_one_day_and_nothing_that_was_not_ticked() {
        let all = feedback(&sheet(), &ticked(&[("goal", true), ("many", true), ("practice", true)]), &[]);
        assert_eq!((all.strengths, all.next, all.check_on), (vec!["goal好".into(), "many好".into()], None, None));
        let some = feedback(&sheet(), &ticked(&[("practice", true), ("many", false)]), &[]);
        assert_eq!((some.strengths, some.next), (vec!["practice好".to_owned()], Some("many下一步".to_owned())));
        assert_eq!(some.check_on, Some("2026-11-23".parse().unwrap()));
        assert_eq!(feedback(&sheet(), &ticked(&[]), &[]), Feedback::default());
    }

    #[test]
    fn what_was_weak_before_comes_first_as_a_step_and_when_it_has_grown_as_a_strength() {
        let before = ["practice题".to_owned()];
        let weak = feedback(&sheet(), &ticked(&[("goal", false), ("practice", false)]), &before);
        assert_eq!(weak.next.as_deref(), Some("practice下一步"));
        let grown = feedback(&sheet(), &ticked(&[("goal", true), ("many", true), ("practice", true)]), &before);
        assert_eq!(grown.strengths, ["practice好", "goal好"]);
    }

    #[test]
    fn the_three_weakest_are_those_missed_most_often() {
        let lessons = [
            ticked(&[("goal", false), ("many", false)]),
            ticked(&[("many", false), ("goal", true)]),
            ticked(&[("practice", true)]),
        ];
        assert_eq!(weakest(&sheet(), lessons.iter()), ["many题", "goal题"]);
    }

    #[test]
    fn two_observers_agree_line_by_line_and_one_alone_with_nobody() {
        let (one, two) = (ticked(&[("goal", true), ("many", true)]), ticked(&[("goal", true), ("many", false)]));
        let found = agreement(&sheet(), [&one, &two].into_iter()).unwrap();
        assert_eq!((found.alike, found.apart), (vec!["goal题".to_owned()], vec!["many题".to_owned()]));
        assert_eq!(agreement(&sheet(), [&one].into_iter()), None);
    }

    #[test]
    fn a_lesson_over_midnight_is_as_long_as_it_was_and_a_clock_set_back_makes_no_length() {
        let phase = |from: &str, to: &str| Phase {
            id: String::new(),
            name: String::new(),
            from: tolerant::parse_instant(from),
            to: tolerant::parse_instant(to),
        };
        let over = phase("2026-11-09T23:50", "2026-11-10T00:05");
        assert_eq!((over.minutes(), over.is_turned()), (Some(15), false));
        let back = phase("2026-11-09T10:10", "2026-11-09T10:02");
        assert_eq!((back.minutes(), back.is_turned()), (None, true));
    }
}
