//! A made-up county for `demo`, screenshots and measurements: believable studios as scripts of
//! commands, the same for the same seed. Names and texts come from `assets/demo`; nothing here
//! writes, signs or sends, and nothing of it reaches a real studio.

mod content;
mod dice;
mod meetings;
mod people;
mod works;
mod year;

use std::collections::{BTreeMap, BTreeSet};

pub use content::{Content, DemoError};

use crate::access::Role;
use crate::command::{Command, Draft};
use crate::edit::FieldEdit;
use crate::id::{PersonId, RecordId};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::term::Term;
use crate::time::{Day, Millis};
use dice::Dice;

/// A studio as a script.
#[derive(Debug, Clone)]
pub struct DemoStudio {
    /// 名称
    pub name: String,
    /// 项目名称
    pub project: String,
    /// When it was founded, a few days before its term.
    pub founded: Millis,
    /// Chief first, then the backbone teachers.
    pub members: Vec<DemoMember>,
    /// What its members do, in order of time. A step runs on the phone of the one who does it.
    pub steps: Vec<Step>,
    /// When each member last synced. Work after that is still on their phone and not in `steps`.
    pub last_sync: BTreeMap<PersonId, Millis>,
}

/// A member of a demo studio.
#[derive(Debug, Clone)]
pub struct DemoMember {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// As what.
    pub role: Role,
}

/// One action.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: Millis,
    /// Who.
    pub by: PersonId,
    /// What.
    pub command: Command,
}

/// The studio with this number in the content, over a term up to a day; `None` when there is none.
pub fn studio(content: &Content, number: usize, seed: u64, term: &Term, today: Day) -> Option<DemoStudio> {
    let plan = content.county.studios.get(number)?;
    let dice = Dice::new(seed ^ (number as u64).wrapping_mul(0x9e37_79b9));
    let mut stage = Stage::new(content, plan, dice, term, today.min(term.last));
    stage.found();
    stage.meetings();
    stage.works();
    stage.year();
    Some(stage.finish())
}

/// Everything that a script is made from, and the script so far.
struct Stage<'a> {
    content: &'a Content,
    plan: &'a content::Plan,
    dice: Dice,
    days: Vec<Day>,
    today: Day,
    chief: PersonId,
    backbone: Vec<PersonId>,
    /// Rural teachers, near ones first; those after `reachable` are not reached yet.
    rural: Vec<people::Teacher>,
    reachable: usize,
    names: BTreeMap<PersonId, String>,
    steps: Vec<Step>,
}

impl Stage<'_> {
    /// A working day, evenly over the term: the `n`th of `of`.
    fn day(&mut self, n: usize, of: usize) -> Day {
        let count = self.days.len().max(1);
        let place = n * count / of.max(1) + self.dice.below(3);
        self.days.get(place.min(count - 1)).copied().unwrap_or(self.today)
    }

    /// Some time after an event: the same evening, seldom days later, never after today.
    fn written_at(&mut self, day: Day) -> Millis {
        let late = if self.dice.chance(6) { 2 + self.dice.below(7) } else { 0 };
        let day = (day + chrono::Duration::days(late as i64)).min(self.today);
        let hour = 16 + self.dice.below(5);
        self.instant(day, hour, 60)
    }

    fn instant(&mut self, day: Day, hour: usize, minutes: usize) -> Millis {
        let minute = self.dice.below(minutes.max(1));
        let (hour, minute) = (u32::try_from(hour).unwrap_or(12), u32::try_from(minute).unwrap_or(0));
        let local = day.and_hms_opt(hour.min(23), minute.min(59), 0).unwrap_or_default();
        Millis::from_local(local)
    }

    fn push(&mut self, at: Millis, by: PersonId, command: Command) {
        self.steps.push(Step { at, by, command });
    }

    fn record(&mut self) -> RecordId {
        RecordId(self.dice.bytes())
    }

    /// The script in order of time, without what lies on phones that have not synced.
    fn finish(mut self) -> DemoStudio {
        let end = Millis::from_local(self.today.and_hms_opt(8, 30, 0).unwrap_or_default());
        let quiet = self.plan.quiet.min(self.backbone.len());
        let mut last_sync = BTreeMap::from([(self.chief, end)]);
        let members: Vec<PersonId> = self.backbone.clone();
        for (place, person) in members.into_iter().enumerate() {
            let is_quiet = place + quiet >= self.backbone.len();
            let days = if is_quiet { self.plan.quiet_days } else { i64::from(self.dice.chance(30)) };
            let day = self.today - chrono::Duration::days(days);
            let at = self.instant(day, 7, 60);
            last_sync.insert(person, at);
        }
        self.steps.sort_by_key(|step| step.at);
        self.steps.retain(|step| last_sync.get(&step.by).is_some_and(|at| step.at <= *at));
        let mut born = BTreeSet::new();
        self.steps.retain(|step| {
            born.extend(births(&step.command));
            answered(&step.command).iter().all(|record| born.contains(record))
        });
        let member = |person: PersonId, role: Role, names: &BTreeMap<PersonId, String>| DemoMember {
            person,
            name: names.get(&person).cloned().unwrap_or_default(),
            role,
        };
        let chief = member(self.chief, Role::Chief, &self.names);
        let backbone = self.backbone.iter().map(|id| member(*id, Role::Backbone, &self.names));
        DemoStudio {
            name: self.plan.name.clone(),
            project: self.content.county.project.clone(),
            founded: self.founded(),
            members: std::iter::once(chief).chain(backbone).collect(),
            steps: self.steps,
            last_sync,
        }
    }
}

/// The records that come into being with a command.
fn births(command: &Command) -> Vec<RecordId> {
    match command {
        Command::Save(draft) | Command::Finish(draft) => vec![draft.record],
        Command::AddPeople(people) => people.iter().filter_map(|new| Some(RecordId(new.person?.0))).collect(),
        _ => Vec::new(),
    }
}

/// The records that a command answers about. What is not written yet, or lies on a phone that has not synced, cannot be
/// answered.
fn answered(command: &Command) -> Vec<RecordId> {
    match command {
        Command::SameWork { a, b, .. } => vec![*a, *b],
        Command::SamePerson { a, b, .. } => vec![RecordId(a.0), RecordId(b.0)],
        _ => Vec::new(),
    }
}

/// A field that was empty before.
fn set(key: &str, value: impl Into<Scalar>) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) }
}

/// A field for a text that may be empty.
fn maybe(key: &str, text: &str) -> Option<FieldEdit> {
    (!text.is_empty()).then(|| set(key, text))
}

fn draft(record_type: RecordType, record: RecordId, fields: Vec<FieldEdit>) -> Draft {
    Draft { record_type, record, fields }
}
