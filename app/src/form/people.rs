//! People by tapping names: members first, search by initials, the last resort is to write a name down.

use dioxus::prelude::*;
use studio_core::form::{FieldSpec, Input};
use studio_core::record::Scalar;
use studio_core::view::PersonChip;
use studio_ui::prelude::{Button, Field, Glyph, Icon, PersonGrid, t, t_with};

use super::chain::PasteChain;
use super::controls::{Around, around};
use super::presence::{self, Presence};
use super::{Book, FormText};
use crate::add_person::AddPerson;
use crate::find::finds;
use crate::search_box::SearchBox;

/// Names shown before one looks for others: 1 + 10.
const SHOWN: usize = 11;
/// Names shown of a search: more is a reason to type another letter.
const FOUND_SHOWN: usize = 30;

/// Several people.
#[component]
pub(super) fn ManyPeople(book: Book, spec: &'static FieldSpec) -> Element {
    let chosen = book.read(|text| chosen(text, spec));
    let mut looking = use_signal(|| false);
    let mut pasting = use_signal(|| false);
    let Around { label, optional, hint, error } = around(book, spec);
    let taken = spec.input == Input::Attendance;
    let count = book.read(|text| count_words(text, spec));
    let mut singling = use_signal(|| false);
    let people = shown(&(book.people)(), &chosen);
    let picked = move |id: String| book.choose(|text| toggle(text, spec, &id));
    let aside = taken.then(|| rsx! {
        button { class: "field-act", r#type: "button", "data-testid": "paste-chain", onclick: move |_| pasting.toggle(),
            Icon { glyph: Glyph::ClipboardPaste }
            {t("people-paste")}
        }
    });
    rsx! {
        Field { field: spec.key, label: label.clone(), count, optional, hint, error, group: true, aside,
            if pasting() {
                PasteChain { book, spec, ondone: move |()| pasting.set(false) }
            }
            PersonGrid {
                name: spec.key, label, people, other: t("people-other"), onpick: picked,
                onother: move |_| looking.toggle(),
            }
            if looking() {
                Others { book, spec, single: false, ondone: move |()| looking.set(false) }
            }
            if taken && !chosen.is_empty() {
                button { class: "field-act presence-act", r#type: "button", "data-testid": "presence-act", "aria-expanded": singling(), onclick: move |_| singling.toggle(),
                    {t("presence-act")}
                }
                if singling() {
                    Presence { book, spec }
                }
            }
        }
    }
}

/// One person: the chosen name, and a way to choose another.
#[component]
pub(super) fn OnePerson(book: Book, spec: &'static FieldSpec) -> Element {
    let now = book.read(|text| text.text(spec.key));
    let mut choosing = use_signal(|| now.is_empty());
    let Around { label, optional, hint, error } = around(book, spec);
    // Nobody is their own mentee.
    let mentor = if spec.key == "mentee" { book.read(|text| text.text("mentor")) } else { String::new() };
    let everybody: Vec<PersonChip> =
        (book.people)().into_iter().filter(|person| person.person.to_string() != mentor).collect();
    let people = if choosing() { shown(&everybody, std::slice::from_ref(&now)) } else { only(&everybody, &now) };
    let picked = move |id: String| {
        book.choose(|text| text.put_text(spec.key, &id));
        choosing.set(false);
    };
    let other = if choosing() { t("people-other") } else { t("people-change") };
    let mut looking = use_signal(|| false);
    let opened = move |_| if choosing() { looking.toggle() } else { choosing.set(true) };
    rsx! {
        Field { field: spec.key, label: label.clone(), optional, hint, error, group: true,
            PersonGrid { name: spec.key, label, people, single: true, other, onpick: picked, onother: opened }
            if looking() {
                Others { book, spec, single: true, ondone: move |()| { looking.set(false); choosing.set(false); } }
            }
        }
    }
}

/// Everybody else, by a part of the name or its initials; and somebody new.
#[component]
fn Others(book: Book, spec: &'static FieldSpec, single: bool, ondone: EventHandler<()>) -> Element {
    let mut looked = use_signal(String::new);
    let mut adding = use_signal(|| false);
    let chosen = book.read(|text| if single { vec![text.text(spec.key)] } else { chosen(text, spec) });
    let people = found(&(book.people)(), &looked(), &chosen);
    let nobody = people.is_empty();
    let take = move |id: String| {
        if single {
            book.choose(|text| text.put_text(spec.key, &id));
            ondone.call(());
        } else {
            book.choose(|text| toggle(text, spec, &id));
        }
    };
    let added = move |person: PersonChip| {
        let id = person.person.to_string();
        let mut people = book.people;
        people.write().push(person);
        adding.set(false);
        take(id);
    };
    rsx! {
        div { class: "card stack people-others",
            SearchBox { testid: "people-search", label: t("people-search"), onlook: move |text: String| looked.set(text) }
            if nobody {
                p { class: "small mute", {t("people-nobody")} }
            }
            PersonGrid { name: "{spec.key}-others", label: t("people-search"), people, single, onpick: move |id: String| take(id) }
            if adding() {
                AddPerson { name: looked(), onadded: added }
            } else {
                Button { label: t("people-new"), glyph: Glyph::UserRoundPlus, compact: true, testid: "person-new", onclick: move |_| adding.set(true) }
            }
        }
    }
}

/// 8 人, or 8 人，请假 1 人; nothing before anybody is chosen.
fn count_words(text: &FormText, spec: &FieldSpec) -> Option<String> {
    let (there, away) = match spec.input {
        Input::Attendance => presence::counts(text, spec),
        _ => (chosen(text, spec).len(), 0),
    };
    match (there, away) {
        (0, 0) => None,
        (_, 0) => Some(t_with("people-count", &[("count", &there.to_string())])),
        _ => Some(t_with("people-count-away", &[("count", &there.to_string()), ("away", &away.to_string())])),
    }
}

fn chosen(text: &FormText, spec: &FieldSpec) -> Vec<String> {
    match spec.input {
        Input::OrderedPeople => text.in_order(spec.key),
        _ => text.below(spec.key),
    }
}

/// Chooses a person, or takes the choice back.
fn toggle(text: &mut FormText, spec: &FieldSpec, id: &str) {
    let value = match (text.marked(spec.key, id), spec.input) {
        (Some(_), _) => None,
        (None, Input::Attendance) => Some(Scalar::from("entered")),
        (None, Input::OrderedPeople) => Some(Scalar::Int(next_place(text, spec.key))),
        (None, _) => Some(Scalar::Bool(true)),
    };
    text.mark(spec.key, id, value);
}

fn next_place(text: &FormText, key: &str) -> i64 {
    let places = text.in_order(key).into_iter().filter_map(|id| text.marked(key, &id).and_then(Scalar::as_int));
    places.max().unwrap_or(0) + 1
}

fn chip(person: &PersonChip, on: bool) -> studio_ui::components::PersonChip {
    studio_ui::components::PersonChip { id: person.person.to_string(), name: person.name.clone(), on }
}

/// The first ones and whoever is chosen, in the roster's order.
fn shown(people: &[PersonChip], chosen: &[String]) -> Vec<studio_ui::components::PersonChip> {
    let on = |person: &PersonChip| chosen.contains(&person.person.to_string());
    let near = people.iter().enumerate().filter(|(at, person)| *at < SHOWN || on(person));
    near.map(|(_, person)| chip(person, on(person))).collect()
}

fn only(people: &[PersonChip], id: &str) -> Vec<studio_ui::components::PersonChip> {
    people.iter().filter(|person| person.person.to_string() == id).map(|person| chip(person, true)).collect()
}

fn found(people: &[PersonChip], typed: &str, chosen: &[String]) -> Vec<studio_ui::components::PersonChip> {
    let fits = |person: &&PersonChip| finds(person, typed);
    let beyond =
        people.iter().enumerate().filter(|(at, _)| !typed.is_empty() || *at >= SHOWN).map(|(_, person)| person);
    beyond
        .filter(fits)
        .take(FOUND_SHOWN)
        .map(|person| chip(person, chosen.contains(&person.person.to_string())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::id::PersonId;
    use studio_core::record_type::RecordType;

    fn person(number: u8, name: &str) -> PersonChip {
        PersonChip {
            person: PersonId([number; 16]),
            name: name.into(),
            initials: studio_core::initials::of(name),
            school: "赵桥小学".into(),
            township: "赵桥乡".into(),
            role: None,
        }
    }

    fn names(chips: &[studio_ui::components::PersonChip]) -> Vec<&str> {
        chips.iter().map(|chip| chip.name.as_str()).collect()
    }

    #[test]
    fn a_person_is_found_by_initials_and_by_a_part_of_the_name() {
        let people = [person(1, "王丽"), person(2, "刘洋"), person(3, "王红梅")];
        assert_eq!(names(&found(&people, "wh", &[])), ["王红梅"]);
        assert_eq!(names(&found(&people, "王", &[])), ["王丽", "王红梅"]);
    }

    #[test]
    fn authors_keep_the_order_in_which_they_were_tapped() {
        let spec =
            studio_core::form::fields(RecordType::Outcome).iter().find(|spec| spec.key == "authors").expect("authors");
        let mut text = FormText::editing(RecordType::Outcome, &Default::default());
        toggle(&mut text, spec, "b");
        toggle(&mut text, spec, "a");
        assert_eq!(chosen(&text, spec), ["b", "a"]);
        toggle(&mut text, spec, "b");
        assert_eq!(chosen(&text, spec), ["a"]);
    }
}
