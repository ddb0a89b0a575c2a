//! Inviting a teacher to record: who, as what; then the link, the code, and how they come in.

use dioxus::prelude::*;
use fast_qr::QRBuilder;
use studio_core::access::{Action, Role, may};
use studio_core::id::PersonId;
use studio_core::record_type::RecordType;
use studio_core::time::day_long;
use studio_core::view::PersonChip;
use studio_engine::messages::{Changed, Invite as Made, Notice, StudioHere};
use studio_ui::bureau::{Qr, QrModules};
use studio_ui::phone::{CodeBoxes, Screen};
use studio_ui::prelude::{AppBar, Banner, Button, ButtonKind, Card, Chip, Chips, Field, Glyph, PersonGrid, t, t_with};

use crate::add_person::AddPerson;
use crate::desk::{Answer, use_answer, use_desk};
use crate::find::finds;
use crate::route::Route;
use crate::search_box::SearchBox;
use crate::shell::{Send, drawn};
use crate::words;

/// Names shown at once.
const SHOWN: usize = 30;
/// Roles that a chief gives.
const ROLES: [(Role, &str); 2] = [(Role::Backbone, "backbone"), (Role::Assistant, "assistant")];

/// A fresh code with the one whom it is for, as they will be told.
#[derive(Clone, PartialEq)]
pub(crate) struct Given {
    /// Code and link.
    pub(crate) made: Made,
    /// 姓名
    pub(crate) name: String,
    /// As what.
    pub(crate) role: Role,
    /// They are in the studio already: it is for their new phone.
    pub(crate) again: bool,
}

/// The invite.
#[component]
pub fn Invite() -> Element {
    let made = use_signal(|| None::<Given>);
    rsx! {
        div { "data-testid": "invite",
            Screen { bar: rsx! { AppBar { title: t("team-invite"), back: Route::Team {}.to_string() } },
                if let Some(given) = made() {
                    MadeView { given }
                } else {
                    Choose { made }
                }
            }
        }
    }
}

/// A code for the new phone of somebody who is in the studio: they stay the same person.
#[component]
pub fn InviteAgain(person: String) -> Element {
    let made = use_signal(|| None::<Given>);
    let page = use_answer(person.parse::<PersonId>().ok(), &[Changed::Team], |engine, person| async move {
        match person {
            Some(person) => engine.person(person).await,
            None => Ok(None),
        }
    });
    let back = Route::Person { id: person.clone() }.to_string();
    rsx! {
        div { "data-testid": "invite",
            Screen { bar: rsx! { AppBar { title: t("invite-again"), back } },
                if let Some(given) = made() {
                    MadeView { given }
                } else {
                    {drawn(page, |page| match page.and_then(|page| Some((page.role?, *page))) {
                        Some((role, page)) => rsx! { Again { person: page.person, name: page.content.name, role, made } },
                        None => rsx! { p { class: "small mute opening", {t("person-gone")} } },
                    })}
                }
            }
        }
    }
}

/// What such a code does, before it is made.
#[component]
fn Again(person: PersonId, name: String, role: Role, made: Signal<Option<Given>>) -> Element {
    let words = t_with("invite-again-text", &[("name", &name), ("role", &studio_ui::read::role(Some(role)))]);
    rsx! {
        div { class: "stack-wide",
            Card { p { class: "small", "{words}" } }
            Go { chosen: Some(person), name, role, again: true, made }
        }
    }
}

/// The door to it, for whoever may invite this member.
#[component]
pub(crate) fn NewPhone(person: PersonId, role: Option<Role>) -> Element {
    let mine = (use_desk().standing)().and_then(|standing| standing.open).and_then(|here| here.role);
    let invites = mine.zip(role).is_some_and(|(mine, role)| may(mine, Action::Invite(role)));
    rsx! {
        if invites {
            Button {
                label: t("invite-again"), glyph: Glyph::Smartphone, wide: true, testid: "invite-again",
                href: Route::InviteAgain { person: person.to_string() }.to_string(),
            }
        }
    }
}

/// Who, and as what.
#[component]
fn Choose(made: Signal<Option<Given>>) -> Element {
    let people = use_answer((), &[Changed::Team], |engine, ()| async move {
        engine.start(RecordType::Activity).await.map(|start| start.prefill.people)
    });
    let mut chosen = use_signal(|| None::<PersonId>);
    let known = if let Answer::Here(people) = &people { people.clone() } else { Vec::new() };
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
    let mut fresh = use_signal(|| None::<PersonChip>);
    let added = move |person: PersonChip| {
        adding.set(false);
        chosen.set(Some(person.person));
        fresh.set(Some(person));
    };
    let name = known.iter().chain(fresh().iter()).find(|one| chosen() == Some(one.person)).map(|one| one.name.clone());
    rsx! {
        div { class: "stack-wide",
            Field { field: "role", label: t("invite-as"), group: true, Chips { name: "role", label: t("invite-as"), chips: roles, onpick: picked } }
            {drawn(people, |people| rsx! { Who { people, chosen } })}
            if adding() {
                Card { AddPerson { name: "", onadded: added } }
            } else {
                Button { label: t("people-new"), glyph: Glyph::UserRoundPlus, compact: true, testid: "person-new", onclick: move |_| adding.set(true) }
            }
            Go { chosen: chosen(), name: name.unwrap_or_default(), role: role(), again: false, made }
        }
    }
}

/// Those without a role, by tapping. Whoever has one and looks for a new phone finds the way to it.
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
            away: String::new(),
        })
        .collect();
    rsx! {
        Field { field: "person", label: t("invite-who"), hint: t("invite-again-where"), group: true,
            SearchBox { testid: "people-search", label: t("people-search"), onlook: move |text: String| looked.set(text) }
            PersonGrid { name: "person", label: t("invite-who"), people: chips, single: true,
                onpick: move |id: String| chosen.set(id.parse().ok()) }
        }
    }
}

#[component]
fn Go(chosen: Option<PersonId>, name: String, role: Role, again: bool, made: Signal<Option<Given>>) -> Element {
    let desk = use_desk();
    let mut made = made;
    let mut failed = use_signal(|| None::<Notice>);
    let mut asking = use_signal(|| false);
    let go = move |_| {
        let Some(person) = chosen else { return };
        let name = name.clone();
        asking.set(true);
        spawn(async move {
            match desk.engine().invite(person, role).await {
                Ok(invite) => made.set(Some(Given { made: invite, name, role, again })),
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

/// For whom, as what; the link, the code, and until when.
#[component]
pub(crate) fn MadeView(given: Given) -> Element {
    let Given { made, name, role, again } = given;
    let role = studio_ui::read::role(Some(role));
    let for_whom = t_with(if again { "invite-for-again" } else { "invite-for" }, &[("name", &name), ("role", &role)]);
    let text = invite_text(&made, &name, &role, (use_desk().standing)().and_then(|standing| standing.open).as_ref());
    rsx! {
        Card {
            div { class: "stack",
                b { "data-testid": "invite-for", "{for_whom}" }
                b { class: "small", {t("invite-code")} }
                div { "data-testid": "invite-code", "data-code": "{made.code}", CodeBoxes { code: made.code.clone() } }
                if let Some(modules) = modules(&made.link) {
                    div { class: "centre", Qr { modules, label: t("invite-qr") } }
                }
                p { class: "small mute", "data-testid": "invite-link", "{made.link}" }
                Send { text, share: t("invite-share"), copy: t("invite-copy-link"), testid: "invite" }
                p { class: "cap faint", {t_with("invite-until", &[("day", &day_long(made.expires_at.day()))])} }
                p { class: "cap faint", {t("invite-how")} }
            }
        }
    }
}

/// What is sent: who invites whom, to which studio, as what, until when. Who reads it in a chat knows no more than it says.
fn invite_text(made: &Made, name: &str, role: &str, here: Option<&StudioHere>) -> String {
    let day = day_long(made.expires_at.day());
    let of = here.filter(|here| !here.name.is_empty() && !here.person_name.is_empty());
    let (key, studio, by) = match of {
        Some(here) => ("invite-text", here.name.as_str(), here.person_name.as_str()),
        None => ("invite-text-bare", "", ""),
    };
    let said = [("link", made.link.as_str()), ("code", &made.code), ("name", name), ("role", role)];
    t_with(key, &[said.as_slice(), &[("studio", studio), ("by", by), ("day", &day)]].concat())
}

/// The link as a QR code; a link too long for one has none.
fn modules(link: &str) -> Option<QrModules> {
    let code = QRBuilder::new(link).build().ok()?;
    let side = code.size;
    let dark = code.data.iter().take(side * side).map(|module| module.value()).collect();
    Some(QrModules { side, dark })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn an_invite_in_a_chat_says_from_whom_to_which_studio_and_until_when() {
        let (code, link) = ("7KQM2XW9".to_owned(), "https://lx.example.cn/j#7KQM2XW9".to_owned());
        let made = Made { code, link, expires_at: sample::now() };
        let here = sample::standing(false).open.expect("a studio");
        let here = StudioHere { name: "赵桥乡语文工作室".into(), person_name: "周慧敏".into(), ..here };
        let said = invite_text(&made, "王丽", "骨干教师", Some(&here));
        for words in ["王丽老师", "周慧敏邀请你", "赵桥乡语文工作室", "骨干教师", "2026年11月24日", "邀请码 7KQM2XW9"]
        {
            assert!(said.contains(words), "{words} not in {said}");
        }
        let bare = invite_text(&made, "王丽", "骨干教师", Some(&StudioHere { person_name: String::new(), ..here }));
        assert!(bare.contains("2026年11月24日") && !bare.contains("，邀请你加入“”"), "{bare}");
    }
}
