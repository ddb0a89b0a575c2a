//! The people of a demo studio: one chief, ten backbone teachers, a hundred rural teachers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Weekday};

use super::content::{Content, Plan};
use super::dice::Dice;
use super::{Stage, draft, set};
use crate::command::{Command, NewPerson};
use crate::id::{PersonId, RecordId};
use crate::record_type::RecordType;
use crate::term::Term;
use crate::time::{DAY_MS, Day, Millis};

/// 100 in "1+10+100".
const RURAL: usize = 100;

/// A rural teacher.
#[derive(Debug, Clone)]
pub(super) struct Teacher {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) school: String,
    pub(super) township: String,
}

impl<'a> Stage<'a> {
    /// A stage with its people, before anything happened.
    pub(super) fn new(content: &'a Content, plan: &'a Plan, mut dice: Dice, term: &Term, today: Day) -> Self {
        let chief = PersonId(dice.bytes());
        let backbone: Vec<PersonId> = plan.backbone.iter().map(|_| PersonId(dice.bytes())).collect();
        let mut names: BTreeMap<PersonId, String> =
            backbone.iter().copied().zip(plan.backbone.iter().cloned()).collect();
        names.insert(chief, plan.chief.clone());
        let taken: BTreeSet<String> = names.values().cloned().collect();
        let rural = teachers(content, plan, &mut dice, taken);
        names.extend(rural.iter().map(|t| (t.id, t.name.clone())));
        let reachable = rural.len() * plan.reach_percent.min(100) / 100;
        let days = working_days(term, today);
        let steps = Vec::new();
        Self { content, plan, dice, days, today, chief, backbone, rural, reachable, names, steps }
    }

    /// A few days before the first working day.
    pub(super) fn founded(&self) -> Millis {
        let first = self.days.first().copied().unwrap_or(self.today);
        Millis(Millis::from_local(first.and_hms_opt(9, 0, 0).unwrap_or_default()).0 - 4 * DAY_MS)
    }

    /// The chief describes the studio and enters everybody from two lists.
    pub(super) fn found(&mut self) {
        let at = |minutes: i64| Millis(self.founded().0 + DAY_MS + minutes * 60_000);
        let (first, second, third, fourth) = (at(0), at(12), at(30), at(45));
        let year = self.days.first().map_or(2026, Datelike::year);
        let record = self.record();
        let fields = vec![
            set("name", self.plan.name.as_str()),
            set("subject", self.plan.subject.as_str()),
            set("school", self.plan.school.as_str()),
            set("period_from", format!("{year}-08-01")),
            set("period_to", format!("{}-07-31", year + 3)),
            set("vision", self.plan.vision.as_str()),
            set("rules", self.plan.rules.as_str()),
        ];
        self.push(first, self.chief, Command::Save(draft(RecordType::Profile, record, fields)));
        let members = self.member_list();
        self.push(second, self.chief, Command::AddPeople(members));
        let list = self.rural.iter().map(|t| self.new_person(t)).collect();
        self.push(third, self.chief, Command::AddPeople(list));
        self.name_contacts(fourth);
    }

    /// Each rural teacher gets the backbone teacher who looks after them.
    fn name_contacts(&mut self, at: Millis) {
        let pairs: Vec<_> = self
            .rural
            .iter()
            .zip(self.backbone.iter().cycle())
            .map(|(teacher, member)| (teacher.id, *member))
            .collect();
        for (teacher, member) in pairs {
            let fields = vec![set("contact", member.to_string())];
            self.push(at, self.chief, Command::Save(draft(RecordType::Person, RecordId(teacher.0), fields)));
        }
    }

    fn member_list(&mut self) -> Vec<NewPerson> {
        let plan = self.plan;
        let subject = plan.subject.clone();
        let chief = NewPerson {
            person: Some(self.chief),
            name: plan.chief.clone(),
            school: plan.school.clone(),
            township: plan.township.clone(),
            subject: subject.clone(),
        };
        let townships = &self.content.county.townships;
        let backbone = self.backbone.iter().zip(&plan.backbone).enumerate().map(|(place, (id, name))| {
            let township = townships.get(place % townships.len().max(1));
            NewPerson {
                person: Some(*id),
                name: name.clone(),
                school: township.and_then(|t| t.schools.first()).cloned().unwrap_or_default(),
                township: township.map(|t| t.name.clone()).unwrap_or_default(),
                subject: subject.clone(),
            }
        });
        std::iter::once(chief).chain(backbone).collect()
    }

    pub(super) fn new_person(&self, teacher: &Teacher) -> NewPerson {
        NewPerson {
            person: Some(teacher.id),
            name: teacher.name.clone(),
            school: teacher.school.clone(),
            township: teacher.township.clone(),
            subject: self.plan.subject.clone(),
        }
    }

    /// Somebody notes when a young teacher was born.
    pub(super) fn note_birth(&mut self, by: PersonId, who: PersonId, at: Millis) {
        let (year, month) = (1992 + self.dice.below(9), 1 + self.dice.below(12));
        let fields = vec![set("born", format!("{year}-{month:02}"))];
        self.push(at, by, Command::Save(draft(RecordType::Person, RecordId(who.0), fields)));
    }
}

/// Teachers with names of their own, the studio's township first.
fn teachers(content: &Content, plan: &Plan, dice: &mut Dice, mut taken: BTreeSet<String>) -> Vec<Teacher> {
    let county = &content.county;
    let surnames: Vec<char> = county.surnames.chars().collect();
    let mut townships: Vec<_> = county.townships.iter().collect();
    townships.sort_by_key(|t| t.name != plan.township);
    let count = townships.len().max(1);
    let mut teachers = Vec::with_capacity(RURAL);
    // a small county's names run out only after thousands of tries
    for _ in 0..RURAL * 100 {
        let Some(township) = townships.get(teachers.len() * count / RURAL) else { break };
        let (Some(surname), Some(given)) = (dice.pick(&surnames), dice.pick(&county.given)) else { break };
        let name = format!("{surname}{given}");
        let school = dice.pick(&township.schools).cloned().unwrap_or_default();
        if taken.insert(name.clone()) {
            teachers.push(Teacher { id: PersonId(dice.bytes()), name, school, township: township.name.clone() });
        }
    }
    teachers
}

/// Mondays to Fridays of the term up to today, without holidays.
fn working_days(term: &Term, today: Day) -> Vec<Day> {
    term.first
        .iter_days()
        .take_while(|day| *day <= today)
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .filter(|day| !term.breaks.iter().any(|b| b.first <= *day && *day <= b.last))
        .collect()
}
