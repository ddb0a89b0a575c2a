//! The made-up county: its scripts run as they stand and give studios as people would expect them.

mod county;
#[path = "../trade/paper.rs"]
#[allow(dead_code, reason = "the paper studio serves the other tests too")]
mod paper;
mod phones;

use std::collections::BTreeMap;

use paper::{Studio, day, guide};
use studio_core::closure::{ClosureReport, report};
use studio_core::command::Command;
use studio_core::demo::{Content, DemoStudio, Size, studio};
use studio_core::edit::FieldEdit;
use studio_core::paper::PaperState;
use studio_core::paragraph::TEXT_KEY;
use studio_core::read::Member;
use studio_core::term::Now;
use studio_core::time::Day;

fn content() -> Content {
    Content::parse(
        include_str!("../../../assets/demo/county.toml"),
        include_str!("../../../assets/demo/general.toml"),
        include_str!("../../../assets/demo/year.toml"),
        &[
            include_str!("../../../assets/demo/chinese.toml"),
            include_str!("../../../assets/demo/maths.toml"),
            include_str!("../../../assets/demo/english.toml"),
            include_str!("../../../assets/demo/science.toml"),
        ],
    )
    .unwrap()
}

/// The script of a studio over the term that holds a day.
fn script(number: usize, seed: u64, today: Day) -> DemoStudio {
    let calendar = Now::of(&guide().terms, today);
    let term = calendar.term().unwrap().clone();
    studio(&content(), number, seed, &[term], today).unwrap()
}

/// Runs a script step by step; every command must succeed.
fn run(script: &DemoStudio, today: &str) -> Studio {
    let mut studio = Studio::new(today);
    let end = studio.now;
    studio.facts.name.clone_from(&script.name);
    studio.facts.members = script
        .members
        .iter()
        .map(|m| Member { person: m.person, role: m.role, since: script.founded.day(), until: None })
        .collect();
    let mut model = studio.model();
    for step in &script.steps {
        studio.now = step.at;
        let done = studio.run_on(&mut model, step.by, &step.command);
        assert!(done.is_ok(), "{:?}: {:?}", step.command, done);
    }
    assert!(model == studio.model(), "a model kept up to date equals one built anew");
    studio.now = end;
    studio
}

fn closure(studio: &Studio, script: &DemoStudio) -> ClosureReport {
    report(
        &studio.model(),
        &guide(),
        studio.now,
        &script.last_sync.iter().map(|(person, at)| (*person, (*at).into())).collect(),
    )
    .unwrap()
}

/// How far a paper is.
fn papers_of(report: &ClosureReport, id: &str) -> PaperState {
    report.papers.iter().find(|paper| paper.id == id).unwrap().state
}

#[test]
fn the_first_studio_is_well_on_its_way_and_the_second_needs_help() {
    let value = |report: &ClosureReport, id: &str| report.indicators.iter().find(|i| i.id == id).unwrap().value;
    let today = "2026-11-24";
    let first = script(0, 7, day(today));
    let studio = run(&first, today);
    let model = studio.model();
    let report = closure(&studio, &first);
    assert_eq!((value(&report, "I1"), value(&report, "I2")), (1, 10));
    assert_eq!(model.people().count(), 1 + 10 + 100 + 3);
    let records = model.works().count();
    assert!((200..=260).contains(&records), "{records}");
    assert!((65..=85).contains(&value(&report, "I3")), "{}", value(&report, "I3"));
    assert!(value(&report, "I4") >= 8 && value(&report, "I5") >= 8 && value(&report, "I7") >= 4);
    assert!((4..=6).contains(&value(&report, "I8")));
    assert_eq!(report.freshness.stale().count(), 2);
    let doubts = |id: &str| report.indicators.iter().find(|i| i.id == id).unwrap().possible_duplicates;
    assert_eq!((doubts("I3"), doubts("I5")), (1, 2), "pairs that wait for an answer");
    assert!(report.indicators.iter().any(|i| i.merged > 0));
    assert_eq!([papers_of(&report, "plan"), papers_of(&report, "case")], [PaperState::Draft; 2], "half written");

    let second = script(1, 7, day(today));
    let report = closure(&run(&second, today), &second);
    assert!((30..=55).contains(&value(&report, "I3")), "{}", value(&report, "I3"));
    assert!(value(&report, "I4") < 10);
    assert_eq!(report.freshness.stale().count(), 3);
}

#[test]
fn a_demo_may_start_on_any_day_of_the_school_year() {
    for today in ["2024-09-02", "2025-01-10", "2026-02-14", "2026-05-20", "2026-09-01", "2027-07-01", "2028-06-01"] {
        for number in 0..content().studios() {
            let script = script(number, 1, day(today));
            let studio = run(&script, today);
            assert_eq!(studio.model().roster().count() >= 111, !script.steps.is_empty(), "{today}");
            assert!(script.steps.windows(2).all(|pair| pair[0].at <= pair[1].at));
            assert!(script.steps.iter().all(|step| step.at <= studio.now), "{today}: nothing happens tomorrow");
        }
    }
}

#[test]
fn nobody_answers_about_work_that_is_not_there() {
    for seed in 0..40 {
        for number in 0..2 {
            run(&script(number, seed, day("2026-11-24")), "2026-11-24");
        }
    }
}

#[test]
fn the_same_seed_tells_the_same_story_and_another_one_another() {
    let whole = |seed| Size::Whole.studios(&content(), seed, &guide().terms, day("2026-11-24"));
    let told = |seed| format!("{:?}", whole(seed));
    assert_eq!(told(3), told(3));
    assert_ne!(told(3), told(4));
}

#[test]
fn no_text_keeps_a_placeholder_or_a_phone_number() {
    for script in Size::Whole.studios(&content(), 5, &guide().terms, day("2026-11-24")) {
        for step in script.steps {
            let texts: Vec<(String, String)> = match step.command {
                Command::Save(draft) | Command::Finish(draft) => {
                    let text = |field: FieldEdit| Some((field.key, field.value?.as_str()?.to_owned()));
                    draft.fields.into_iter().filter_map(text).collect()
                }
                Command::WriteParagraphs { passages, .. } => {
                    passages.into_iter().map(|passage| (TEXT_KEY.to_owned(), passage.text)).collect()
                }
                _ => continue,
            };
            for (key, text) in texts {
                assert!(!text.contains('{') && !text.contains('}'), "{text}");
                let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
                assert!(longest < 7 || key.contains('/') || text.len() == 26, "{text}");
            }
        }
    }
}

#[test]
fn names_are_not_repeated_within_a_studio_except_where_one_was_entered_twice() {
    let script = script(0, 7, day("2026-11-24"));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for step in &script.steps {
        if let Command::AddPeople(people) = &step.command {
            people.iter().for_each(|p| *times.entry(p.name.clone()).or_default() += 1);
        }
    }
    assert_eq!(times.values().filter(|n| **n > 1).count(), 3);
}
