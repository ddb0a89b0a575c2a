//! People in the recycle bin: who they are, and 找回.

use dioxus::prelude::*;
use studio_core::command::Command;
use studio_core::id::RecordId;
use studio_core::view::PersonChip;
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::route::Route;
use crate::words;

/// One row each, with the way back beside it.
#[component]
pub(crate) fn DeletedPeople(people: Vec<PersonChip>) -> Element {
    rsx! {
        div { "data-testid": "deleted-people",
            Section { title: t("bin-people"), note: t_with("people-count", &[("count", &people.len().to_string())]) }
            List {
                for person in people {
                    DeletedPerson { key: "{person.person}", person }
                }
            }
            p { class: "cap faint as-of", {t("bin-how-long")} }
        }
    }
}

#[component]
fn DeletedPerson(person: PersonChip) -> Element {
    let desk = use_desk();
    let record = RecordId(person.person.0);
    let undo = vec![studio_engine::messages::Request::Do(Command::Delete { record })];
    let href = Route::Person { id: person.person.to_string() }.to_string();
    rsx! {
        ListItem { title: person.name.clone(), name: true, note: words::school_of(&person), glyph: Glyph::Trash2, href }
        div { class: "item-act",
            Button { label: t("record-undelete"), compact: true, glyph: Glyph::Undo2, testid: "undelete-{person.name}",
                onclick: move |_| desk.act(Command::Undelete { record }, "record-back-said", undo.clone()) }
        }
    }
}
