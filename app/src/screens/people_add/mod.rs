//! Adding to the roster: one person, or a pasted list that is looked at before anybody is added.

pub(crate) mod preview;

use dioxus::prelude::*;
use studio_core::command::{Command, Preview};
use studio_core::view::PersonChip;
use studio_engine::messages::Notice;
use studio_ui::phone::Screen;
use studio_ui::prelude::{AppBar, Banner, Button, ButtonKind, Field, Glyph, TextArea, Tone, t, t_with};

use crate::add_person::AddPerson;
use crate::desk::{Desk, use_desk};
use crate::route::Route;
use crate::words;
use preview::PreviewView;

/// One person.
#[component]
pub fn PeopleAdd() -> Element {
    let desk = use_desk();
    let mut round = use_signal(|| 0_u32);
    let added = move |person: PersonChip| {
        desk.say(t_with("people-added-one", &[("name", &person.name)]), Vec::new());
        round += 1;
    };
    rsx! {
        Screen { bar: rsx! { AppBar { title: t("team-add-one"), back: Route::Team {}.to_string() } },
            AddPerson { key: "{round}", name: "", onadded: added }
            p { class: "cap faint as-of", {t("people-no-phone")} }
        }
    }
}

/// A list, as copied from a chat, a table or a document.
#[component]
pub fn PeoplePaste() -> Element {
    let desk = use_desk();
    let mut pasted = use_hook(|| CopyValue::new(String::new()));
    let mut preview = use_signal(|| None::<Preview>);
    let failed = use_signal(|| None::<Notice>);
    let look = move |_| {
        spawn(read(desk, pasted.cloned(), preview, failed));
    };
    rsx! {
        Screen { bar: rsx! { AppBar { title: t("team-paste"), back: Route::Team {}.to_string() } },
            div { class: "stack",
                Field { field: "paste-text", label: t("paste-label"), hint: t("paste-hint"),
                    TextArea { id: "paste-text", testid: "paste-text", rows: 8, hint: true,
                        oninput: move |text: String| { pasted.set(text); if preview.peek().is_some() { preview.set(None); } } }
                }
                if let Some(notice) = failed() {
                    Banner { text: words::sentence(&notice), tone: Tone::Bad }
                }
                if let Some(found) = preview() {
                    PreviewView { preview: found.clone() }
                    Confirm { preview: found, failed }
                } else {
                    Button { label: t("paste-look"), kind: ButtonKind::Main, glyph: Glyph::Eye, testid: "paste-look", onclick: look }
                }
            }
        }
    }
}

async fn read(desk: Desk, text: String, mut preview: Signal<Option<Preview>>, mut failed: Signal<Option<Notice>>) {
    match desk.engine().people(text).await {
        Ok(found) => {
            failed.set(None);
            preview.set(Some(*found));
        }
        Err(notice) => failed.set(Some(notice)),
    }
}

/// Adds those who are new.
#[component]
fn Confirm(preview: Preview, failed: Signal<Option<Notice>>) -> Element {
    let desk = use_desk();
    let mut failed = failed;
    let people = preview.new_people();
    let count = people.len();
    let add = move |_| {
        let people = people.clone();
        spawn(async move {
            match desk.engine().command(Command::AddPeople(people)).await {
                Ok(_) => {
                    desk.say(t_with("people-added", &[("count", &count.to_string())]), Vec::new());
                    navigator().replace(Route::Team {});
                }
                Err(notice) => failed.set(Some(notice)),
            }
        });
    };
    rsx! {
        Button {
            label: t_with("paste-confirm", &[("count", &count.to_string())]), kind: ButtonKind::Main, glyph: Glyph::UserRoundPlus,
            disabled: count == 0, testid: "paste-confirm", onclick: add,
        }
    }
}
