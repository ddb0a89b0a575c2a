//! 团队: one chief, ten backbone teachers, a hundred rural teachers — who was reached, how deeply,
//! and who not yet. No ranking.

use std::collections::BTreeMap;

use super::{Branch, Depth, PersonChip, PersonPage, PersonPair, RuralDot, Scene, Team, TeamMember, TownshipGap};
use crate::access::{Action, DocKind, Role, may};
use crate::closure::count::{Counting, Span};
use crate::closure::report::counting;
use crate::closure::{self, duplicates};
use crate::id::PersonId;
use crate::joined;

/// Meetings after which a teacher counts as reached often.
const OFTEN: usize = 3;

impl Scene<'_> {
    /// A member as lists show them.
    pub(super) fn member(&self, person: PersonId) -> TeamMember {
        let content = self.model.person(person).map(|kept| kept.content);
        TeamMember {
            person,
            name: self.model.name_of(person).to_owned(),
            called: self.model.called(person),
            school: content.map(|p| p.school.clone()).unwrap_or_default(),
            subject: content.map(|p| p.subject.clone()).unwrap_or_default(),
            role: self.model.role_on(person, self.now.day()),
        }
    }

    /// The days of the whole project.
    fn project_span(&self) -> Span {
        let direction = closure::report::direction(self.guide, self.model.studio.terms.as_ref());
        Span { from: direction.and_then(|d| d.counts_from), to: self.now.day() }
    }
}

/// Rural teachers as the picture needs them, by component.
struct Rural {
    dot: RuralDot,
    township: String,
    contact: Option<PersonId>,
    root: PersonId,
}

fn rural(scene: &Scene<'_>, counting: &Counting<'_>) -> Vec<Rural> {
    let span = scene.project_span();
    let times = counting.rural_times(span);
    let guided = counting.mentees(span);
    counting
        .roster
        .faces()
        .filter(|(root, _, _)| counting.roster.is_rural(*root))
        .map(|(root, person, face)| {
            let times = times.get(&root).copied().unwrap_or_default();
            let depth = match times {
                0 => Depth::NotYet,
                _ if guided.contains(&root) => Depth::Guided,
                OFTEN.. => Depth::Often,
                _ => Depth::Met,
            };
            let dot = RuralDot { person, name: face.name.clone(), school: face.school.clone(), depth, times };
            Rural { dot, township: face.township.clone(), contact: face.contact, root }
        })
        .collect()
}

/// 团队
pub fn team(scene: &Scene<'_>) -> Team {
    let counting = counting(scene.model, scene.now.day());
    let rural = rural(scene, &counting);
    let depths = [Depth::Guided, Depth::Often, Depth::Met, Depth::NotYet]
        .map(|depth| (depth, rural.iter().filter(|r| r.dot.depth == depth).count()))
        .to_vec();
    let members = |role: Role| -> Vec<TeamMember> {
        let holding = counting.roster.holding(role).into_iter();
        holding.map(|root| scene.member(counting.counted(root, 0).person)).collect()
    };
    let unreached = townships(scene, &counting, &rural);
    let (backbone, others) = branches(scene, &counting, members(Role::Backbone), rural);
    Team {
        studio: scene.model.studio_name().to_owned(),
        chief: members(Role::Chief).into_iter().next(),
        assistants: members(Role::Assistant),
        backbone,
        others,
        depths,
        unreached,
        maybe_same: pairs(scene, &counting),
        may_answer: may_answer(scene),
        deleted: bin(scene),
        freshness: closure::fresh(scene.model, scene.now, scene.freshness),
    }
}

/// Each rural teacher beside one backbone teacher: the contact whom the roster names, else who
/// recorded them most often, else a backbone teacher of the same school, then of the township.
fn branches(
    scene: &Scene<'_>,
    counting: &Counting<'_>,
    members: Vec<TeamMember>,
    rural: Vec<Rural>,
) -> (Vec<Branch>, Vec<RuralDot>) {
    let recorders = recorders(scene, counting);
    let township_of = |member: &TeamMember| {
        scene.model.person(member.person).map(|kept| kept.content.township.clone()).unwrap_or_default()
    };
    let mut branches: Vec<Branch> = members.into_iter().map(|member| Branch { member, rural: Vec::new() }).collect();
    let roots: Vec<PersonId> = branches.iter().map(|b| counting.roster.root(b.member.person)).collect();
    let towns: Vec<String> = branches.iter().map(|b| township_of(&b.member)).collect();
    let mut others = Vec::new();
    for teacher in rural {
        let at = |root: PersonId| roots.iter().position(|r| *r == root);
        let of_contact = teacher.contact.and_then(|id| at(counting.roster.root(id)));
        let of_records = || {
            let by = recorders.get(&teacher.root)?;
            let known = by.iter().filter_map(|(root, times)| Some((*times, at(*root)?)));
            known.max_by_key(|(times, place)| (*times, std::cmp::Reverse(*place))).map(|(_, place)| place)
        };
        let near = |text: &str, own: &dyn Fn(usize) -> String| {
            let fits = (0..branches.len()).filter(|place| !text.is_empty() && own(*place) == text);
            fits.min_by_key(|place| branches.get(*place).map_or(0, |b| b.rural.len()))
        };
        let of_school =
            || near(&teacher.dot.school, &|p| branches.get(p).map(|b| b.member.school.clone()).unwrap_or_default());
        let of_township = || near(&teacher.township, &|p| towns.get(p).cloned().unwrap_or_default());
        let place = of_contact.or_else(of_records).or_else(of_school).or_else(of_township);
        match place.and_then(|place| branches.get_mut(place)) {
            Some(branch) => branch.rural.push(teacher.dot),
            None => others.push(teacher.dot),
        }
    }
    (branches, others)
}

/// Rural teacher → who recorded them how often.
fn recorders(scene: &Scene<'_>, counting: &Counting<'_>) -> BTreeMap<PersonId, BTreeMap<PersonId, usize>> {
    let mut recorders: BTreeMap<PersonId, BTreeMap<PersonId, usize>> = BTreeMap::new();
    let mut note = |person: PersonId, owner: Option<PersonId>| {
        if let Some(owner) = owner {
            let by = recorders.entry(counting.roster.root(person)).or_default();
            *by.entry(counting.roster.root(owner)).or_default() += 1;
        }
    };
    for kept in scene.model.activities().filter(|kept| kept.counts()) {
        kept.content.present().for_each(|person| note(person, kept.owner()));
    }
    for kept in scene.model.mentoring().filter(|kept| kept.counts()) {
        kept.content.mentee.into_iter().for_each(|person| note(person, kept.owner()));
    }
    recorders
}

/// Rural teachers not reached, by township, most first.
pub(super) fn unreached(scene: &Scene<'_>) -> Vec<TownshipGap> {
    let counting = counting(scene.model, scene.now.day());
    townships(scene, &counting, &rural(scene, &counting))
}

fn townships(scene: &Scene<'_>, counting: &Counting<'_>, rural: &[Rural]) -> Vec<TownshipGap> {
    let mut by_township: BTreeMap<&str, Vec<&Rural>> = BTreeMap::new();
    for teacher in rural.iter().filter(|r| r.dot.depth == Depth::NotYet) {
        by_township.entry(counting.townships.one(&teacher.township)).or_default().push(teacher);
    }
    let mut gaps: Vec<TownshipGap> = by_township
        .into_iter()
        .map(|(township, teachers)| {
            let mut schools: BTreeMap<&str, usize> = BTreeMap::new();
            teachers.iter().for_each(|r| *schools.entry(&r.dot.school).or_default() += 1);
            let mut schools: Vec<(String, usize)> = schools.into_iter().map(|(s, n)| (s.to_owned(), n)).collect();
            schools.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            TownshipGap {
                township: township.to_owned(),
                count: teachers.len(),
                schools,
                people: teachers.iter().filter_map(|r| scene.chip_of(r.dot.person)).collect(),
            }
        })
        .collect();
    gaps.sort_by(|a, b| b.count.cmp(&a.count).then(a.township.cmp(&b.township)));
    gaps
}

fn pairs(scene: &Scene<'_>, counting: &Counting<'_>) -> Vec<PersonPair> {
    duplicates::people(scene.model, &counting.roster)
        .into_iter()
        .filter_map(|(a, b)| Some(PersonPair { a: scene.chip_of(a)?, b: scene.chip_of(b)? }))
        .collect()
}

/// Whether the one who looks may say who is who.
pub(super) fn may_answer(scene: &Scene<'_>) -> bool {
    let role = scene.model.role_now(scene.me, scene.now.day());
    role.is_some_and(|role| may(role, Action::Write(DocKind::Charter)))
}

/// People in the recycle bin, by the sound of their names.
pub(super) fn bin(scene: &Scene<'_>) -> Vec<PersonChip> {
    let deleted = scene.model.people().filter(|(_, kept)| kept.deleted);
    let mut chips: Vec<PersonChip> = deleted.map(|(id, kept)| scene.chip(id, kept.content)).collect();
    chips.sort_by(|a, b| (&a.spelled, a.person).cmp(&(&b.spelled, b.person)));
    chips
}

/// 成长档案: everything about a person, under whichever of their ids it was recorded.
pub fn person_page(scene: &Scene<'_>, person: PersonId) -> Option<PersonPage> {
    let kept = scene.model.person(person)?;
    let people = joined::people(&scene.model.facts);
    let root = people.root(person);
    let is = |id: &PersonId| people.root(*id) == root;
    let archive = super::archive(scene, person, None)?;
    Some(PersonPage {
        person,
        content: kept.content.clone(),
        fields: kept.fields.clone(),
        role: scene.model.role_on(person, scene.now.day()),
        deleted: kept.deleted,
        joined: people_of(scene).filter(|chip| is(&chip.person) && chip.person != person).collect(),
        maybe_same: maybe_same(scene, &is),
        told_apart: told_apart(scene, &is),
        may_answer: may_answer(scene),
        awaiting: if archive.mine { super::awaiting(scene) } else { Vec::new() },
        archive,
    })
}

fn people_of(scene: &Scene<'_>) -> impl Iterator<Item = PersonChip> {
    scene.model.roster().map(|(id, person)| scene.chip(id, person))
}

/// The other one of each open question about a person.
fn maybe_same(scene: &Scene<'_>, is: &dyn Fn(&PersonId) -> bool) -> Vec<PersonChip> {
    let counting = counting(scene.model, scene.now.day());
    let pairs = duplicates::people(scene.model, &counting.roster).into_iter();
    pairs.filter_map(|pair| other(is, pair)).filter_map(|id| scene.chip_of(id)).collect()
}

/// The other one of each pair with a person that was said to be two.
fn told_apart(scene: &Scene<'_>, is: &dyn Fn(&PersonId) -> bool) -> Vec<PersonChip> {
    let pairs = scene.model.facts.person_pairs().filter(|(_, _, _, same)| !same).map(|(_, a, b, _)| (a, b));
    pairs.filter_map(|pair| other(is, pair)).filter_map(|id| scene.chip_of(id)).collect()
}

fn other(is: &dyn Fn(&PersonId) -> bool, (a, b): (PersonId, PersonId)) -> Option<PersonId> {
    match (is(&a), is(&b)) {
        (true, false) => Some(b),
        (false, true) => Some(a),
        _ => None,
    }
}
