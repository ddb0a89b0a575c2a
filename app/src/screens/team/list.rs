//! 名单: everybody, with 数据截至 for those who record.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::closure::{Freshness, MemberFreshness};
use studio_core::id::PersonId;
use studio_core::record_type::RecordType;
use studio_core::time::{Millis, ago};
use studio_core::view::{PersonChip, RuralDot, Team, TeamMember};
use studio_engine::messages::Changed;
use studio_ui::phone::{PersonLine, PersonRow};
use studio_ui::prelude::*;
use studio_ui::read;

use super::bin::DeletedPeople;
use crate::desk::{Answer, use_answer};
use crate::find::by_words;
use crate::people_order::{Order, OrderChoice};
use crate::route::Route;
use crate::search_box::SearchBox;

/// Members first, then the rural teachers, by the sound of their names or by school.
#[component]
pub(crate) fn Everybody(team: Team, now: Millis) -> Element {
    let mut looked = use_signal(String::new);
    let order = use_signal(|| Order::Name);
    let known = use_answer((), &[Changed::Team], |engine, ()| async move {
        engine.start(RecordType::Activity).await.map(|start| by_id(start.prefill.people))
    });
    let known = if let Answer::Here(known) = known { known } else { BTreeMap::new() };
    let typed = looked();
    let fits = |one: &Someone| {
        let initials = known.get(&one.person).map(|chip| chip.initials.as_str()).unwrap_or_default();
        by_words(&[&one.line.name, one.line.note.as_str()], initials, &typed)
    };
    let members: Vec<PersonLine> = members(&team, now).into_iter().filter(fits).map(|one| one.line).collect();
    let rural: Vec<Someone> = rural(&team).into_iter().filter(fits).collect();
    let (all, found) =
        (t_with("people-count", &[("count", &rural.len().to_string())]), in_order(rural, &known, order()));
    rsx! {
        div { class: "banners", SearchBox { testid: "team-search", label: t("people-search"), onlook: move |text: String| looked.set(text) } }
        if !members.is_empty() {
            Section { title: t("team-members"), note: t_with("people-count", &[("count", &members.len().to_string())]) }
            List { for line in members { PersonRow { line } } }
        }
        if !found.is_empty() {
            Section { title: t("team-rural"), note: all }
            div { class: "banners", OrderChoice { order, testid: "team-order" } }
        }
        for (school, lines) in found {
            if let Some(school) = school {
                Section { title: school, note: t_with("people-count", &[("count", &lines.len().to_string())]) }
            }
            List { for line in lines { PersonRow { line } } }
        }
        if !team.deleted.is_empty() && typed.is_empty() {
            DeletedPeople { people: team.deleted.clone() }
        }
    }
}

/// Somebody of the list.
#[derive(Clone, PartialEq)]
struct Someone {
    person: PersonId,
    school: String,
    line: PersonLine,
}

fn by_id(people: Vec<PersonChip>) -> BTreeMap<PersonId, PersonChip> {
    people.into_iter().map(|chip| (chip.person, chip)).collect()
}

/// One list, or one for each school under its name.
fn in_order(
    mut people: Vec<Someone>,
    known: &BTreeMap<PersonId, PersonChip>,
    order: Order,
) -> Vec<(Option<String>, Vec<PersonLine>)> {
    let sound =
        |one: &Someone| known.get(&one.person).map_or_else(|| one.line.name.clone(), |chip| chip.spelled.clone());
    people.sort_by_cached_key(|one| (sound(one), one.person));
    if order == Order::Name {
        let lines: Vec<PersonLine> = people.into_iter().map(|one| one.line).collect();
        return if lines.is_empty() { Vec::new() } else { vec![(None, lines)] };
    }
    let mut schools: BTreeMap<String, Vec<PersonLine>> = BTreeMap::new();
    for one in people {
        schools.entry(one.school).or_default().push(one.line);
    }
    let mut schools: Vec<(String, Vec<PersonLine>)> = schools.into_iter().collect();
    schools.sort_by_key(|(school, lines)| (school.is_empty(), std::cmp::Reverse(lines.len())));
    let named = |school: String| Some(if school.is_empty() { t("no-school") } else { school });
    schools.into_iter().map(|(school, lines)| (named(school), lines)).collect()
}

fn members(team: &Team, now: Millis) -> Vec<Someone> {
    let backbone = team.backbone.iter().map(|branch| &branch.member);
    let members = team.chief.iter().chain(&team.assistants).chain(backbone);
    let one = |member: &TeamMember| Someone {
        person: member.person,
        school: member.school.clone(),
        line: member_line(member, &team.freshness, now),
    };
    members.map(one).collect()
}

fn member_line(member: &TeamMember, freshness: &Freshness, now: Millis) -> PersonLine {
    let synced =
        freshness.members.iter().find(|one| one.person == member.person).map(|one| as_of(one, now)).unwrap_or_default();
    let note = [school(&member.school), member.subject.clone(), synced];
    PersonLine {
        name: member.name.clone(),
        note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        role: read::role(member.role),
        role_tone: if member.role == Some(Role::Chief) { Tone::Good } else { Tone::Info },
        href: Some(href(member.person)),
    }
}

fn as_of(member: &MemberFreshness, now: Millis) -> String {
    member.last_sync.map_or_else(|| t("never-synced"), |at| t_with("as-of-at", &[("at", &ago(at, now))]))
}

fn rural(team: &Team) -> Vec<Someone> {
    let dots = team.backbone.iter().flat_map(|branch| &branch.rural).chain(&team.others);
    dots.map(|dot| Someone { person: dot.person, school: dot.school.clone(), line: rural_line(dot) }).collect()
}

fn rural_line(dot: &RuralDot) -> PersonLine {
    let met = if dot.times > 0 { t_with("times-count", &[("count", &dot.times.to_string())]) } else { t("reach-none") };
    PersonLine {
        name: dot.name.clone(),
        note: [school(&dot.school), met].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        role: read::role(None),
        role_tone: Tone::Plain,
        href: Some(href(dot.person)),
    }
}

/// A school, or that nobody wrote it.
fn school(name: &str) -> String {
    if name.is_empty() { t("no-school") } else { name.to_owned() }
}

fn href(person: PersonId) -> String {
    Route::Person { id: person.to_string() }.to_string()
}
