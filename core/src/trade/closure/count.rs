//! Counting: what an indicator's rule comes to over a span of days. Only records that were handed in, are
//! not in the recycle bin and are not in the future count.

use std::collections::{BTreeMap, BTreeSet};

use super::roster::Roster;
use super::township::Townships;
use super::{CountedPerson, Part};
use crate::access::Role;
use crate::activity::Activity;
use crate::birth_month::BirthMonth;
use crate::guide::{Count, IndicatorRule, Measure, PaperRule};
use crate::id::{PersonId, RecordId};
use crate::joined::Joined;
use crate::mentoring::{Dimension, MentoringLog};
use crate::person::Person;
use crate::read::{ReadModel, Typed};
use crate::record_type::RecordType;
use crate::time::Day;

/// A span of days; both ends belong to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Option<Day>,
    pub(crate) to: Day,
}

impl Span {
    pub(crate) fn holds(self, day: Option<Day>) -> bool {
        day.is_some_and(|day| day <= self.to && self.from.is_none_or(|from| from <= day))
    }
}

/// What a measure came to.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) value: i64,
    /// Records behind it; of joined activities each with the others.
    pub(crate) records: BTreeMap<RecordId, Vec<RecordId>>,
    pub(crate) people: Vec<CountedPerson>,
    pub(crate) parts: Vec<Part>,
    pub(crate) unknown_people: usize,
}

/// Everything that counting reads.
#[derive(Debug)]
pub(crate) struct Counting<'a> {
    pub(crate) model: &'a ReadModel,
    pub(crate) roster: Roster<'a>,
    pub(crate) joined: Joined<RecordId>,
    pub(crate) townships: Townships,
    /// 材料 of the project's direction.
    pub(crate) papers: &'a [PaperRule],
}

/// People reached, with the records in which they were, and those whom nobody knows.
#[derive(Debug, Default)]
struct Reached {
    records: BTreeMap<PersonId, BTreeSet<RecordId>>,
    unknown: BTreeSet<PersonId>,
}

impl<'a> Counting<'a> {
    /// What a rule comes to over a span.
    pub(crate) fn measure(&self, rule: &IndicatorRule, span: Span) -> Counted {
        let measure = match rule.count {
            Count::Records(of) => return self.row(of, rule, span),
            Count::Named(measure) => measure,
        };
        match measure {
            Measure::ChiefInPost => self.in_post(Role::Chief),
            Measure::BackboneInPost => self.in_post(Role::Backbone),
            Measure::RuralReached => self.rural_reached(span),
            Measure::BackboneGuided => self.backbone_guided(span),
            Measure::YoungGuided => self.young_guided(span, rule.young_age_max.unwrap_or(i64::MAX)),
            Measure::TownshipsCovered => self.townships_covered(span),
            Measure::Papers => self.papers(rule),
            Measure::NotCounted => Counted::default(),
        }
    }

    fn activities(&self, span: Span) -> impl Iterator<Item = Typed<'a, Activity>> {
        self.model.activities().filter(move |kept| kept.counts() && span.holds(kept.content.day))
    }

    fn mentoring(&self, span: Span) -> impl Iterator<Item = Typed<'a, MentoringLog>> {
        self.model.mentoring().filter(move |kept| kept.counts() && span.holds(kept.content.day))
    }

    fn in_post(&self, role: Role) -> Counted {
        let holders = self.roster.holding(role);
        let people: Vec<CountedPerson> = holders.iter().map(|root| self.counted(*root, 0)).collect();
        Counted { value: number(people.len()), people, ..Counted::default() }
    }

    fn reached(&self, span: Span) -> Reached {
        let mut reached = Reached::default();
        for kept in self.activities(span) {
            let record = self.joined.root(kept.id);
            for person in kept.content.present() {
                self.reach(&mut reached, person, record, kept.content.day);
            }
        }
        for kept in self.mentoring(span) {
            if let Some(mentee) = kept.content.mentee {
                self.reach(&mut reached, mentee, kept.id, kept.content.day);
            }
        }
        reached
    }

    fn reach(&self, reached: &mut Reached, person: PersonId, record: RecordId, day: Option<Day>) {
        let root = self.roster.root(person);
        if self.roster.face(root).is_none() {
            reached.unknown.insert(root);
        } else if day.is_some_and(|day| self.roster.is_rural_on(root, day)) {
            reached.records.entry(root).or_default().insert(record);
        }
    }

    /// How often each rural teacher was reached over a span, by component.
    pub(crate) fn rural_times(&self, span: Span) -> BTreeMap<PersonId, usize> {
        self.reached(span).records.into_iter().map(|(root, records)| (root, records.len())).collect()
    }

    /// Everybody who was guided one to one over a span, by component.
    pub(crate) fn mentees(&self, span: Span) -> BTreeSet<PersonId> {
        self.mentoring(span).filter_map(|kept| kept.content.mentee).map(|id| self.roster.root(id)).collect()
    }

    fn rural_reached(&self, span: Span) -> Counted {
        let reached = self.reached(span);
        let people: Vec<CountedPerson> =
            reached.records.iter().map(|(root, records)| self.counted(*root, records.len())).collect();
        Counted {
            value: number(people.len()),
            records: self.with_joined(reached.records.values().flatten().copied(), span),
            people,
            parts: Vec::new(),
            unknown_people: reached.unknown.len(),
        }
    }

    fn townships_covered(&self, span: Span) -> Counted {
        let mut counted = self.rural_reached(span);
        let mut townships: BTreeMap<String, i64> = BTreeMap::new();
        counted.people.retain(|person| !person.township.is_empty());
        for person in &counted.people {
            *townships.entry(self.townships.one(&person.township).to_owned()).or_default() += 1;
        }
        counted.value = number(townships.len());
        counted.parts = townships.into_iter().map(|(name, count)| Part::named(name, count)).collect();
        counted
    }

    fn backbone_guided(&self, span: Span) -> Counted {
        let mut times: BTreeMap<PersonId, BTreeSet<RecordId>> = BTreeMap::new();
        for kept in self.mentoring(span) {
            let log = kept.content;
            let (Some(mentor), Some(mentee), Some(day)) = (log.mentor, log.mentee, log.day) else {
                continue;
            };
            let (mentor, mentee) = (self.roster.root(mentor), self.roster.root(mentee));
            if self.roster.held(mentor, Role::Chief, day) && self.roster.held(mentee, Role::Backbone, day) {
                times.entry(mentee).or_default().insert(kept.id);
            }
        }
        self.people_and_logs(times)
    }

    /// Guidance of young teachers over a span: the teacher's component, the record, its dimensions.
    fn guidance_of_young(&self, span: Span, age_max: i64) -> Vec<(PersonId, RecordId, &'a BTreeSet<Dimension>)> {
        let of_young = self.mentoring(span).filter_map(|kept| {
            let root = self.roster.root(kept.content.mentee?);
            let day = kept.content.day?;
            let young = self.roster.face(root).is_some_and(|(_, person)| may_be_young(person, day, age_max));
            young.then_some((root, kept.id, &kept.content.dimensions))
        });
        of_young.collect()
    }

    /// In which dimensions each young teacher was guided over a span, by component.
    pub(crate) fn young_dimensions(&self, span: Span, age_max: i64) -> BTreeMap<PersonId, BTreeSet<Dimension>> {
        let mut dimensions: BTreeMap<PersonId, BTreeSet<Dimension>> = BTreeMap::new();
        for (root, _, of) in self.guidance_of_young(span, age_max) {
            dimensions.entry(root).or_default().extend(of);
        }
        dimensions
    }

    /// Components of the roster that may be young on a day.
    pub(crate) fn young(&self, day: Day, age_max: i64) -> impl Iterator<Item = PersonId> {
        self.roster.faces().filter(move |(_, _, face)| may_be_young(face, day, age_max)).map(|(root, _, _)| root)
    }

    fn young_guided(&self, span: Span, age_max: i64) -> Counted {
        let dimensions = self.young_dimensions(span, age_max);
        let mut logs: BTreeMap<PersonId, BTreeSet<RecordId>> = BTreeMap::new();
        for (root, record, _) in self.guidance_of_young(span, age_max) {
            logs.entry(root).or_default().insert(record);
        }
        let parts = Dimension::ALL
            .iter()
            .map(|dimension| Part {
                label_key: dimension.label_key().to_owned(),
                name: String::new(),
                count: number(dimensions.values().filter(|of| of.contains(dimension)).count()),
            })
            .collect();
        logs.retain(|root, _| dimensions.get(root).is_some_and(|of| of.len() == Dimension::ALL.len()));
        Counted { parts, ..self.people_and_logs(logs) }
    }

    fn people_and_logs(&self, logs: BTreeMap<PersonId, BTreeSet<RecordId>>) -> Counted {
        let people: Vec<CountedPerson> = logs.iter().map(|(root, ids)| self.counted(*root, ids.len())).collect();
        Counted {
            value: number(people.len()),
            records: logs.into_values().flatten().map(|id| (id, Vec::new())).collect(),
            people,
            ..Counted::default()
        }
    }

    /// Records with those joined to each: of a joined meeting the first record of the span stands
    /// for all.
    fn with_joined(&self, roots: impl Iterator<Item = RecordId>, span: Span) -> BTreeMap<RecordId, Vec<RecordId>> {
        let roots: BTreeSet<RecordId> = roots.collect();
        let mut groups: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for kept in self.activities(span) {
            let root = self.joined.root(kept.id);
            if roots.contains(&root) {
                groups.entry(root).or_default().push(kept.id);
            }
        }
        let meetings = groups.into_values().filter_map(|mut ids| {
            let first = (!ids.is_empty()).then(|| ids.remove(0))?;
            Some((first, ids))
        });
        let logs =
            roots.iter().filter(|id| self.model.get(RecordType::Mentoring, **id).is_some()).map(|id| (*id, Vec::new()));
        meetings.chain(logs).collect()
    }

    /// A component as people recognise it.
    pub(crate) fn counted(&self, root: PersonId, times: usize) -> CountedPerson {
        let (person, face) = match self.roster.face(root) {
            Some((id, face)) => (id, Some(face)),
            None => (root, None),
        };
        let text = |get: fn(&Person) -> &String| face.map(get).cloned().unwrap_or_default();
        CountedPerson {
            person,
            name: self.model.name_of(person).to_owned(),
            school: text(|p| &p.school),
            township: text(|p| &p.township),
            times,
        }
    }
}

/// Not known to be older than `age_max` on a day: without a month of birth anybody may be young.
fn may_be_young(person: &Person, day: Day, age_max: i64) -> bool {
    let born = person.born.as_deref().and_then(BirthMonth::read).and_then(BirthMonth::first_day);
    born.is_none_or(|born| i64::from(day.years_since(born).unwrap_or_default()) <= age_max)
}

pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
