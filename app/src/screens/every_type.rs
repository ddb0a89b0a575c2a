//! Every record type on every screen of the phone: what a form was filled with is said in the same words wherever the
//! record is shown, without an id and without a word of the machine.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::command::{Actor, Command};
use studio_core::guide::Guide;
use studio_core::id::{DeviceId, PersonId, RecordId};
use studio_core::read::{Conflict, Member, ReadModel, StudioFacts};
use studio_core::record_type::RecordType;
use studio_core::testing::{born, filled};
use studio_core::time::Millis;
use studio_core::tolerant::Fields;
use studio_core::view::{self, Older, Prefill, RecordQuery, Revised, Scene, Telling};
use studio_engine::messages::{AsideField, AsideRow, RecordPage};
use studio_ui::components::Fact;
use studio_ui::read::{facts, facts_below_title, name, revised, value};

use super::asides::Rows;
use super::record::paper::PaperView;
use super::record::view::RecordView;
use super::tests::picture_of;
use crate::form::FormText;
use crate::words;

const ME: PersonId = PersonId([1; 16]);
const DEVICE: DeviceId = DeviceId([3; 16]);
const RECORD: RecordId = RecordId([5; 16]);
const HENAN: &str = include_str!("../../../assets/guides/henan-2024-batch-3.toml");

fn people() -> [(PersonId, &'static str); 4] {
    [(ME, "周慧敏"), (PersonId([2; 16]), "王丽"), (PersonId([4; 16]), "刘洋"), (PersonId([6; 16]), "陈明")]
}

fn now() -> Millis {
    Millis::from_local("2026-03-20T12:00:00".parse().expect("a moment"))
}

fn studio() -> ReadModel {
    let since = "2025-01-01".parse().expect("a day");
    let members = vec![Member { person: ME, role: Role::Chief, since, until: None }];
    let names = people().map(|(id, name)| (id, name.to_owned())).into();
    ReadModel::of_studio(StudioFacts { members, names, ..StudioFacts::default() })
}

/// The studio after a form of this type was filled, finished and written, and how the form went out.
fn written(of: RecordType) -> (ReadModel, studio_core::edit::Edit) {
    let mut model = studio();
    let fields = filled(of, &people().map(|(id, _)| id));
    let prefill = Prefill {
        fields,
        suggested: Vec::new(),
        places: Vec::new(),
        people: Vec::new(),
        class_hour: guide().class_hour,
        lesson: guide().lesson,
        own: guide().own(),
    };
    let form = FormText::fresh(of, &prefill);
    assert_eq!(form.problems(), Vec::new(), "{}", of.word());
    let actor = Actor { model: &model, person: ME, device: DEVICE, now: now() };
    let mut ids = (10..).map(|n: u8| [n; 16]);
    let edits = Command::Finish(form.draft(RECORD)).edits(&actor, &mut ids).expect("nothing is missing");
    for edit in &edits {
        let (record, meta) = born(edit, ME, DEVICE);
        model.put(&record, &meta);
    }
    (model, edits[0].clone())
}

fn guide() -> Guide {
    Guide::parse(HENAN).expect("a guide")
}

fn telling(model: &ReadModel) -> Telling {
    view::telling(model, Some(&guide()), people().map(|(id, _)| id))
}

fn looked_at<T>(model: &ReadModel, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let guide = guide();
    let (freshness, deliveries) = (BTreeMap::new(), BTreeMap::new());
    look(&Scene { model, guide: &guide, me: ME, now: now(), freshness: &freshness, deliveries: &deliveries })
}

fn page(model: &ReadModel, conflicts: Vec<Conflict>) -> RecordPage {
    let mut detail = looked_at(model, |scene| view::record_detail(scene, RECORD)).expect("a record of one's own");
    detail.conflicts = conflicts;
    RecordPage {
        detail,
        writers: BTreeMap::new(),
        values_at: BTreeMap::new(),
        written: None,
        changed: 0,
        pieces: BTreeMap::new(),
    }
}

fn printed(page: &RecordPage, sheet: &str) -> String {
    let shown = (page.detail.clone(), sheet.to_owned());
    picture_of("every-paper", shown, |(detail, sheet)| rsx! { PaperView { detail, sheet, now: now() } })
}

fn drawn(page: RecordPage) -> String {
    picture_of("every-type", page, |page: RecordPage| rsx! { RecordView { page, now: now() } })
}

/// As HTML says it.
fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;")
}

fn says(html: &str, facts: &[Fact], of: RecordType) {
    for fact in facts {
        let good = html.contains(&escaped(&fact.value)) && html.contains(&escaped(&fact.label));
        assert!(good, "{}: {} = {} not in {html}", of.word(), fact.label, fact.value);
    }
}

/// No Latin letter and no id in what is said.
fn plain(facts: &[Fact], of: RecordType) {
    for fact in facts {
        let latin = [&fact.label, &fact.value].into_iter().any(|text| text.contains(|c: char| c.is_ascii_alphabetic()));
        assert!(!latin && !fact.value.is_empty(), "{}: {} = {}", of.word(), fact.label, fact.value);
    }
}

#[test]
fn a_finished_record_of_every_type_is_said_alike_on_its_page_in_the_list_and_when_it_is_set_aside() {
    for of in RecordType::work() {
        let (model, edit) = written(of);
        let kept = model.get(of, RECORD).expect("kept");
        let all = facts(of, &kept.fields, &telling(&model));
        plain(&all, of);
        let spoken: usize =
            of.says().fields.iter().filter(|spec| !value(of, spec, &kept.fields, &telling(&model)).is_empty()).count();
        assert_eq!(spoken, of.says().fields.len(), "{}: a field says nothing", of.word());

        says(&drawn(page(&model, Vec::new())), &facts_below_title(of, &kept.fields, &telling(&model)), of);

        for sheet in of.says().sheets {
            let paper = printed(&page(&model, Vec::new()), sheet);
            let there = all.iter().filter(|fact| paper.contains(&escaped(&fact.value))).count();
            // a form of its own says some fields otherwise and not all of them; a list for signing has the names
            let asked = match (of.says().sheets.len(), *sheet) {
                (1, _) => all.len(),
                (_, "signin") => 2,
                _ => all.len() / 3,
            };
            assert!(there >= asked, "{} {sheet}: {there} of {asked} fields", of.word());
        }

        let list = looked_at(&model, |scene| view::record_list(scene, &RecordQuery::default()));
        let row = &list.groups[0].rows[0];
        let line = words::record_line(row, now());
        assert!(!row.title.is_empty() && line.title.contains(&row.title), "{}: {line:?}", of.word());
        assert!(!line.note.unwrap_or_default().contains(|c: char| c.is_ascii_alphabetic()), "{}", of.word());
        assert!(list.counts.contains(&(of, 1)), "{}", of.word());

        let fields = edit.fields.iter().filter(|field| field.key != "type" && field.key != "no");
        let fields = fields
            .map(|field| AsideField { key: field.key.clone(), meant: field.value.clone(), stands: None })
            .collect();
        let aside = AsideRow {
            place: 1,
            at: now(),
            reason_key: "refusal-role".into(),
            record: RECORD,
            record_type: Some(of),
            title: row.title.clone(),
            fields,
            telling: telling(&model),
        };
        let html = picture_of("every-aside", aside, |row: AsideRow| rsx! { Rows { rows: vec![row], now: now() } });
        for spec in of.says().fields {
            assert!(
                html.contains(&escaped(&value(of, spec, &kept.fields, &telling(&model)))),
                "{} {}: {html}",
                of.word(),
                spec.key
            );
        }
    }
}

#[test]
fn what_was_changed_of_any_field_is_said_in_the_pages_own_words() {
    for of in RecordType::work() {
        let (model, _) = written(of);
        let fields = &model.get(of, RECORD).expect("kept").fields;
        for spec in of.says().fields {
            let own = fields.iter().filter(|(key, _)| key.split('/').next() == Some(spec.key));
            let full: Fields = own.map(|(key, value)| (key.clone(), value.clone())).collect();
            assert!(!full.is_empty(), "{} {}: not filled", of.word(), spec.key);
            for (was, now) in [(full.clone(), Fields::new()), (Fields::new(), full)] {
                let was = vec![Older { fields: was, back: Vec::new() }];
                let words = revised(of, &Revised { field: spec.key.to_owned(), was, now }, &telling(&model));
                let facts: Vec<Fact> = words.lines.iter().map(|line| Fact::new(words.label.clone(), line)).collect();
                plain(&facts, of);
                assert!(!facts.is_empty(), "{} {}", of.word(), spec.key);
            }
        }
    }
}

#[test]
fn two_values_of_any_field_are_said_in_the_pages_own_words() {
    for of in RecordType::work() {
        let (model, edit) = written(of);
        for field in edit.fields.iter().filter(|field| field.key != "type" && field.key != "no") {
            let Some(stands) = field.value.clone() else { continue };
            let said = studio_ui::read::one(of, &field.key, &stands, &telling(&model));
            assert!(
                !said.is_empty() && !said.contains(|c: char| c.is_ascii_alphabetic()),
                "{} {}: {said}",
                of.word(),
                field.key
            );
            let conflict =
                Conflict { key: field.key.clone(), values: vec![(DEVICE, stands.clone()), (DEVICE, stands)] };
            let html = drawn(page(&model, vec![conflict]));
            assert!(html.contains(&escaped(&said)), "{} {}: {said}", of.word(), field.key);
        }
    }
    assert_eq!(name(ME, &studio()), "周慧敏");
}
