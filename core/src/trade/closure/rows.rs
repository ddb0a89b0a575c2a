//! Counting a row of the guide: the records of one type over a span of days, each thing once, and what the things are
//! worth where the guide gives points. It knows no type by name.

use std::collections::{BTreeMap, BTreeSet};

use super::Part;
use super::count::{Counted, Counting, Span, number};
use crate::face::there;
use crate::form::{FieldSpec, Input};
use crate::guide::{Deduct, Distinct, IndicatorRule, Own, Points, is_own};
use crate::id::{PersonId, RecordId};
use crate::read::Kept;
use crate::record_type::RecordType;
use crate::tolerant;

/// One thing and the records that tell of it, the first one first.
type Things<'a, K> = BTreeMap<K, Vec<&'a Kept>>;

/// Whether a rule asks for such a record: its type, and the words in its choices.
pub(super) fn asks_for(rule: &IndicatorRule, kept: &Kept) -> bool {
    has_words(kept, &rule.only)
}

/// Whether in each of these choices one of its words stands.
pub(super) fn has_words(kept: &Kept, only: &BTreeMap<String, Vec<String>>) -> bool {
    only.iter().all(|(key, words)| words.iter().any(|word| has_word(kept, key, word)))
}

fn has_word(kept: &Kept, key: &str, word: &str) -> bool {
    if is_own(key) {
        return tolerant::str(&kept.fields, key) == Some(word);
    }
    let Some(spec) = kept.record_type.says().field(key).filter(|spec| spec.belongs(&kept.fields)) else { return false };
    match spec.input {
        Input::Choices(_) => {
            let chosen = tolerant::below(&kept.fields, key).find(|(one, _)| *one == word);
            chosen.is_some_and(|(_, value)| value.as_bool() != Some(false))
        }
        _ => tolerant::str(&kept.fields, key) == Some(word),
    }
}

impl<'a> Counting<'a> {
    /// What a row over records of a type comes to over a span.
    pub(super) fn row(&self, of: RecordType, rule: &IndicatorRule, span: Span) -> Counted {
        let asked = self.model.each(of).filter(|kept| kept.counts() && span.holds(kept.day()) && asks_for(rule, kept));
        let mut records: Things<'a, RecordId> = BTreeMap::new();
        for kept in asked {
            records.entry(self.joined.root(kept.id)).or_default().push(kept);
        }
        match &rule.distinct {
            Distinct::Record => self.each_record(of, rule, &records),
            Distinct::Person(key) => self.each_person(rule, &records, |spec| spec.key == key),
            Distinct::School(key) => self.each_school(rule, &records, key),
            Distinct::Township => self.each_township(of, rule, &records),
            Distinct::Word(key) => each_word(of, rule, &records, (key, &self.model.own)),
        }
    }

    fn each_record(&self, of: RecordType, rule: &IndicatorRule, records: &Things<'a, RecordId>) -> Counted {
        let by = rule.points.as_ref().and_then(|points| points.by.as_deref()).or(of.says().face.level);
        let parts = by.and_then(|key| of.says().field(key)).map(|spec| parts(of, spec, records, &self.model.own));
        let parts = parts.unwrap_or_default();
        Counted { value: worth(rule, records), records: behind(records.values()), parts, ..Counted::default() }
    }

    /// People of the roster; those whom it does not hold are told apart.
    fn each_person(
        &self,
        rule: &IndicatorRule,
        records: &Things<'a, RecordId>,
        names: impl Fn(&FieldSpec) -> bool,
    ) -> Counted {
        let mut people: Things<'a, PersonId> = BTreeMap::new();
        let mut unknown: BTreeSet<PersonId> = BTreeSet::new();
        for kept in records.values().flatten() {
            for root in people_in(kept, &names).map(|person| self.roster.root(person)) {
                if self.roster.face(root).is_some() {
                    people.entry(root).or_default().push(kept);
                } else {
                    unknown.insert(root);
                }
            }
        }
        let once = |kept: &[&Kept]| kept.iter().map(|k| self.joined.root(k.id)).collect::<BTreeSet<_>>().len();
        let known: BTreeSet<RecordId> = people.values().flatten().map(|kept| kept.id).collect();
        let told = records.values().filter(|all| all.iter().any(|kept| known.contains(&kept.id)));
        Counted {
            value: worth(rule, &people),
            records: behind(told),
            people: people.iter().map(|(root, kept)| self.counted(*root, once(kept))).collect(),
            parts: Vec::new(),
            unknown_people: unknown.len(),
        }
    }

    /// Schools of the people whom a field names, as the roster has them.
    fn each_school(&self, rule: &IndicatorRule, records: &Things<'a, RecordId>, key: &str) -> Counted {
        let mut counted = self.each_person(rule, records, |spec| spec.key == key);
        counted.people.retain(|person| !person.school.is_empty());
        let mut schools: Things<'a, String> = BTreeMap::new();
        for kept in records.values().flatten() {
            let roots: BTreeSet<PersonId> =
                people_in(kept, |spec| spec.key == key).map(|person| self.roster.root(person)).collect();
            for person in counted.people.iter().filter(|p| roots.contains(&self.roster.root(p.person))) {
                schools.entry(person.school.clone()).or_default().push(kept);
            }
        }
        let people_of = |name: &str| counted.people.iter().filter(|p| p.school == name).count();
        let parts = schools.keys().map(|name| Part::named(name.clone(), number(people_of(name)))).collect();
        let told: BTreeSet<RecordId> = schools.values().flatten().map(|kept| kept.id).collect();
        let behind = behind(records.values().filter(|all| all.iter().any(|kept| told.contains(&kept.id))));
        Counted { value: worth(rule, &schools), records: behind, parts, ..counted }
    }

    /// Townships of everybody in a record's face.
    fn each_township(&self, of: RecordType, rule: &IndicatorRule, records: &Things<'a, RecordId>) -> Counted {
        let face = of.says().face.people;
        let mut counted = self.each_person(rule, records, |spec| face.contains(&spec.key));
        counted.people.retain(|person| !person.township.is_empty());
        let mut townships: Things<'a, &str> = BTreeMap::new();
        for kept in records.values().flatten() {
            let roots: BTreeSet<PersonId> =
                people_in(kept, |spec| face.contains(&spec.key)).map(|person| self.roster.root(person)).collect();
            for person in counted.people.iter().filter(|p| roots.contains(&self.roster.root(p.person))) {
                townships.entry(self.townships.one(&person.township)).or_default().push(kept);
            }
        }
        let people_of = |name: &str| counted.people.iter().filter(|p| self.townships.one(&p.township) == name).count();
        let part = |name: &&str| Part::named((*name).to_owned(), number(people_of(name)));
        let reached: BTreeSet<RecordId> = townships.values().flatten().map(|kept| kept.id).collect();
        let told = records.values().filter(|all| all.iter().any(|kept| reached.contains(&kept.id)));
        Counted {
            value: worth(rule, &townships),
            records: behind(told),
            parts: townships.keys().map(part).collect(),
            ..counted
        }
    }
}

/// Each word of a choice once, with the records that hold it.
fn each_word(
    of: RecordType,
    rule: &IndicatorRule,
    records: &Things<'_, RecordId>,
    (key, own): (&str, &Own),
) -> Counted {
    let Some(spec) = of.says().field(key) else { return Counted::default() };
    let mut words: BTreeMap<&str, Vec<&Kept>> = BTreeMap::new();
    for kept in records.values().flatten().filter(|kept| spec.belongs(&kept.fields)) {
        if let Some(word) = tolerant::str(&kept.fields, key) {
            words.entry(word).or_default().push(kept);
        }
    }
    let known: BTreeSet<RecordId> = words.values().flatten().map(|kept| kept.id).collect();
    let told = records.values().filter(|all| all.iter().any(|kept| known.contains(&kept.id)));
    let parts = parts(of, spec, records, own);
    Counted { value: worth(rule, &words), records: behind(told), parts, ..Counted::default() }
}

/// People whom some fields of a record name; of those asked to come, those who were there.
fn people_in(kept: &Kept, names: impl Fn(&FieldSpec) -> bool) -> impl Iterator<Item = PersonId> {
    let fields = kept.record_type.says().shown(&kept.fields).filter(move |spec| names(spec));
    fields.flat_map(|spec| there(spec, &kept.fields))
}

/// The records behind a number: of those that tell of one thing the first stands for all.
fn behind<'k, 'a: 'k>(things: impl Iterator<Item = &'k Vec<&'a Kept>>) -> BTreeMap<RecordId, Vec<RecordId>> {
    let told = things.filter_map(|kept| {
        let (first, others) = kept.split_first()?;
        Some((first.id, others.iter().map(|other| other.id).collect()))
    });
    told.collect()
}

/// How many things, or what they are worth, no more than the cap.
fn worth<K>(rule: &IndicatorRule, things: &Things<'_, K>) -> i64 {
    let count = number(things.len());
    let all = match &rule.points {
        None => count,
        Some(points) => {
            let sum = things.values().filter_map(|kept| kept.iter().map(|k| points.worth(k)).max()).sum::<i64>();
            (sum - rule.deduct.map_or(0, |deduct| deduct.taken(count))).max(0)
        }
    };
    rule.most.map_or(all, |most| all.min(most))
}

impl Points {
    fn worth(&self, kept: &Kept) -> i64 {
        let spec = self.by.as_deref().and_then(|key| kept.record_type.says().field(key));
        let word =
            spec.filter(|spec| spec.belongs(&kept.fields)).and_then(|spec| tolerant::str(&kept.fields, spec.key));
        word.and_then(|word| self.of.get(word)).copied().unwrap_or(self.each)
    }
}

impl Deduct {
    fn taken(self, count: i64) -> i64 {
        (self.under - count).max(0) * self.each
    }
}

/// How many things have each word of a choice, the last word first, the county's own after those of the type; of several
/// records of one thing the last word.
fn parts(of: RecordType, spec: &FieldSpec, things: &Things<'_, RecordId>, own: &Own) -> Vec<Part> {
    let Input::Choice(choices) = spec.input else { return Vec::new() };
    let part = |label_key: &str, name: &str| Part { label_key: label_key.to_owned(), name: name.to_owned(), count: 0 };
    let known = choices.iter().map(|(word, label)| ((*word).to_owned(), part(label, "")));
    let mut words: Vec<(String, Part)> =
        known.chain(own.words(of, spec.key).map(|(word, title)| (word, part("", title)))).collect();
    let place = |kept: &&Kept| {
        let stands = tolerant::str(&kept.fields, spec.key);
        words.iter().position(|(word, _)| Some(word.as_str()) == stands)
    };
    let places: Vec<usize> = things.values().filter_map(|kept| kept.iter().filter_map(place).max()).collect();
    for (at, (_, part)) in words.iter_mut().enumerate() {
        part.count = number(places.iter().filter(|place| **place == at).count());
    }
    words.into_iter().rev().map(|(_, part)| part).filter(|part| part.count > 0).collect()
}
