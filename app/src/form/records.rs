//! Another record that a field points at: one of the newest of its type, to tap.

use dioxus::prelude::*;
use studio_core::form::FieldSpec;
use studio_core::record_type::RecordType;
use studio_core::view::{RecordQuery, RecordRow};
use studio_ui::prelude::*;

use super::Book;
use super::controls::{Around, around};
use crate::desk::{Answer, use_answer};
use crate::{platform, words};

/// Records shown to tap.
const SHOWN: usize = 12;

/// The records, the chosen one marked; a tap on it takes the choice back.
#[component]
pub(super) fn OneRecord(book: Book, spec: &'static FieldSpec, of: RecordType) -> Element {
    let query = RecordQuery { record_type: Some(of), ..RecordQuery::default() };
    let list = use_answer(query, &[], |engine, query| async move { engine.records(query).await });
    let chosen = book.read(|text| text.text(spec.key));
    let Around { label, optional, hint, error } = around(book, spec);
    let rows: Vec<RecordRow> = match list {
        Answer::Here(list) => list.groups.into_iter().flat_map(|group| group.rows).collect(),
        _ => Vec::new(),
    };
    let near = rows.iter().enumerate().filter(|(at, row)| *at < SHOWN || row.record.to_string() == chosen);
    let chips: Vec<Chip> = near.map(|(_, row)| chip(row, &chosen)).collect();
    let picked = move |id: String| {
        book.choose(|text| {
            let same = text.text(spec.key) == id;
            text.put_text(spec.key, if same { "" } else { &id });
        })
    };
    rsx! {
        Field { field: spec.key, label: label.clone(), optional, hint, error, group: true,
            Chips { name: spec.key, label, chips, onpick: picked }
        }
    }
}

fn chip(row: &RecordRow, chosen: &str) -> Chip {
    let day = row.day.map(|day| words::day(day, platform::now()));
    let title = words::title(row.record_type, &row.title);
    let id = row.record.to_string();
    let label = [Some(title), day].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Chip { on: id == chosen, value: id, label, glyph: None }
}
