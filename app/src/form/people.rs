//! People by tapping names: members first, the others behind one more tap (`others`).

use std::collections::BTreeSet;

use dioxus::prelude::*;
use studio_core::form::{FieldSpec, Input};
use studio_core::id::PersonId;
use studio_core::record::Scalar;
use studio_core::view::PersonChip;
use studio_ui::components::PersonChip as Tile;
use studio_ui::prelude::{Button, Field, Glyph, Icon, PersonGrid, t, t_with};

use super::chain::PasteChain;
use super::controls::{Around, around};
use super::others::Others;
use super::presence::{self, Presence};
use super::{Book, FormText, waits};
use crate::{platform, words};

/// Names shown before one looks for others: 1 + 10.
pub(super) const SHOWN: usize = 11;

/// Several people.
#[component]
pub(super) fn ManyPeople(book: Book, spec: &'static FieldSpec) -> Element {
    let chosen = book.read(|text| chosen(text, spec));
    let mut looking = use_signal(|| false);
    let mut pasting = use_signal(|| false);
    let Around { label, optional, hint, error } = around(book, spec);
    let taken = spec.input == Input::Attendance;
    let pastes = taken || spec.input == Input::Asked;
    // that those who are asked came is nothing to say before the day
    let waits = book.read(|text| waits(spec, text.is_plan(platform::now().day())));
    let offers = pastes && !waits && book.read(|text| count_of(text, spec).0 == 0);
    let count = book.read(|text| count_words(text, spec));
    let mut singling = use_signal(|| false);
    // whoever is expected stands there to be ticked
    let expected = book.read(|text| expected(text, spec));
    let people = excused(book, spec, shown(&(book.people)(), &chosen, &expected));
    let picked = move |id: String| book.choose(|text| toggle(text, spec, &(book.people)(), &id));
    let aside = pastes.then(|| rsx! {
        button { class: "field-act", r#type: "button", "data-testid": handle(spec, "paste-chain"), onclick: move |_| pasting.toggle(),
            Icon { glyph: Glyph::ClipboardPaste }
            {t("people-paste")}
        }
    });
    rsx! {
        Field { field: spec.key, label: label.clone(), count, optional, hint, error, group: true, aside,
            if offers {
                Offered { book, spec }
            }
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

/// The handle of what two fields of a form have: that of the field of those who came is the bare one.
fn handle(spec: &FieldSpec, name: &str) -> String {
    if spec.input == Input::Asked { format!("{name}-{}", spec.key) } else { name.to_owned() }
}

/// 叫了的 10 人都来了, or 和上次一样的 12 人: offered, never ticked unasked.
#[component]
fn Offered(book: Book, spec: &'static FieldSpec) -> Element {
    // whoever is in the roster no more is not ticked with the rest: nobody would see it
    let here: BTreeSet<String> = (book.people)().iter().map(|chip| chip.person.to_string()).collect();
    let asked = book.read(|text| expected(text, spec)).into_iter().filter(|id| here.contains(id)).collect::<Vec<_>>();
    let (key, people) = match asked.is_empty() {
        true => ("people-as-last", (book.suggested)().iter().map(PersonId::to_string).collect()),
        false => ("people-as-asked", asked),
    };
    if people.is_empty() {
        return rsx! {};
    }
    let count = people.len().to_string();
    let take = move |_| book.choose(|text| people.iter().for_each(|id| take(text, spec, id)));
    rsx! {
        Button { label: t_with(key, &[("count", &count)]), glyph: Glyph::UsersRound, compact: true, testid: handle(spec, key), onclick: take }
    }
}

/// Who was asked to come and of whom nothing is said yet; nobody for a field that does not say who came.
fn expected(text: &FormText, spec: &FieldSpec) -> Vec<String> {
    let asked = text.specs().find(|other| other.input == Input::Asked && spec.input == Input::Attendance);
    let asked = asked.map(|asked| text.below(asked.key)).unwrap_or_default();
    asked.into_iter().filter(|id| text.marked(spec.key, id).is_none()).collect()
}

/// One person: the chosen name, and a way to choose another.
#[component]
pub(super) fn OnePerson(book: Book, spec: &'static FieldSpec) -> Element {
    let now = book.read(|text| text.text(spec.key));
    let mut choosing = use_signal(|| now.is_empty());
    let Around { label, optional, hint, error } = around(book, spec);
    // Nobody is their own mentee.
    let mentor = if spec.key == "mentee" { book.read(|text| text.text("mentor")) } else { String::new() };
    let everybody: Vec<PersonChip> = (book.people)().into_iter().filter(|person| !is(person, &mentor)).collect();
    let people = if choosing() { shown(&everybody, std::slice::from_ref(&now), &[]) } else { only(&everybody, &now) };
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

/// 8 人, or 8 人，请假 1 人; nothing before anybody is chosen.
fn count_words(text: &FormText, spec: &FieldSpec) -> Option<String> {
    match count_of(text, spec) {
        (0, 0) => None,
        (there, 0) => Some(t_with("people-count", &[("count", &there.to_string())])),
        (there, away) => {
            Some(t_with("people-count-away", &[("count", &there.to_string()), ("away", &away.to_string())]))
        }
    }
}

/// How many are chosen, and how many of those on leave.
fn count_of(text: &FormText, spec: &FieldSpec) -> (usize, usize) {
    match spec.input {
        Input::Attendance => presence::counts(text, spec),
        _ => (chosen(text, spec).len(), 0),
    }
}

/// Who is chosen, under whichever id.
pub(super) fn chosen(text: &FormText, spec: &FieldSpec) -> Vec<String> {
    match spec.input {
        Input::OrderedPeople => text.in_order(spec.key),
        _ => text.below(spec.key),
    }
}

/// Whether an id is this person's.
pub(super) fn is(person: &PersonChip, id: &str) -> bool {
    person.person.to_string() == id || person.also.iter().any(|other| other.to_string() == id)
}

/// Chooses a person, or takes the choice back, under whichever of their ids it stands.
pub(super) fn toggle(text: &mut FormText, spec: &FieldSpec, people: &[PersonChip], id: &str) {
    let known = people.iter().find(|person| is(person, id));
    let held: Vec<String> = chosen(text, spec)
        .into_iter()
        .filter(|held| held == id || known.is_some_and(|person| is(person, held)))
        .collect();
    if held.is_empty() {
        take(text, spec, id);
    }
    held.iter().for_each(|held| text.mark(spec.key, held, None));
}

/// Chooses a person.
pub(super) fn take(text: &mut FormText, spec: &FieldSpec, id: &str) {
    let value = match spec.input {
        Input::Attendance => Scalar::from("entered"),
        Input::OrderedPeople => Scalar::Int(next_place(text, spec.key)),
        _ => Scalar::Bool(true),
    };
    text.mark(spec.key, id, Some(value));
}

fn next_place(text: &FormText, key: &str) -> i64 {
    let places = text.in_order(key).into_iter().filter_map(|id| text.marked(key, &id).and_then(Scalar::as_int));
    places.max().unwrap_or(0) + 1
}

/// A person as a tile, with the school below where somebody else is called so.
pub(super) fn tile(person: &PersonChip, on: bool) -> Tile {
    Tile {
        id: person.person.to_string(),
        name: person.name.clone(),
        note: words::apart(person),
        on,
        away: String::new(),
    }
}

/// Tiles that say of whom it is so that they are on leave.
pub(super) fn excused(book: Book, spec: &FieldSpec, tiles: Vec<Tile>) -> Vec<Tile> {
    if spec.input != Input::Attendance {
        return tiles;
    }
    let away = book.read(|text| presence::excused(text, spec));
    say_away(tiles, &(book.people)(), &away)
}

fn say_away(mut tiles: Vec<Tile>, people: &[PersonChip], away: &[String]) -> Vec<Tile> {
    let is_away = |tile: &Tile| people.iter().any(|person| is(person, &tile.id) && on(person, away));
    tiles.iter_mut().filter(|tile| is_away(tile)).for_each(|tile| tile.away = t("presence-leave"));
    tiles
}

/// Whether a person is among the chosen.
pub(super) fn on(person: &PersonChip, chosen: &[String]) -> bool {
    chosen.iter().any(|id| is(person, id))
}

/// The first ones, whoever is chosen and whoever is expected, in the roster's order.
fn shown(people: &[PersonChip], chosen: &[String], expected: &[String]) -> Vec<Tile> {
    let near = |person: &PersonChip| on(person, chosen) || on(person, expected);
    let near = people.iter().enumerate().filter(|(at, person)| *at < SHOWN || near(person));
    near.map(|(_, person)| tile(person, on(person, chosen))).collect()
}

fn only(people: &[PersonChip], id: &str) -> Vec<Tile> {
    people.iter().filter(|person| is(person, id)).map(|person| tile(person, true)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use studio_core::record_type::RecordType;

    fn spec(of: RecordType, key: &str) -> &'static FieldSpec {
        studio_core::form::fields(of).iter().find(|spec| spec.key == key).expect("a field")
    }

    #[test]
    fn authors_keep_the_order_in_which_they_were_tapped() {
        let spec = spec(RecordType::Outcome, "authors");
        let mut text = FormText::editing(RecordType::Outcome, &Default::default());
        toggle(&mut text, spec, &[], "b");
        toggle(&mut text, spec, &[], "a");
        assert_eq!(chosen(&text, spec), ["b", "a"]);
        toggle(&mut text, spec, &[], "b");
        assert_eq!(chosen(&text, spec), ["a"]);
    }

    #[test]
    fn somebody_who_was_recorded_under_another_id_is_one_tile_and_is_unticked_with_it() {
        let mut lily = sample::chip(2, "王丽", None);
        lily.also = vec![sample::person(9)];
        let spec = spec(RecordType::Activity, "attendance");
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        take(&mut text, spec, &sample::person(9).to_string());
        let tiles = shown(std::slice::from_ref(&lily), &chosen(&text, spec), &[]);
        assert_eq!(tiles.iter().map(|tile| (tile.name.as_str(), tile.on)).collect::<Vec<_>>(), [("王丽", true)]);
        toggle(&mut text, spec, std::slice::from_ref(&lily), &lily.person.to_string());
        assert_eq!(chosen(&text, spec), Vec::<String>::new());
    }

    #[test]
    fn who_is_on_leave_has_no_tick_as_those_who_came_under_whichever_id() {
        let mut lily = sample::chip(2, "王丽", None);
        lily.also = vec![sample::person(9)];
        let people = [lily, sample::chip(3, "刘洋", None)];
        let chosen = [sample::person(9), sample::person(3)].map(|id| id.to_string());
        let tiles = say_away(shown(&people, &chosen, &[]), &people, &chosen[..1]);
        let said: Vec<_> = tiles.iter().map(|tile| (tile.name.as_str(), tile.on, tile.away.as_str())).collect();
        assert_eq!(said, [("王丽", true, "请假"), ("刘洋", true, "")]);
    }

    #[test]
    fn on_the_day_those_who_were_asked_are_offered_and_who_asked_for_leave_is_not() {
        let (asked, attendance) = (spec(RecordType::Activity, "asked"), spec(RecordType::Activity, "attendance"));
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        for id in ["a", "b", "c"] {
            take(&mut text, asked, id);
        }
        assert_eq!(count_of(&text, attendance), (0, 0), "nobody is ticked by being asked");
        text.mark("attendance", "b", Some(Scalar::from("leave")));
        assert_eq!(expected(&text, attendance), ["a", "c"]);
        assert_eq!(count_of(&text, attendance), (0, 1), "and the offer still stands");
        assert_eq!(expected(&text, asked), Vec::<String>::new());
        let many: Vec<PersonChip> = (1..20).map(|n| sample::chip(n, "某人", None)).collect();
        let far = sample::person(19).to_string();
        let tiles = shown(&many, &[], std::slice::from_ref(&far));
        assert_eq!((tiles.len(), tiles.last().map(|tile| (tile.id == far, tile.on))), (SHOWN + 1, Some((true, false))));
    }

    #[test]
    fn two_of_one_name_show_their_school_and_who_has_none_says_so() {
        let told = |apart: Option<&str>| {
            tile(&PersonChip { apart: apart.map(str::to_owned), ..sample::chip(2, "王丽", None) }, false).note
        };
        assert_eq!([told(Some("石佛小学")), told(Some("")), told(None)], ["石佛小学", "没写学校", ""]);
    }
}
