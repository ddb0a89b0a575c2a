//! Inviting a teacher to record: who, as what; then the link, the code, and how they come in.

use dioxus::prelude::*;
use fast_qr::QRBuilder;
use studio_core::access::Role;
use studio_core::id::PersonId;
use studio_core::record_type::RecordType;
use studio_core::time::day_long;
use studio_core::view::PersonChip;
use studio_engine::messages::{Changed, Invite as Made, Notice};
use studio_ui::bureau::{Qr, QrModules};
use studio_ui::phone::{CodeBoxes, Screen};
use studio_ui::prelude::{
    AppBar, Banner, Button, ButtonKind, Card, Chip, Chips, Field, Glyph, PersonGrid, Tone, t, t_with,
};

use crate::add_person::AddPerson;
use crate::desk::{use_answer, use_desk};
use crate::find::finds;
use crate::platform;
use crate::route::Route;
use crate::search_box::SearchBox;
use crate::shell::drawn;
use crate::words;

/// Names shown at once.
const SHOWN: usize = 30;
/// Roles that a chief gives.
const ROLES: [(Role, &str); 2] = [(Role::Backbone, "backbone"), (Role::Assistant, "assistant")];

/// The invite.
#[component]
pub fn Invite() -> Element {
    let made = use_signal(|| None::<Made>);
    rsx! {
        div { "data-testid": "invite",
            Screen { bar: rsx! { AppBar { title: t("team-invite"), back: Route::Team {}.to_string() } },
                if let Some(made) = made() {
                    MadeView { made }
                } else {
                    Choose { made }
                }
            }
        }
    }
}

/// Who, and as what.
#[component]
fn Choose(made: Signal<Option<Made>>) -> Element {
    let people = use_answer((), &[Changed::Team], |engine, ()| async move {
        engine.start(RecordType::Activity).await.map(|start| start.prefill.people)
    });
    let mut chosen = use_signal(|| None::<PersonId>);
    let mut role = use_signal(|| Role::Backbone);
    let mut adding = use_signal(|| false);
    let roles: Vec<Chip> = ROLES
        .iter()
        .map(|(one, word)| Chip {
            value: (*word).to_owned(),
            label: studio_ui::read::role(Some(*one)),
            on: role() == *one,
            glyph: None,
        })
        .collect();
    let picked = move |word: String| {
        if let Some((one, _)) = ROLES.iter().find(|(_, known)| *known == word) {
            role.set(*one);
        }
    };
    let added = move |person: PersonChip| {
        adding.set(false);
        chosen.set(Some(person.person));
    };
    rsx! {
        div { class: "stack-wide",
            Field { field: "role", label: t("invite-as"), group: true, Chips { name: "role", label: t("invite-as"), chips: roles, onpick: picked } }
            {drawn(people, |people| rsx! { Who { people, chosen } })}
            if adding() {
                Card { AddPerson { name: "", onadded: added } }
            } else {
                Button { label: t("people-new"), glyph: Glyph::UserRoundPlus, compact: true, testid: "person-new", onclick: move |_| adding.set(true) }
            }
            Go { chosen: chosen(), role: role(), made }
        }
    }
}

/// Those without a role, by tapping.
#[component]
fn Who(people: Vec<PersonChip>, chosen: Signal<Option<PersonId>>) -> Element {
    let mut chosen = chosen;
    let mut looked = use_signal(String::new);
    let now = chosen();
    let free = people.iter().filter(|person| person.role.is_none());
    let found = free.filter(|person| finds(person, &looked()) || now == Some(person.person)).take(SHOWN);
    let chips: Vec<_> = found
        .map(|person| studio_ui::components::PersonChip {
            id: person.person.to_string(),
            name: person.name.clone(),
            note: words::apart(person),
            on: now == Some(person.person),
        })
        .collect();
    rsx! {
        Field { field: "person", label: t("invite-who"), group: true,
            SearchBox { testid: "people-search", label: t("people-search"), onlook: move |text: String| looked.set(text) }
            PersonGrid { name: "person", label: t("invite-who"), people: chips, single: true,
                onpick: move |id: String| chosen.set(id.parse().ok()) }
        }
    }
}

#[component]
fn Go(chosen: Option<PersonId>, role: Role, made: Signal<Option<Made>>) -> Element {
    let desk = use_desk();
    let mut made = made;
    let mut failed = use_signal(|| None::<Notice>);
    let mut asking = use_signal(|| false);
    let go = move |_| {
        let Some(person) = chosen else { return };
        asking.set(true);
        spawn(async move {
            match desk.engine().invite(person, role).await {
                Ok(invite) => made.set(Some(invite)),
                Err(notice) => failed.set(Some(notice)),
            }
            asking.set(false);
        });
    };
    rsx! {
        if let Some(notice) = failed() {
            Banner { text: words::sentence(&notice), tone: words::severity(notice.severity) }
        }
        p { class: "cap faint", {t("invite-online")} }
        Button {
            label: t("invite-go"), kind: ButtonKind::Main, wide: true, glyph: Glyph::MailOpen, disabled: chosen.is_none() || asking(),
            testid: "invite-go", onclick: go,
        }
    }
}

/// The link, the code, and until when.
#[component]
pub(crate) fn MadeView(made: Made) -> Element {
    let mut copied = use_signal(|| None::<bool>);
    let text = t_with("invite-text", &[("link", &made.link), ("code", &made.code)]);
    let copy = move |_| {
        let text = text.clone();
        spawn(async move { copied.set(Some(platform::copy(&text).await)) });
    };
    let until = day_long(made.expires_at.day());
    let label = match copied() {
        Some(true) => t("copied"),
        _ => t("invite-copy-link"),
    };
    rsx! {
        Card {
            div { class: "stack",
                b { {t("invite-code")} }
                div { "data-testid": "invite-code", "data-code": "{made.code}", CodeBoxes { code: made.code.clone() } }
                if let Some(modules) = modules(&made.link) {
                    div { class: "centre", Qr { modules, label: t("invite-qr") } }
                }
                p { class: "small mute", "data-testid": "invite-link", "{made.link}" }
                Button { label, kind: ButtonKind::Main, wide: true, glyph: Glyph::Copy, testid: "invite-copy", onclick: copy }
                if copied() == Some(false) {
                    Banner { text: t("copy-failed"), tone: Tone::Warn, glyph: Glyph::Info }
                }
                p { class: "cap faint", {t_with("invite-until", &[("day", &until)])} }
                p { class: "cap faint", {t("invite-how")} }
            }
        }
    }
}

/// The link as a QR code; a link too long for one has none.
fn modules(link: &str) -> Option<QrModules> {
    let code = QRBuilder::new(link).build().ok()?;
    let side = code.size;
    let dark = code.data.iter().take(side * side).map(|module| module.value()).collect();
    Some(QrModules { side, dark })
}
