//! The people of a demo studio: one chief, ten backbone teachers, a hundred rural teachers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Weekday};

use super::content::{Content, DemoProject, Plan};
use super::dice::Dice;
use super::{DemoMember, DemoStudio, Stage, draft, set};
use crate::access::Role;
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
    pub(super) fn new(content: &'a Content, plan: &'a Plan, mut dice: Dice, terms: &[Term], today: Day) -> Self {
        let chief = PersonId(dice.bytes());
        let backbone: Vec<PersonId> = plan.backbone.iter().map(|_| PersonId(dice.bytes())).collect();
        let mut names: BTreeMap<PersonId, String> =
            backbone.iter().copied().zip(plan.backbone.iter().cloned()).collect();
        names.insert(chief, plan.chief.clone());
        let taken: BTreeSet<String> = names.values().cloned().collect();
        let rural = teachers(content, plan, &mut dice, taken);
        names.extend(rural.iter().map(|t| (t.id, t.name.clone())));
        let first = terms.first().and_then(|term| working_days(term, today).first().copied()).unwrap_or(today);
        Self {
            content,
            plan,
            dice,
            founded: days_before(first, 4),
            days: Vec::new(),
            round: (0, 1),
            today,
            chief,
            backbone,
            rural,
            reachable: 0,
            met: 0,
            names,
            said: BTreeSet::new(),
            topics: BTreeMap::new(),
            guided: [0; 3],
            turns: vec![0; content.works().len()],
            outcomes: 0,
            away: BTreeMap::new(),
            steps: Vec::new(),
        }
    }

    /// The next term begins: more teachers are within reach than in the one before.
    pub(super) fn open(&mut self, term: &Term, round: (usize, usize)) {
        self.days = working_days(term, self.today);
        self.round = round;
        let reach = self.rural.len() * self.plan.reach_percent.min(100) / 100;
        self.reachable = reach * (round.0 + 1) / round.1.max(1);
        if self.is_last_term() {
            self.lose_network();
        }
    }

    /// Some members are without a network for two or three weeks in the middle of the term.
    fn lose_network(&mut self) {
        let Some(from) = self.days.get(self.days.len() / 2).copied() else { return };
        for n in 0..self.plan.away.min(self.backbone.len()) {
            let weeks = 2 + self.dice.below(2) as i64;
            let to = from + chrono::Duration::days(weeks * 7 + n as i64);
            let person = self.backbone.get(n + 2).copied();
            if let Some(person) = person.filter(|_| to < self.today) {
                self.away.insert(person, (days_before(from, 0), days_before(to, 0)));
            }
        }
    }

    /// The chief describes the studio and enters everybody from two lists.
    pub(super) fn found(&mut self) {
        let at = |minutes: i64| Millis(self.founded.0 + DAY_MS + minutes * 60_000);
        let (first, second, third, fourth) = (at(0), at(12), at(30), at(45));
        let year = self.founded.day().year();
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

/// Nine in the morning of a day, or of one before it.
fn days_before(day: Day, days: i64) -> Millis {
    Millis(Millis::from_local(day.and_hms_opt(9, 0, 0).unwrap_or_default()).0 - days * DAY_MS)
}

/// A studio whose chief is invited since a week and has not come.
pub(super) fn waiting(plan: &Plan, project: DemoProject, mut dice: Dice, today: Day) -> DemoStudio {
    let chief = DemoMember { person: PersonId(dice.bytes()), name: plan.chief.clone(), role: Role::Chief };
    DemoStudio {
        name: plan.name.clone(),
        project,
        founded: days_before(today, 6),
        members: Vec::new(),
        awaited: Some(chief),
        steps: Vec::new(),
        last_sync: BTreeMap::new(),
        away: BTreeMap::new(),
    }
}

/// Mondays to Fridays of the term up to today, without holidays.
fn working_days(term: &Term, today: Day) -> Vec<Day> {
    term.first
        .iter_days()
        .take_while(|day| *day <= today.min(term.last))
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .filter(|day| !term.breaks.iter().any(|b| b.first <= *day && *day <= b.last))
        .collect()
}
