//! Everybody else: by a part of the name or its initials, by school, all at once; and somebody new. It says how many it
//! shows of how many.

use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::form::{FieldSpec, Input};
use studio_core::record::Scalar;
use studio_core::view::PersonChip;
use studio_ui::prelude::*;

use super::people::{SHOWN, chosen, excused, is, on, take, tile, toggle};
use super::{Book, FormText};
use crate::add_person::{AddPerson, join_in};
use crate::desk::use_desk;
use crate::find::finds;
use crate::people_order::{Order, OrderChoice, School, by_name, by_school};
use crate::search_box::SearchBox;
use crate::shell::stopped_here;

/// Names shown at once, and how many more a tap brings.
const STEP: usize = 30;

/// The card.
#[component]
pub(crate) fn Others(book: Book, spec: &'static FieldSpec, single: bool, ondone: EventHandler<()>) -> Element {
    // who is not found here may well be in the roster: it is not on this phone any more
    if stopped_here(use_desk()).is_some() {
        return rsx! { p { class: "card small", role: "status", "data-testid": "people-stopped", {t("people-stopped")} } };
    }
    rsx! { Everybody { book, spec, single, ondone } }
}

#[component]
fn Everybody(book: Book, spec: &'static FieldSpec, single: bool, ondone: EventHandler<()>) -> Element {
    let mut looked = use_signal(String::new);
    let mut adding = use_signal(|| false);
    let order = use_signal(|| Order::Name);
    let found = found(&(book.people)(), &looked());
    let beyond = beyond(&(book.people)(), &looked());
    let pick = move |id: String| {
        if single {
            book.choose(|text| text.put_text(spec.key, &id));
            ondone.call(());
        } else {
            book.choose(|text| toggle(text, spec, &(book.people)(), &id));
        }
    };
    let added = move |person: PersonChip| {
        let id = person.person.to_string();
        let mut people = book.people;
        join_in(&mut people.write(), person);
        adding.set(false);
        pick(id);
    };
    let all_at_once = !single && spec.input != Input::OrderedPeople;
    rsx! {
        div { class: "card stack people-others",
            SearchBox { testid: "people-search", label: t("people-search"), onlook: move |text: String| looked.set(text) }
            OrderChoice { order, testid: "people-order" }
            if all_at_once {
                AllAtOnce { book, spec, found: found.clone() }
            }
            if found.is_empty() {
                p { class: "small mute", {t("people-nobody")} }
            } else if order() == Order::Name {
                Names { key: "{looked}", book, spec, single, found: by_name(beyond), onpick: pick }
            } else {
                Schools { book, spec, single, schools: by_school(found), all_at_once, onpick: pick }
            }
            if adding() {
                AddPerson { name: looked(), onadded: added }
            } else {
                Button { label: t("people-new"), glyph: Glyph::UserRoundPlus, compact: true, testid: "person-new", onclick: move |_| adding.set(true) }
            }
        }
    }
}

/// Who is chosen, in a form of one person too.
fn chosen_of(text: &FormText, spec: &FieldSpec, single: bool) -> Vec<String> {
    if single { vec![text.text(spec.key)] } else { chosen(text, spec) }
}

/// By the sound of the name, a page at a time.
#[component]
fn Names(
    book: Book,
    spec: &'static FieldSpec,
    single: bool,
    found: Vec<PersonChip>,
    onpick: EventHandler<String>,
) -> Element {
    let mut shown = use_signal(|| STEP);
    let chosen = book.read(|text| chosen_of(text, spec, single));
    let all = found.len();
    let people = found.iter().take(shown()).map(|person| tile(person, on(person, &chosen))).collect();
    let people = excused(book, spec, people);
    let (rest, everybody) = (all.saturating_sub(shown()), (book.people)().len());
    let counts = [("rest", rest.to_string()), ("all", everybody.to_string())];
    let counts = counts.each_ref().map(|(key, count)| (*key, count.as_str()));
    rsx! {
        PersonGrid { name: "{spec.key}-others", label: t("people-search"), people, single, onpick }
        if rest > 0 {
            p { class: "cap mute", role: "status", "data-testid": "people-shown", {t_with("people-shown", &counts)} }
            Button { label: t_with("people-more", &[("count", &rest.min(STEP).to_string())]), compact: true, testid: "people-more", onclick: move |_| shown += STEP }
        }
    }
}

/// By school: a tap opens who is there, another takes all of them.
#[component]
fn Schools(
    book: Book,
    spec: &'static FieldSpec,
    single: bool,
    schools: Vec<School>,
    all_at_once: bool,
    onpick: EventHandler<String>,
) -> Element {
    rsx! {
        for school in schools {
            OneSchool { key: "{school.name}", book, spec, single, school, all_at_once, onpick }
        }
    }
}

#[component]
fn OneSchool(
    book: Book,
    spec: &'static FieldSpec,
    single: bool,
    school: School,
    all_at_once: bool,
    onpick: EventHandler<String>,
) -> Element {
    let chosen = book.read(|text| chosen_of(text, spec, single));
    let there = school.people.iter().filter(|person| on(person, &chosen)).count();
    let all = there == school.people.len();
    let tiles = school.people.iter().map(|person| tile(person, on(person, &chosen))).collect();
    let tiles = excused(book, spec, tiles);
    let count = school.people.len().to_string();
    let head = if there == 0 {
        t_with("records-count", &[("name", &school.name), ("count", &count)])
    } else {
        t_with("people-of-school", &[("name", &school.name), ("count", &count), ("chosen", &there.to_string())])
    };
    let people = school.people.clone();
    let take_all =
        move |_| book.choose(|text| if all { drop_all(text, spec, &people) } else { take_new(text, spec, &people) });
    rsx! {
        details { class: "school", "data-testid": "school-{school.name}",
            summary { class: "school-head", "{head}" Icon { glyph: Glyph::ChevronDown } }
            if all_at_once {
                Button { label: t(if all { "people-none-here" } else { "people-all-here" }), compact: true, testid: "school-all", onclick: take_all }
            }
            PersonGrid { name: "{spec.key}-{school.name}", label: school.name.clone(), people: tiles, single, onpick }
        }
    }
}

/// 全选, 全体骨干, 清空; what was cleared can be had back.
#[component]
fn AllAtOnce(book: Book, spec: &'static FieldSpec, found: Vec<PersonChip>) -> Element {
    let mut cleared = use_signal(Vec::<(String, Scalar)>::new);
    let chosen = book.read(|text| chosen(text, spec));
    let everybody = (book.people)();
    let backbone: Vec<PersonChip> =
        everybody.iter().filter(|person| person.role == Some(Role::Backbone)).cloned().collect();
    let all = found.len().to_string();
    let take_found = move |_| book.choose(|text| take_new(text, spec, &found));
    let take_backbone = move |_| book.choose(|text| take_new(text, spec, &backbone));
    let clear = move |_| {
        cleared.set(book.peek(|text| marks(text, spec)));
        book.choose(|text| marks(text, spec).iter().for_each(|(id, _)| text.mark(spec.key, id, None)));
    };
    let back = move |_| {
        book.choose(|text| cleared.peek().iter().for_each(|(id, value)| text.mark(spec.key, id, Some(value.clone()))));
        cleared.write().clear();
    };
    rsx! {
        div { class: "row wrap",
            Button { label: t_with("people-all", &[("count", &all)]), compact: true, testid: "people-all", onclick: take_found }
            Button { label: t("people-backbone"), compact: true, testid: "people-backbone", onclick: take_backbone }
            if !chosen.is_empty() {
                Button { label: t("people-clear"), compact: true, kind: ButtonKind::Quiet, testid: "people-clear", onclick: clear }
            } else if !cleared.read().is_empty() {
                Button { label: t_with("people-unclear", &[("count", &cleared.read().len().to_string())]), compact: true, kind: ButtonKind::Quiet, testid: "people-unclear", onclick: back }
            }
        }
    }
}

fn marks(text: &FormText, spec: &FieldSpec) -> Vec<(String, Scalar)> {
    chosen(text, spec).into_iter().filter_map(|id| Some((id.clone(), text.marked(spec.key, &id)?.clone()))).collect()
}

/// Takes those who are not chosen yet; who is there already stays as they are.
fn take_new(text: &mut FormText, spec: &FieldSpec, people: &[PersonChip]) {
    let held = chosen(text, spec);
    for person in people.iter().filter(|person| !on(person, &held)) {
        take(text, spec, &person.person.to_string());
    }
}

fn drop_all(text: &mut FormText, spec: &FieldSpec, people: &[PersonChip]) {
    for id in chosen(text, spec).iter().filter(|id| people.iter().any(|person| is(person, id))) {
        text.mark(spec.key, id, None);
    }
}

/// Whoever fits what was typed.
fn found(people: &[PersonChip], typed: &str) -> Vec<PersonChip> {
    people.iter().filter(|person| finds(person, typed)).cloned().collect()
}

/// The same; without a word only those whom the grid above does not show.
fn beyond(people: &[PersonChip], typed: &str) -> Vec<PersonChip> {
    if typed.is_empty() { people.iter().skip(SHOWN).cloned().collect() } else { found(people, typed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use studio_core::record_type::RecordType;

    #[test]
    fn a_person_is_found_by_initials_and_by_a_part_of_the_name() {
        let people = ["王丽", "刘洋", "王红梅"].map(|name| sample::chip(1, name, None));
        let names = |typed: &str| found(&people, typed).into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!((names("wh"), names("王")), (vec!["王红梅".to_owned()], vec!["王丽".to_owned(), "王红梅".into()]));
    }

    #[test]
    fn taking_all_of_them_leaves_who_is_late_late() {
        let spec = studio_core::form::fields(RecordType::Activity).iter().find(|spec| spec.key == "attendance");
        let spec = spec.expect("attendance");
        let people = [sample::chip(1, "王丽", None), sample::chip(2, "刘洋", None)];
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        text.mark(spec.key, &people[0].person.to_string(), Some(Scalar::from("entered-late")));
        take_new(&mut text, spec, &people);
        let told: Vec<Scalar> = marks(&text, spec).into_iter().map(|(_, value)| value).collect();
        assert_eq!(told, [Scalar::from("entered-late"), Scalar::from("entered")]);
        drop_all(&mut text, spec, &people);
        assert_eq!(marks(&text, spec), []);
    }
}
