//! The steps that everybody takes for whom a project is (选, 育, 用, 评): behind which of them a record stands, and what is
//! offered where none does. It judges nobody.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Offer;
use super::count::{Counting, Span};
use super::rows::has_words;
use crate::face::there;
use crate::guide::{PersonStep, StepRecords};
use crate::id::{PersonId, RecordId};
use crate::read::Kept;
use crate::record_type::RecordType;
use crate::time::Day;

/// A step as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepHead {
    /// Its title.
    pub title: String,
    /// How many took it.
    pub taken: usize,
}

/// Somebody on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnTheSteps {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// One for each step.
    pub steps: Vec<StepTaken>,
}

/// Whether a step is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepTaken {
    /// In so many records, of which this is the newest.
    Taken {
        /// The newest one.
        record: RecordId,
        /// How many.
        records: usize,
    },
    /// Not yet: this record would say it.
    Open(Offer),
}

/// Records of a step by person, each with its day.
type Taken = BTreeMap<PersonId, BTreeSet<(Option<Day>, RecordId)>>;

/// Everybody of the roster without a role, those first who have most before them.
pub(super) fn steps(counting: &Counting<'_>, steps: &[PersonStep], span: Span) -> (Vec<StepHead>, Vec<OnTheSteps>) {
    if steps.is_empty() {
        return Default::default();
    }
    let taken: Vec<Taken> = steps.iter().map(|step| taken(counting, step, span)).collect();
    let mut people: Vec<OnTheSteps> = counting
        .roster
        .faces()
        .filter(|(root, ..)| counting.roster.is_rural(*root))
        .map(|(root, ..)| {
            let person = counting.counted(root, 0);
            let of = |(step, taken): (&PersonStep, &Taken)| one(step, taken.get(&root), person.person);
            let steps = steps.iter().zip(&taken).map(of).collect();
            OnTheSteps { person: person.person, name: person.name, school: person.school, steps }
        })
        .collect();
    let open = |one: &OnTheSteps| one.steps.iter().filter(|step| matches!(step, StepTaken::Open(_))).count();
    people.sort_by_cached_key(|one| (std::cmp::Reverse(open(one)), one.school.clone(), one.name.clone(), one.person));
    let took = |one: &OnTheSteps, place: usize| matches!(one.steps.get(place), Some(StepTaken::Taken { .. }));
    let count = |place: usize| people.iter().filter(|one| took(one, place)).count();
    let head = |(place, step): (usize, &PersonStep)| StepHead { title: step.title.clone(), taken: count(place) };
    (steps.iter().enumerate().map(head).collect(), people)
}

fn one(step: &PersonStep, taken: Option<&BTreeSet<(Option<Day>, RecordId)>>, person: PersonId) -> StepTaken {
    match taken.and_then(|records| Some((records.last()?.1, records.len()))) {
        Some((record, records)) => StepTaken::Taken { record, records },
        None => StepTaken::Open(Offer {
            // a guide without one is refused
            record_type: step.by.first().map_or(RecordType::Mentoring, |by| by.of),
            people: vec![person],
            dimensions: Vec::new(),
        }),
    }
}

fn taken(counting: &Counting<'_>, step: &PersonStep, span: Span) -> Taken {
    let mut taken = Taken::new();
    for by in &step.by {
        for kept in counting.model.each(by.of).filter(|kept| kept.counts() && span.holds(kept.day())) {
            if has_words(kept, &by.only) {
                for person in named(by, kept) {
                    taken.entry(counting.roster.root(person)).or_default().insert((kept.day(), kept.id));
                }
            }
        }
    }
    taken
}

fn named(by: &StepRecords, kept: &Kept) -> Vec<PersonId> {
    let field = by.of.says().field(&by.who).filter(|spec| spec.belongs(&kept.fields));
    field.map(|spec| there(spec, &kept.fields)).unwrap_or_default()
}
