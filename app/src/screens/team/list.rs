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

use crate::desk::{Answer, use_answer};
use crate::find::by_words;
use crate::route::Route;
use crate::search_box::SearchBox;

/// Members first, then the rural teachers.
#[component]
pub(crate) fn Everybody(team: Team, now: Millis) -> Element {
    let mut looked = use_signal(String::new);
    let known = use_answer((), &[Changed::Team], |engine, ()| async move {
        engine.start(RecordType::Activity).await.map(|start| initials_of(start.prefill.people))
    });
    let known = if let Answer::Here(known) = known { known } else { BTreeMap::new() };
    let typed = looked();
    let fits = |(person, line): (PersonId, PersonLine)| {
        let initials = known.get(&person).map(String::as_str).unwrap_or_default();
        by_words(&[&line.name, line.note.as_str()], initials, &typed).then_some(line)
    };
    let members: Vec<PersonLine> = members(&team, now).into_iter().filter_map(fits).collect();
    let rural: Vec<PersonLine> = rural(&team).into_iter().filter_map(fits).collect();
    rsx! {
        div { class: "banners", SearchBox { testid: "team-search", label: t("people-search"), onlook: move |text: String| looked.set(text) } }
        if !members.is_empty() {
            Section { title: t("team-members"), note: t_with("people-count", &[("count", &members.len().to_string())]) }
            List { for line in members { PersonRow { line } } }
        }
        if !rural.is_empty() {
            Section { title: t("team-rural"), note: t_with("people-count", &[("count", &rural.len().to_string())]) }
            List { for line in rural { PersonRow { line } } }
        }
    }
}

/// Whose initials are which.
fn initials_of(people: Vec<PersonChip>) -> BTreeMap<PersonId, String> {
    people.into_iter().map(|chip| (chip.person, chip.initials)).collect()
}

fn members(team: &Team, now: Millis) -> Vec<(PersonId, PersonLine)> {
    let backbone = team.backbone.iter().map(|branch| &branch.member);
    let members = team.chief.iter().chain(&team.assistants).chain(backbone);
    members.map(|member| (member.person, member_line(member, &team.freshness, now))).collect()
}

fn member_line(member: &TeamMember, freshness: &Freshness, now: Millis) -> PersonLine {
    let synced =
        freshness.members.iter().find(|one| one.person == member.person).map(|one| as_of(one, now)).unwrap_or_default();
    let note = [member.school.clone(), member.subject.clone(), synced];
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

fn rural(team: &Team) -> Vec<(PersonId, PersonLine)> {
    let dots = team.backbone.iter().flat_map(|branch| &branch.rural).chain(&team.others);
    dots.map(|dot| (dot.person, rural_line(dot))).collect()
}

fn rural_line(dot: &RuralDot) -> PersonLine {
    let met = if dot.times > 0 { t_with("times-count", &[("count", &dot.times.to_string())]) } else { t("reach-none") };
    PersonLine {
        name: dot.name.clone(),
        note: [dot.school.clone(), met].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        role: read::role(None),
        role_tone: Tone::Plain,
        href: Some(href(dot.person)),
    }
}

fn href(person: PersonId) -> String {
    Route::Person { id: person.to_string() }.to_string()
}
