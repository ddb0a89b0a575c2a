//! Lists of people in an order in which one finds somebody: by the sound of the name, or by school. The sounds come from
//! core.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::view::PersonChip;
use studio_ui::prelude::{Segment, Segments, t};

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the sound of the name.
    #[default]
    Name,
    /// By school.
    School,
}

const NAME: &str = "name";
const SCHOOL: &str = "school";

/// 按姓名 · 按学校
#[component]
pub(crate) fn OrderChoice(order: Signal<Order>, testid: String) -> Element {
    let mut order = order;
    let segment = |value: &str, label: String| Segment { value: value.to_owned(), label, href: None };
    let segments = vec![segment(NAME, t("order-name")), segment(SCHOOL, t("order-school"))];
    let chosen = if order() == Order::Name { NAME } else { SCHOOL };
    let picked = move |value: String| order.set(if value == SCHOOL { Order::School } else { Order::Name });
    rsx! { Segments { label: t("order-what"), segments, testid, chosen, onpick: picked } }
}

/// A school and who is there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct School {
    /// Its name; in words when nobody wrote it.
    pub(crate) name: String,
    /// Who is there, by the sound of the name.
    pub(crate) people: Vec<PersonChip>,
}

/// By the sound of the name.
pub(crate) fn by_name(mut people: Vec<PersonChip>) -> Vec<PersonChip> {
    people.sort_by(|a, b| (&a.spelled, a.person).cmp(&(&b.spelled, b.person)));
    people
}

/// By school, the largest first; those of whom nobody wrote it come last.
pub(crate) fn by_school(people: Vec<PersonChip>) -> Vec<School> {
    let mut schools: BTreeMap<String, Vec<PersonChip>> = BTreeMap::new();
    for person in by_name(people) {
        schools.entry(person.school.trim().to_owned()).or_default().push(person);
    }
    let mut schools: Vec<(String, Vec<PersonChip>)> = schools.into_iter().collect();
    schools.sort_by_key(|(name, people)| (name.is_empty(), std::cmp::Reverse(people.len())));
    let named = |name: String| if name.is_empty() { t("no-school") } else { name };
    schools.into_iter().map(|(name, people)| School { name: named(name), people }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn people_stand_by_the_sound_of_their_names_and_schools_by_how_many_are_there() {
        let of = |name: &str, school: &str| PersonChip { school: school.into(), ..sample::chip(1, name, None) };
        let people = vec![of("周敏", "西邵小学"), of("王丽", ""), of("陈明", "赵桥小学"), of("安娜", "赵桥小学")];
        let names = |people: &[PersonChip]| people.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&by_name(people.clone())), ["安娜", "陈明", "王丽", "周敏"]);
        let schools = by_school(people);
        let told: Vec<_> = schools.iter().map(|one| (one.name.as_str(), names(&one.people))).collect();
        let expected: [(&str, &[&str]); 3] =
            [("赵桥小学", &["安娜", "陈明"]), ("西邵小学", &["周敏"]), ("没写学校", &["王丽"])];
        assert_eq!(told, expected.map(|(school, names)| (school, names.iter().map(|n| (*n).to_owned()).collect())));
    }
}
