//! The whole county as somebody looks at it: five studios that stand differently, three terms, and nothing in it that cannot
//! have happened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use studio_core::closure::ClosureReport;
use studio_core::command::{Command, Draft};
use studio_core::demo::{DemoStudio, Size, Step};
use studio_core::edition::NAME_KEY;
use studio_core::form::{Input, Part};
use studio_core::id::PersonId;
use studio_core::paper::{Paper, PaperState, Section};
use studio_core::read::{Kept, ReadModel};
use studio_core::record_type::RecordType;
use studio_core::{tolerant, view};

use crate::paper::{day, guide};
use crate::{closure, content, papers_of, run};

const TODAY: &str = "2026-12-01";

/// A studio's script, and what it comes to.
struct Played {
    script: DemoStudio,
    model: ReadModel,
    /// Of a studio that somebody is in.
    report: Option<ClosureReport>,
}

static COUNTY: LazyLock<Vec<Played>> = LazyLock::new(|| {
    let scripts = Size::Whole.studios(&content(), 7, &guide().terms, day(TODAY));
    let played = scripts.into_iter().map(|script| {
        let studio = run(&script, TODAY);
        let report = (!script.members.is_empty()).then(|| closure(&studio, &script));
        Played { model: studio.model(), report, script }
    });
    played.collect()
});

/// What is handed in, by whom and when, in order of time.
fn handed_in(script: &DemoStudio) -> impl Iterator<Item = (&Draft, &Step)> {
    script.steps.iter().filter_map(|step| match &step.command {
        Command::Finish(draft) => Some((draft, step)),
        _ => None,
    })
}

#[test]
fn five_studios_of_one_county_stand_in_five_different_ways() {
    let models: Vec<&ReadModel> = COUNTY.iter().map(|played| &played.model).collect();
    let reports: Vec<&ClosureReport> = COUNTY.iter().filter_map(|played| played.report.as_ref()).collect();
    let scripts: Vec<&DemoStudio> = COUNTY.iter().map(|played| &played.script).collect();
    let [going, overdue, ready, stopped, waiting] = scripts.as_slice() else { panic!("five studios") };

    let met: Vec<bool> = reports.iter().map(|report| report.is_met()).collect();
    let short = |report: &ClosureReport| {
        let all = report.indicators.iter().filter(|i| i.target.is_some_and(|target| i.value < target));
        all.map(|i| format!("{} {}", i.id, i.value)).collect::<Vec<_>>()
    };
    assert_eq!(met, [false, false, true, false], "{:?}", short(reports[2]));
    let asked = |report: &ClosureReport| report.indicators.iter().filter(|i| i.target.is_some()).count();
    assert_eq!((reports[2].met, asked(reports[2])), (11, 11));
    assert!(reports[0].met > reports[1].met && reports[1].met >= reports[3].met);
    assert_eq!((going.project.days_left, going.project.name == ready.project.name), (None, true));
    assert!(overdue.project.days_left < Some(0) && !overdue.project.reason.is_empty());
    let last = stopped.steps.last().unwrap().at.day();
    assert!((150..200).contains(&(day(TODAY) - last).num_days()), "{last}");
    assert!(stopped.last_sync.values().all(|at| (day(TODAY) - at.day()).num_days() > 150));
    assert!(waiting.members.is_empty() && waiting.steps.is_empty() && waiting.awaited.is_some());

    let terms = &guide().terms;
    let days = models[0].works().filter_map(Kept::event_day);
    let held: BTreeSet<_> = days.filter_map(|on| terms.iter().position(|term| term.holds(on))).collect();
    assert_eq!(held.len(), 3);
    let records: usize = models.iter().map(|model| model.works().count()).sum();
    assert!((1_700..=1_900).contains(&records), "{records}");
    for of in RecordType::ALL.iter().filter(|of| of.says().work) {
        assert!(models.iter().any(|model| model.each(*of).next().is_some()), "no {of:?}");
    }
    assert!(models[0].each(RecordType::Reply).count() > 20);
    assert!(reports.iter().flat_map(|report| &report.indicators).any(|indicator| indicator.merged > 0));
}

#[test]
fn the_papers_of_the_county_are_as_far_as_its_studios_are() {
    let states = |played: &Played, ids: &[&str]| -> Vec<PaperState> {
        ids.iter().map(|id| papers_of(played.report.as_ref().unwrap(), id)).collect()
    };
    let [going, overdue, ready, stopped, _] = COUNTY.as_slice() else { panic!("five studios") };
    let six = ["plan", "case", "select", "grow", "use", "evaluate"];
    assert_eq!(states(ready, &six), [PaperState::Ready; 6], "{:?}", ready.report.as_ref().unwrap().papers);
    for begun in [going, overdue, stopped] {
        assert_eq!(states(begun, &["plan", "case"]), [PaperState::Draft; 2], "{}", begun.script.name);
        assert_eq!(states(begun, &six[2..]), [PaperState::Missing; 4], "{}", begun.script.name);
    }

    let guide = guide();
    let direction = &guide.directions[3];
    for Played { script, model, .. } in COUNTY.iter().filter(|played| played.report.is_some()) {
        let written = direction.papers.iter().map(|rule| Paper::of(model, rule));
        let known = |section: &Section<'_>| section.rule.is_some() || section.lines.is_empty();
        assert!(
            written.clone().all(|paper| paper.sections.iter().all(known)),
            "{}: a part that is not asked",
            script.name
        );
        let texts: Vec<String> =
            written.flat_map(|paper| paper.lines().map(|line| line.says.text.to_owned()).collect::<Vec<_>>()).collect();
        assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len(), "{}: a paragraph twice", script.name);
    }
}

#[test]
fn the_ready_studio_has_written_its_six_papers_whenever_one_looks_in_the_second_half_of_a_term() {
    for (today, seed) in [("2025-05-12", 7), ("2026-06-20", 7), ("2026-11-20", 1), ("2027-01-10", 2)] {
        let scripts = Size::Whole.studios(&content(), seed, &guide().terms, day(today));
        let studio = run(&scripts[2], today);
        let report = closure(&studio, &scripts[2]);
        for id in ["plan", "case", "select", "grow", "use", "evaluate"] {
            assert_eq!(papers_of(&report, id), PaperState::Ready, "{id} on {today}: {:?}", report.papers);
        }
    }
}

#[test]
fn a_paper_on_its_way_has_many_hands_a_live_figure_work_it_tells_of_and_a_name() {
    let Played { script, model, .. } = &COUNTY[0];
    let guide = guide();
    let rules = &guide.directions[3];
    let rule = |id: &str| rules.papers.iter().find(|rule| rule.id == id).unwrap();
    for id in ["plan", "case"] {
        let paper = Paper::of(model, rule(id));
        let of_it = |step: &&Step| match &step.command {
            Command::WriteParagraphs { place, .. } => place.paper == id,
            _ => false,
        };
        let hands: BTreeSet<PersonId> = script.steps.iter().filter(of_it).map(|step| step.by).collect();
        assert!(hands.len() >= 3, "{id}: {hands:?}");
        assert!((300..2_000).contains(&paper.words()), "{id}: {}", paper.words());
        let told: Vec<&Kept> =
            paper.lines().filter_map(|line| line.says.refers).map(|id| model.find(id).expect("its work")).collect();
        assert!(!told.is_empty() && told.iter().all(|kept| kept.counts()), "{id}: {told:?}");
        for line in paper.lines().filter(|line| line.says.refers.is_some()) {
            let kept = model.find(line.says.refers.unwrap()).unwrap();
            let title = kept.record_type.says().face.title.iter().find_map(|part| match part {
                Part::Text(key) => tolerant::str(&kept.fields, key),
                _ => None,
            });
            assert!(line.says.text.contains(title.unwrap()), "it tells of this: {title:?}");
        }
    }
    let shorts: Vec<String> = rules.indicators.iter().map(|rule| view::figure(&rule.short)).collect();
    let plan = Paper::of(model, rule("plan"));
    assert!(plan.lines().any(|line| shorts.iter().any(|short| line.says.text.contains(short))), "{shorts:?}");
    let names: Vec<&str> =
        model.each(RecordType::Edition).filter_map(|kept| tolerant::str(&kept.fields, NAME_KEY)).collect();
    assert_eq!(names, ["送审稿"]);
    let reworded = script.steps.iter().filter(|step| match &step.command {
        Command::WriteParagraphs { passages, .. } => passages.iter().any(|passage| passage.seen.is_some()),
        _ => false,
    });
    assert!(reworded.count() >= 2, "somebody says better what another wrote");
}

#[test]
fn some_lost_their_network_for_weeks_and_others_wrote_long_after() {
    let script = &COUNTY[0].script;
    let lay = |script: &DemoStudio| script.steps.iter().filter(|step| script.is_away(step.by, step.at)).count();
    assert!(lay(script) >= 3, "{}", lay(script));
    let late = |(draft, step): &(&Draft, &Step)| {
        let on = draft.fields.iter().find(|field| field.key == draft.record_type.says().face.day)?;
        let on = tolerant::parse_day(on.value.as_ref()?.as_str()?.get(..10)?)?;
        draft.record_type.says().happens.then_some((step.at.day() - on).num_days())
    };
    let days: Vec<i64> = handed_in(script).filter_map(|one| late(&one)).collect();
    assert!(days.iter().all(|days| *days >= 0), "nothing is handed in before it happened");
    assert!(days.iter().any(|days| *days > 7));
}

#[test]
fn nothing_stands_in_the_county_that_cannot_have_happened() {
    for Played { script, model, .. } in COUNTY.iter() {
        let known: BTreeSet<PersonId> = model.people().map(|(person, _)| person).collect();
        for kept in model.works() {
            if let Some(on) = kept.event_day() {
                let term = guide().terms.into_iter().find(|term| term.holds(on));
                let at_work = term.is_some_and(|term| !term.breaks.iter().any(|b| b.first <= on && on <= b.last));
                assert!(at_work && on <= day(TODAY), "{on} is no day of work: {kept:?}");
            }
            for spec in kept.record_type.says().fields {
                for person in named(kept, spec.key, spec.input) {
                    assert!(known.contains(&person), "{}: a stranger in {}", kept.record_type.word(), spec.key);
                }
            }
        }
        let money = |of: RecordType| {
            let mut sums: BTreeMap<String, i64> = BTreeMap::new();
            for kept in model.each(of) {
                let account = tolerant::str(&kept.fields, "account").unwrap_or_default().to_owned();
                *sums.entry(account).or_default() += tolerant::int(&kept.fields, "amount").unwrap_or_default();
            }
            sums
        };
        let (planned, spent) = (money(RecordType::Budget), money(RecordType::Expense));
        for (account, spent) in spent {
            assert!(planned.get(&account).is_some_and(|planned| spent <= *planned), "{}: {account}", script.name);
        }
        assert!(planned.values().sum::<i64>() <= 10_000_000, "no more than the grant");
    }
}

/// Whom a field names.
fn named(kept: &Kept, key: &str, input: Input) -> Vec<PersonId> {
    match input {
        Input::Person => tolerant::str(&kept.fields, key).and_then(|id| id.parse().ok()).into_iter().collect(),
        Input::People | Input::OrderedPeople | Input::Attendance => {
            tolerant::below(&kept.fields, key).map(|(id, _)| id.parse().unwrap()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn no_two_records_after_each_other_say_the_same() {
    for Played { script, .. } in COUNTY.iter() {
        let mut last: BTreeMap<(RecordType, &str), &str> = BTreeMap::new();
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        for field in handed_in(script).flat_map(|(draft, _)| draft.fields.iter().map(move |f| (draft.record_type, f))) {
            let (of, field) = field;
            let Some(text) = field.value.as_ref().and_then(|v| v.as_str()).filter(|text| text.ends_with('。')) else {
                continue;
            };
            assert_ne!(last.insert((of, &field.key), text), Some(text), "{of:?}/{}", field.key);
            *all.entry(text).or_default() += 1;
        }
        let again = all.values().filter(|times| **times > 1).count();
        assert!(again * 20 <= all.len(), "{again} of {} texts stand more than once", all.len());
    }
}
