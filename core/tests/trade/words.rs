//! Every word that core names by key has a Chinese label.

use std::collections::BTreeSet;

use studio_core::activity::{ActivityKind, Attendance};
use studio_core::command::{CommandError, Fields, problems};
use studio_core::form::{self, FieldSpec, Input, Rule};
use studio_core::guide::{Period, Source};
use studio_core::mentoring::{Dimension, MentoringMode};
use studio_core::outcome::{Level, OutcomeKind};
use studio_core::person::{Gender, Stage};
use studio_core::read::State;
use studio_core::record_type::RecordType;
use studio_core::term::Season;
use studio_core::view::Act;

const ZH_CN: &str = include_str!("../../../assets/i18n/zh-CN.ftl");

fn keys() -> BTreeSet<&'static str> {
    ZH_CN.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect()
}

/// Problem keys that the commands' sources name.
fn keys_in_sources() -> Vec<&'static str> {
    let sources = [
        include_str!("../../src/trade/command/check.rs"),
        include_str!("../../src/trade/command/fact.rs"),
        include_str!("../../src/trade/command/people.rs"),
        include_str!("../../src/trade/command/person_list.rs"),
    ];
    let quoted = sources.into_iter().flat_map(|source| source.split('"').skip(1).step_by(2));
    quoted.filter(|text| text.starts_with("problem-") || text.starts_with("list-")).collect()
}

#[test]
fn every_word_that_records_store_has_a_label() {
    let known = keys();
    let choices = [
        ActivityKind::CHOICES,
        Attendance::CHOICES,
        MentoringMode::CHOICES,
        Dimension::CHOICES,
        OutcomeKind::CHOICES,
        Level::CHOICES,
        Gender::CHOICES,
        Stage::CHOICES,
        Season::CHOICES,
        Source::CHOICES,
        Period::CHOICES,
    ];
    for (_, key) in choices.into_iter().flatten() {
        assert!(known.contains(key), "{key}");
    }
    for of in RecordType::ALL {
        assert!(known.contains(of.label_key().as_str()), "{}", of.label_key());
    }
    for state in [State::Draft, State::Submitted, State::Edited] {
        assert!(known.contains(state.label_key()), "{}", state.label_key());
    }
}

/// The labels of what stands inside a field: the words of a choice, the columns of rows and how one is added.
fn inner_keys(spec: &FieldSpec, label: &str) -> Vec<String> {
    match spec.input {
        Input::Choice(words) | Input::Choices(words) => words.iter().map(|(_, key)| (*key).to_owned()).collect(),
        Input::Rows(columns) => {
            let columns = columns.iter().map(|column| format!("{label}-{}", column.key.replace('_', "-")));
            columns.chain([format!("{label}-add")]).collect()
        }
        _ => Vec::new(),
    }
}

fn required_columns(fields: &'static [FieldSpec]) -> impl Iterator<Item = (&'static str, &'static str)> {
    fields.iter().flat_map(|spec| {
        let columns = if let Input::Rows(columns) = spec.input { columns } else { &[] };
        columns.iter().filter(|column| column.required).map(|column| (spec.key, column.key))
    })
}

#[test]
fn every_field_has_a_label_and_every_required_one_says_what_to_do() {
    let known = keys();
    for record_type in RecordType::ALL {
        for spec in form::fields(*record_type) {
            let key = spec.label_key(*record_type);
            assert!(known.contains(key.as_str()), "{key}");
            for key in inner_keys(spec, &key) {
                assert!(known.contains(key.as_str()), "{key}");
            }
        }
        for (key, column) in required_columns(record_type.says().fields) {
            let word = format!("missing-{}-{key}-{column}", record_type.word()).replace('_', "-");
            assert!(known.contains(word.as_str()), "{word}");
        }
        for rule in record_type.says().rules {
            if let Rule::Differ(key, _)
            | Rule::NotBefore(key, _)
            | Rule::After(key, _)
            | Rule::SaysHowLong(key, _, _)
            | Rule::Within(key, _, _) = rule
            {
                let key = format!("rule-{}-{}", record_type.word(), key.replace('_', "-"));
                assert!(known.contains(key.as_str()), "{key}");
            }
            if let Rule::Stopped(key, _) = rule {
                let key = format!("rule-{}-{key}-runs", record_type.word());
                assert!(known.contains(key.as_str()), "{key}");
            }
        }
        for sheet in record_type.says().sheets {
            assert!(known.contains(format!("sheet-{sheet}").as_str()), "sheet-{sheet}");
        }
        for problem in problems(*record_type, &Fields::new()) {
            assert!(known.contains(problem.key.as_str()), "{}", problem.key);
        }
    }
}

#[test]
fn what_is_done_with_a_record_as_a_whole_has_a_label() {
    let acts = [Act::HandedIn, Act::TakenBack, Act::Deleted, Act::Undeleted];
    let missing: Vec<&str> = acts.map(Act::label_key).into_iter().filter(|key| !keys().contains(key)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_refusal_says_what_to_do() {
    let known = keys();
    let named = keys_in_sources();
    assert!(named.len() > 10);
    for key in named {
        assert!(known.contains(key), "{key}");
    }
    let errors = [
        CommandError::Invalid(Vec::new()),
        CommandError::NotAllowed,
        CommandError::NoSuchRecord,
        CommandError::Changed,
        CommandError::TwoValues,
        CommandError::NoIds,
    ];
    for error in errors {
        assert!(known.contains(error.key()), "{}", error.key());
    }
}

#[test]
fn the_readme_names_every_type_of_work_with_every_field() {
    let readme = include_str!("../../../README.md");
    let label = |key: &str| ZH_CN.lines().find_map(|line| line.strip_prefix(&format!("{key} = "))).unwrap();
    for of in RecordType::work() {
        let row = format!("| {} | ", label(&of.label_key()));
        let row = readme.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("{row}"));
        for spec in form::fields(of) {
            let named = label(&spec.label_key(of)).to_owned() + if spec.required { "\\*" } else { "" };
            let all: Vec<&str> = row.trim_matches(['|', ' ']).split(['|', '·']).map(str::trim).collect();
            assert!(all.contains(&named.as_str()), "{named}: {row}");
        }
    }
}
