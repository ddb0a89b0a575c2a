//! The words and keys of records as a golden list. They only grow: a line that changes or goes is a
//! broken format; a new line is added to `core/RECORDS.md` by hand.

use studio_core::activity::{ActivityKind, Attendance};
use studio_core::attachment::AttachmentKind;
use studio_core::form::{self, FieldSpec, Input};
use studio_core::mentoring::{Dimension, MentoringMode};
use studio_core::outcome::{Level, OutcomeKind};
use studio_core::person::{Gender, Stage};
use studio_core::record_type::RecordType;

use crate::paper::{Studio, activity, person, set};
use studio_core::access::DocKind;
use studio_core::command::Command;
use studio_core::edit::Edit;
use studio_core::id::RecordId;
use studio_core::record::Scalar;

const RECORDS_MD: &str = include_str!("../../RECORDS.md");

fn line(name: &str, words: &[(&str, &str)]) -> String {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    format!("{name}: {}\n", words.join(" "))
}

type Words = &'static [(&'static str, &'static str)];

/// The choices that have a name of their own, because several types share them or did from the beginning.
const NAMED: [(&str, Words); 8] = [
    ("activity kind", ActivityKind::CHOICES),
    ("attendance", Attendance::CHOICES),
    ("mentoring mode", MentoringMode::CHOICES),
    ("dimension", Dimension::CHOICES),
    ("outcome kind", OutcomeKind::CHOICES),
    ("level", Level::CHOICES),
    ("gender", Gender::CHOICES),
    ("stage", Stage::CHOICES),
];

/// The types of the first release stand in one line, which never changes; each later one has its own.
const FIRST_TYPES: [&str; 10] = [
    "activity",
    "mentoring",
    "outcome",
    "person",
    "profile",
    "submitted",
    "deleted",
    "same_person",
    "same_activity",
    "reply",
];

fn words() -> String {
    let (first, later): (Vec<&str>, Vec<&str>) =
        RecordType::ALL.iter().map(|of| of.word()).partition(|word| FIRST_TYPES.contains(word));
    let types = std::iter::once(first.join(" ")).chain(later.into_iter().map(str::to_owned));
    let types = types.map(|words| format!("type: {words}\n"));
    let named = NAMED.iter().map(|(name, words)| line(name, words));
    let others = RecordType::ALL.iter().flat_map(|of| form::fields(*of).iter().map(move |spec| (of, spec)));
    let others = others.filter_map(|(of, spec)| match spec.input {
        Input::Choice(words) | Input::Choices(words) if NAMED.iter().all(|(_, named)| *named != words) => {
            Some(line(&format!("{} {}", of.word(), spec.key), words))
        }
        _ => None,
    });
    let files = [line("attachment kind", AttachmentKind::CHOICES)];
    types.chain(named).chain(others).chain(files).collect()
}

/// The rows of a field are named by its key; their own fields have a line each.
fn shape(spec: &FieldSpec) -> &'static str {
    match spec.input {
        Input::Line | Input::Text | Input::Word => "text",
        Input::Number => "integer",
        Input::Minutes => "minutes",
        Input::Day => "day",
        Input::Month => "month",
        Input::Instant => "instant",
        Input::Person => "person",
        Input::People | Input::Asked => "people",
        Input::OrderedPeople => "ordered people",
        Input::Attendance => "attendance",
        Input::Choice(_) => "word",
        Input::Choices(_) => "words",
        Input::Money => "money",
        Input::Yes => "yes",
        Input::Marks => "marks",
        Input::Record(_) => "record",
        Input::Files(_) => "files",
        Input::Rows(_) => spec.key,
    }
}

fn keys() -> String {
    let mut list = String::new();
    for record_type in RecordType::ALL {
        for spec in form::fields(*record_type) {
            let star = if spec.required { " *" } else { "" };
            list += &format!("{} {}: {}{star}\n", record_type.word(), spec.key, shape(spec));
            let Input::Rows(columns) = spec.input else { continue };
            for column in columns {
                list += &format!("{} {}/{}: {}\n", record_type.word(), spec.key, column.key, shape(column));
            }
        }
    }
    list
}

#[test]
fn words_and_keys_are_the_golden_ones() {
    assert_eq!(words() + &keys(), include_str!("../golden/records.txt"));
}

#[test]
fn the_page_about_records_names_every_word_and_key() {
    for record_type in RecordType::ALL {
        assert!(RECORDS_MD.contains(&format!("`{}`", record_type.word())), "{}", record_type.word());
        for spec in form::fields(*record_type) {
            let named =
                RECORDS_MD.contains(&format!("`{}`", spec.key)) || RECORDS_MD.contains(&format!("`{}/", spec.key));
            assert!(named, "{}", spec.key);
        }
    }
    for line in words().lines().filter(|line| !line.starts_with("type: ")) {
        let (_, list) = line.split_once(": ").unwrap();
        for word in list.split(' ') {
            assert!(RECORDS_MD.contains(&format!("`{word}`")), "{word}");
        }
    }
}

#[test]
fn a_command_writes_the_keys_that_the_page_describes() {
    let mut studio = Studio::new("2026-11-23");
    let record = RecordId([1; 16]);
    let draft = activity(record, "2026-11-23", person(2), &[person(3)]);
    let edits = studio.edits(person(2), &Command::Finish(draft)).unwrap();
    let written: Vec<String> = edits.iter().map(|edit| format!("{edit:?}")).collect();
    let text = written.join("\n");
    assert!(text.contains("0081040g2081040g2081040g20") || text.contains(&record.to_string()));
    let keys: Vec<Vec<&str>> =
        edits.iter().map(|edit| edit.fields.iter().map(|field| field.key.as_str()).collect()).collect();
    let attendance = format!("attendance/{}", person(3));
    assert_eq!(keys[0], ["type", "no", "kind", "topic", "start", "end", "place", "host", attendance.as_str()]);
    assert_eq!(keys[1], ["type", "record", "version"]);
    assert_eq!(edits[1].fields[1].value, Some(Scalar::from(record.to_string())));
}

#[test]
fn nonsense_in_any_field_reads_as_empty_and_never_fails() {
    let nonsense = [Scalar::Int(-7), Scalar::Bool(false), Scalar::Bytes(vec![0, 255]), Scalar::from("不是日期\u{0}")];
    for value in nonsense {
        let mut studio = Studio::new("2026-11-23");
        for (n, record_type) in RecordType::ALL.iter().enumerate() {
            for kind in [DocKind::Journal, DocKind::Roster, DocKind::Charter] {
                let keys = form::fields(*record_type).iter().flat_map(|spec| {
                    [
                        spec.key.to_owned(),
                        format!("{}/x", spec.key),
                        format!("{}/{}/y", spec.key, person(1)),
                        format!("{}/{}", spec.key, person(1)),
                    ]
                });
                let mut fields: Vec<_> = keys.map(|key| set(&key, value.clone())).collect();
                for key in
                    ["a", "b", "record", "version", "same", "withdrawn", "no", "unknown", "/", "tags/", "lessons///"]
                {
                    fields.push(set(key, value.clone()));
                }
                fields.push(set("type", record_type.word()));
                let mut id = [u8::try_from(n).unwrap(); 16];
                id[0] = kind as u8;
                studio.write(person(1), &Edit { kind, record: RecordId(id), fields });
            }
        }
        let model = studio.model();
        assert_eq!((model.activities().count(), model.mentoring().count(), model.outcomes().count()), (1, 1, 1));
        let kept = model.activities().next().unwrap();
        assert_eq!((kept.content.day, kept.content.host, kept.content.kind), (None, None, None));
        assert!(kept.fields.contains_key("unknown"), "unknown fields are kept");
    }
}

#[test]
fn a_record_in_a_document_where_it_does_not_belong_and_an_unknown_type_are_not_shown() {
    let mut studio = Studio::new("2026-11-23");
    for (n, word) in ["activity", "hologram"].iter().enumerate() {
        let record = RecordId([u8::try_from(n).unwrap() + 1; 16]);
        let kind = if *word == "activity" { DocKind::Roster } else { DocKind::Journal };
        studio.write(person(1), &Edit { kind, record, fields: vec![set("type", *word), set("topic", "x")] });
    }
    let model = studio.model();
    assert!(model.activities().next().is_none() && model.find(RecordId([2; 16])).is_none());
}

#[test]
fn a_fact_that_turns_to_another_record_or_to_nonsense_leaves_no_trace_of_what_it_said() {
    let mut studio = Studio::new("2026-11-23");
    let (a, b, fact) = (studio.fresh(), studio.fresh(), studio.fresh());
    let mut model = studio.model();
    for record in [a, b] {
        let draft = activity(record, "2026-11-23", person(2), &[person(3)]);
        studio.run_on(&mut model, person(2), &Command::Finish(draft)).unwrap();
    }
    for (about, deleted) in
        [(a.to_string(), (true, false)), (b.to_string(), (false, true)), ("?".into(), (false, false))]
    {
        let fields = vec![set("type", "deleted"), set("record", about)];
        studio.write(person(2), &Edit { kind: DocKind::Journal, record: fact, fields });
        let (record, meta) = &studio.records[&fact];
        model.put(record, meta);
        assert_eq!((model.activity(a).unwrap().deleted, model.activity(b).unwrap().deleted), deleted);
        assert!(model == studio.model(), "a model kept up to date equals one built anew");
    }
}
