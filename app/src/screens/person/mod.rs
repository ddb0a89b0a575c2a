//! 成长档案 of one person: who they are, what the records say of them, what waits for them to answer.

mod archive;
pub(crate) mod sheet;

use dioxus::prelude::*;
use studio_core::command::{Answer, Command};
use studio_core::id::{PersonId, RecordId};
use studio_core::time::Millis;
use studio_core::view::{PersonChip, PersonPage, PersonPair};
use studio_engine::messages::{Changed, Request};
use studio_ui::phone::{ProfileCard, Screen};
use studio_ui::prelude::*;

use crate::desk::{use_answer, use_desk};
use crate::platform;
use crate::route::Route;
use crate::screens::form::HalfDone;
use crate::screens::invite::NewPhone;
use crate::screens::team::same::SameOne;
use crate::shell::drawn_whole;
use crate::words;

/// What changes a person's page.
const KINDS: &[Changed] = &[Changed::Team, Changed::Records, Changed::Deliveries];

/// A person's page.
#[component]
pub fn Person(id: String) -> Element {
    let page = use_answer(id.parse::<PersonId>().ok(), KINDS, |engine, person| async move {
        match person {
            Some(person) => engine.person(person).await,
            None => Ok(None),
        }
    });
    rsx! {
        div { "data-testid": "person",
            Screen { bar: rsx! { AppBar { title: t("person-title"), back: Route::Team {}.to_string() } },
                {drawn_whole(page, |page| match page {
                    Some(page) => rsx! {
                        HalfDone { record: RecordId(page.person.0) }
                        PersonView { page: *page, now: platform::now() }
                    },
                    None => rsx! { p { class: "small mute opening", {t("person-gone")} } },
                })}
            }
        }
    }
}

/// The page as a picture of plain data.
#[component]
pub(crate) fn PersonView(page: PersonPage, now: Millis) -> Element {
    let note = [studio_ui::read::role(page.role), page.content.school.clone(), page.content.subject.clone()];
    let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    rsx! {
        div { class: "stack",
            ProfileCard { name: page.content.name.clone(), note }
            if page.deleted {
                Banner { text: t("record-in-bin"), tone: Tone::Warn, glyph: Glyph::Trash2 }
            }
            archive::Awaiting { rows: page.awaiting.clone(), now }
            archive::Numbers { archive: page.archive.clone(), township: page.content.township.clone() }
            for other in page.maybe_same.clone() {
                SameOne { key: "{other.person}", pair: PersonPair { a: chip(&page), b: other }, may_answer: page.may_answer }
            }
            Joined { page: page.clone() }
            ToldApart { page: page.clone() }
            NewPhone { person: page.person, role: page.role }
            Acts { page: page.clone() }
        }
        archive::Story { archive: page.archive.clone(), now }
    }
}

/// The one whose page it is, beside others.
fn chip(page: &PersonPage) -> PersonChip {
    let content = &page.content;
    PersonChip {
        person: page.person,
        also: Vec::new(),
        name: content.name.clone(),
        apart: None,
        initials: content.initials.clone(),
        spelled: String::new(),
        school: content.school.clone(),
        township: content.township.clone(),
        subject: content.subject.clone(),
        role: page.role,
    }
}

/// Under which other entries of the roster the same person stands, each with the way apart.
#[component]
fn Joined(page: PersonPage) -> Element {
    let desk = use_desk();
    let person = page.person;
    if page.joined.is_empty() {
        return rsx! {};
    }
    let part = move |other: PersonId| {
        let again = Command::SamePerson { a: person, b: other, answer: Answer::Same };
        let apart = Command::SamePerson { a: person, b: other, answer: Answer::Different };
        desk.act(apart, "same-parted-said", vec![Request::Do(again)]);
    };
    rsx! {
        Card {
            p { class: "small", {t("same-joined-people")} }
            for other in page.joined.clone() {
                div { key: "{other.person}", class: "row between", "data-testid": "joined-person",
                    span { class: "small", {t_with("same-person-told", &[("name", &other.name), ("place", &words::school_of(&other))])} }
                    if page.may_answer {
                        Button { label: t("same-part"), compact: true, kind: ButtonKind::Quiet, testid: "part", onclick: move |_| part(other.person) }
                    }
                }
            }
            if !page.may_answer {
                p { class: "cap mute", {t("same-part-for-chief")} }
            }
        }
    }
}

/// Who was said to be somebody else, each with the way back.
#[component]
fn ToldApart(page: PersonPage) -> Element {
    let desk = use_desk();
    let person = page.person;
    if page.told_apart.is_empty() {
        return rsx! {};
    }
    let join = move |other: PersonId| {
        let [same, apart] =
            [Answer::Same, Answer::Different].map(|answer| Command::SamePerson { a: person, b: other, answer });
        desk.act(same, "same-said-one", vec![Request::Do(apart)]);
    };
    rsx! {
        Card {
            p { class: "small", {t("same-apart-people")} }
            for other in page.told_apart.clone() {
                div { key: "{other.person}", class: "row between", "data-testid": "apart-person",
                    span { class: "small", {t_with("same-person-told", &[("name", &other.name), ("place", &words::school_of(&other))])} }
                    if page.may_answer {
                        Button { label: t("same-after-all-person"), compact: true, kind: ButtonKind::Quiet, testid: "join", onclick: move |_| join(other.person) }
                    }
                }
            }
        }
    }
}

/// Put right, or into the recycle bin: only people without a role.
#[component]
fn Acts(page: PersonPage) -> Element {
    let desk = use_desk();
    let record = RecordId(page.person.0);
    let undo = vec![Request::Do(Command::Undelete { record })];
    rsx! {
        Button { label: t("person-edit"), wide: true, glyph: Glyph::FilePenLine, testid: "edit", href: Route::Form { id: record.to_string() }.to_string() }
        if page.deleted {
            Button { label: t("record-undelete"), wide: true, glyph: Glyph::Undo2, testid: "undelete",
                onclick: move |_| desk.act(Command::Undelete { record }, "record-back-said", Vec::new()) }
        } else if page.role.is_none() {
            Button { label: t("person-delete"), kind: ButtonKind::Quiet, wide: true, glyph: Glyph::Trash2, testid: "delete",
                onclick: move |_| desk.act(Command::Delete { record }, "record-deleted-said", undo.clone()) }
        }
    }
}
