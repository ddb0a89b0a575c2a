//! 还差谁: what an indicator that is not met still lacks, person by person, and the record that would close it. It counts
//! nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::count::{Counted, Counting, Span};
use super::{Indicator, IndicatorState};
use crate::access::Role;
use crate::guide::{Count, Distinct, IndicatorRule, Measure};
use crate::id::PersonId;
use crate::mentoring::Dimension;
use crate::record_type::RecordType;

/// People in one offered record: more come to no meeting, and each township has its own offer.
const OFFER_PEOPLE_MAX: usize = 120;

/// What is still missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// How much, in the indicator's unit.
    pub short: i64,
    /// Whom it lacks, those who need least first.
    pub people: Vec<LackingPerson>,
    /// The same people, or those of places that are not covered, by township.
    pub townships: Vec<LackingTownship>,
    /// So many more than the roster can give: somebody must be added first.
    pub beyond_roster: i64,
    /// The record that would close it.
    pub offer: Option<Offer>,
}

/// Somebody whom an indicator lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingPerson {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 乡镇
    pub township: String,
    /// Dimensions in which they were guided already, where dimensions are asked for.
    pub has: Vec<Dimension>,
    /// Dimensions that they lack.
    pub lacks: Vec<Dimension>,
    /// The record about them alone that would help.
    pub offer: Option<Offer>,
}

/// A township and its people whom an indicator lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingTownship {
    /// 乡镇; empty when the roster does not say.
    pub name: String,
    /// How many of its people.
    pub people: usize,
    /// A meeting with them.
    pub offer: Offer,
}

/// A record that one could write next: its form opens with these people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What.
    pub record_type: RecordType,
    /// With whom.
    pub people: Vec<PersonId>,
    /// About what, for guidance.
    pub dimensions: Vec<Dimension>,
}

impl Offer {
    /// A meeting with these people.
    pub fn meeting(people: Vec<PersonId>) -> Self {
        Self { record_type: RecordType::Activity, people, dimensions: Vec::new() }
    }

    fn guidance(person: PersonId, dimensions: Vec<Dimension>) -> Self {
        Self { record_type: RecordType::Mentoring, people: vec![person], dimensions }
    }
}

/// What an indicator lacks; nothing when it is met, asks for nothing or is not counted.
pub(super) fn lacking(
    counting: &Counting<'_>,
    rule: &IndicatorRule,
    indicator: &Indicator,
    counted: &Counted,
    span: Span,
) -> Lacking {
    if !matches!(indicator.state, IndicatorState::OnTheWay | IndicatorState::Missing) {
        return Lacking::default();
    }
    let seeker = Seeker { counting, counted, short: indicator.missing() };
    let measure = match rule.count {
        Count::Records(of) => return seeker.records(of, &rule.distinct),
        Count::Named(measure) => measure,
    };
    match measure {
        Measure::RuralReached => seeker.rural(),
        Measure::TownshipsCovered => seeker.townships(),
        Measure::BackboneGuided => seeker.backbone(),
        Measure::YoungGuided => seeker.young(span, rule.young_age_max.unwrap_or(i64::MAX)),
        Measure::ChiefInPost | Measure::BackboneInPost => seeker.nobody(),
        Measure::Papers => Lacking { short: seeker.short, ..Lacking::default() },
        Measure::NotCounted => Lacking::default(),
    }
}

/// Looks for those who are missing.
struct Seeker<'a> {
    counting: &'a Counting<'a>,
    counted: &'a Counted,
    short: i64,
}

impl Seeker<'_> {
    /// Only how much: whoever is missing is nobody yet.
    fn nobody(&self) -> Lacking {
        Lacking { short: self.short, beyond_roster: self.short, ..Lacking::default() }
    }

    fn of(&self, people: Vec<LackingPerson>) -> Lacking {
        let found = i64::try_from(people.len()).unwrap_or(i64::MAX);
        Lacking { short: self.short, beyond_roster: (self.short - found).max(0), people, ..Lacking::default() }
    }

    /// Components that the number counts.
    fn counted(&self) -> BTreeSet<PersonId> {
        self.counted.people.iter().map(|person| self.counting.roster.root(person.person)).collect()
    }

    fn person(&self, root: PersonId) -> LackingPerson {
        let of = self.counting.counted(root, 0);
        LackingPerson {
            person: of.person,
            name: of.name,
            school: of.school,
            township: of.township,
            has: Vec::new(),
            lacks: Vec::new(),
            offer: None,
        }
    }

    /// Rural teachers of the roster whom nobody has reached.
    fn unreached(&self) -> Vec<LackingPerson> {
        let counted = self.counted();
        let roster = &self.counting.roster;
        let rural = roster.faces().map(|(root, _, _)| root).filter(|root| roster.is_rural(*root));
        rural.filter(|root| !counted.contains(root)).map(|root| self.person(root)).collect()
    }

    fn by_township(&self, people: &[LackingPerson]) -> Vec<LackingTownship> {
        let mut by_name: BTreeMap<&str, Vec<PersonId>> = BTreeMap::new();
        for one in people {
            by_name.entry(self.counting.townships.one(&one.township)).or_default().push(one.person);
        }
        let of = |(name, people): (&str, Vec<PersonId>)| LackingTownship {
            name: name.to_owned(),
            people: people.len(),
            offer: Offer::meeting(people.into_iter().take(OFFER_PEOPLE_MAX).collect()),
        };
        let mut townships: Vec<LackingTownship> = by_name.into_iter().map(of).collect();
        townships.sort_by(|a, b| (a.name.is_empty(), b.people, &a.name).cmp(&(b.name.is_empty(), a.people, &b.name)));
        townships
    }

    fn rural(&self) -> Lacking {
        let people = self.unreached();
        let all: Vec<PersonId> = people.iter().map(|one| one.person).take(OFFER_PEOPLE_MAX).collect();
        let townships = self.by_township(&people);
        let offer = (!all.is_empty()).then(|| Offer::meeting(all));
        Lacking { townships, offer, ..self.of(people) }
    }

    /// Townships of the roster that are not covered: one meeting with their people covers them.
    fn townships(&self) -> Lacking {
        let covered: BTreeSet<&str> = self.counted.parts.iter().map(|part| part.name.as_str()).collect();
        let mut people = self.unreached();
        let one = |person: &LackingPerson| self.counting.townships.one(&person.township).to_owned();
        people.retain(|person| !person.township.is_empty() && !covered.contains(one(person).as_str()));
        let townships = self.by_township(&people);
        let found = i64::try_from(townships.len()).unwrap_or(i64::MAX);
        let offer = townships.first().map(|township| township.offer.clone());
        let beyond_roster = (self.short - found).max(0);
        Lacking { short: self.short, people, townships, beyond_roster, offer }
    }

    fn backbone(&self) -> Lacking {
        let counted = self.counted();
        let backbone = self.counting.roster.holding(Role::Backbone).into_iter();
        let people = backbone.filter(|root| !counted.contains(root)).map(|root| {
            let person = self.person(root);
            LackingPerson { offer: Some(Offer::guidance(person.person, Vec::new())), ..person }
        });
        let people: Vec<LackingPerson> = people.collect();
        Lacking { offer: people.first().and_then(|one| one.offer.clone()), ..self.of(people) }
    }

    /// Young teachers whom a dimension is missing, those who lack least first. Whoever was guided in none is offered
    /// too: a chief cannot guess whom the roster calls young.
    fn young(&self, span: Span, age_max: i64) -> Lacking {
        let guided = self.counting.young_dimensions(span, age_max);
        let chiefs = self.counting.roster.holding(Role::Chief);
        let none = BTreeSet::new();
        let lacks = |root: PersonId| {
            let has = guided.get(&root).unwrap_or(&none);
            let (has, lacks): (Vec<Dimension>, Vec<Dimension>) = Dimension::ALL.iter().partition(|of| has.contains(of));
            let person = self.person(root);
            let offer = Some(Offer::guidance(person.person, lacks.clone()));
            (!lacks.is_empty()).then_some(LackingPerson { has, lacks, offer, ..person })
        };
        let young = self.counting.young(span.to, age_max).filter(|root| !chiefs.contains(root));
        let mut people: Vec<LackingPerson> = young.filter_map(lacks).collect();
        people.sort_by_key(|one| (one.lacks.len(), one.person));
        Lacking { offer: people.first().and_then(|one| one.offer.clone()), ..self.of(people) }
    }

    /// Records of one type: the next one. Whom it should be about nobody but the county knows.
    fn records(&self, of: RecordType, distinct: &Distinct) -> Lacking {
        if of == RecordType::Activity && *distinct == Distinct::Record {
            return self.meetings();
        }
        let next = Offer { record_type: of, people: Vec::new(), dimensions: Vec::new() };
        Lacking { short: self.short, offer: Some(next), ..Lacking::default() }
    }

    /// A meeting lacks nobody: the backbone teachers are asked to the next one.
    fn meetings(&self) -> Lacking {
        let backbone = self.counting.roster.holding(Role::Backbone).into_iter();
        let people = backbone.map(|root| self.counting.counted(root, 0).person).collect();
        Lacking { short: self.short, offer: Some(Offer::meeting(people)), ..Lacking::default() }
    }
}
