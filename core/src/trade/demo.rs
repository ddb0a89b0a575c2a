//! A made-up county for `demo`, screenshots and measurements: believable studios as scripts of
//! commands, the same for the same seed. Names and texts come from `assets/demo`; nothing here
//! writes, signs or sends, and nothing of it reaches a real studio.

mod content;
mod dice;
mod meetings;
mod papers;
mod people;
mod replies;
mod texts;
mod works;
mod year;

use std::collections::{BTreeMap, BTreeSet};

pub use content::{Content, DemoError, DemoProject};

use crate::access::Role;
use crate::command::{Command, Draft, Passage};
use crate::edit::FieldEdit;
use crate::id::{PersonId, RecordId};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::term::Term;
use crate::time::{Day, Millis};
use dice::Dice;

/// How much of the county is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Two studios over one term: what a test needs.
    Small,
    /// Every studio over three terms: what somebody looks at.
    Whole,
}

impl Size {
    /// The studios of this size over the terms up to a day; none before the first term.
    pub fn studios(self, content: &Content, seed: u64, terms: &[Term], today: Day) -> Vec<DemoStudio> {
        let begun = terms.iter().take_while(|term| term.first <= today).count();
        let (studios, of) = match self {
            Self::Small => (content.studios().min(2), 1),
            Self::Whole => (content.studios(), 3),
        };
        let terms = terms.get(begun.saturating_sub(of)..begun).unwrap_or_default();
        (0..studios).filter_map(|number| studio(content, number, seed, terms, today)).collect()
    }
}

/// A studio as a script.
#[derive(Debug, Clone)]
pub struct DemoStudio {
    /// 名称
    pub name: String,
    /// Its project.
    pub project: DemoProject,
    /// When it was founded, a few days before its term.
    pub founded: Millis,
    /// Chief first, then the backbone teachers; nobody while the studio waits for its chief.
    pub members: Vec<DemoMember>,
    /// The chief who is invited and has not come.
    pub awaited: Option<DemoMember>,
    /// What its members do, in order of time. A step runs on the phone of the one who does it.
    pub steps: Vec<Step>,
    /// When each member last synced. Work after that is still on their phone and not in `steps`.
    pub last_sync: BTreeMap<PersonId, Millis>,
    /// Who was without a network, from when to when: what they wrote in between came all at once at its end.
    pub away: BTreeMap<PersonId, (Millis, Millis)>,
}

impl DemoStudio {
    /// Whether somebody's phone has no network at an instant.
    pub fn is_away(&self, person: PersonId, at: Millis) -> bool {
        arrives(&self.away, person, at) != at
    }
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

/// The studio with this number in the content, over terms that have begun, up to a day; `None` when there is none.
pub fn studio(content: &Content, number: usize, seed: u64, terms: &[Term], today: Day) -> Option<DemoStudio> {
    let plan = content.county.studios.get(number)?;
    let project = content.project(plan)?.clone();
    let dice = Dice::new(seed ^ (number as u64).wrapping_mul(0x9e37_79b9));
    let last = terms.last()?.last;
    if plan.waits {
        return Some(people::waiting(plan, project, dice, today));
    }
    let today = today.min(last) - chrono::Duration::days(plan.stopped_days);
    let mut stage = Stage::new(content, plan, dice, terms, today);
    stage.found();
    for (round, term) in terms.iter().enumerate() {
        stage.open(term, (round, terms.len()));
        stage.meetings();
        stage.works();
        stage.year();
        stage.papers();
    }
    stage.replies();
    Some(stage.finish(project))
}

/// Everything that a script is made from, and the script so far.
struct Stage<'a> {
    content: &'a Content,
    plan: &'a content::Plan,
    dice: Dice,
    founded: Millis,
    /// Working days of the term on stage, up to today.
    days: Vec<Day>,
    /// Which term it is, and of how many.
    round: (usize, usize),
    today: Day,
    chief: PersonId,
    backbone: Vec<PersonId>,
    /// Rural teachers, near ones first; those after `reachable` are not reached yet.
    rural: Vec<people::Teacher>,
    reachable: usize,
    /// How many of them meetings went through, again and again.
    met: usize,
    names: BTreeMap<PersonId, String>,
    /// What was said already, so that it is said otherwise the next time.
    said: BTreeSet<String>,
    /// How often each topic, each guidance and each work was taken.
    topics: BTreeMap<String, usize>,
    guided: [usize; 3],
    turns: Vec<usize>,
    outcomes: usize,
    away: BTreeMap<PersonId, (Millis, Millis)>,
    steps: Vec<Step>,
}

impl Stage<'_> {
    fn is_last_term(&self) -> bool {
        self.round.0 + 1 == self.round.1
    }

    /// A working day, evenly over the term: the `n`th of `of`.
    fn day(&mut self, n: usize, of: usize) -> Day {
        let count = self.days.len().max(1);
        let place = n * count / of.max(1) + self.dice.below(3);
        self.days.get(place.min(count - 1)).copied().unwrap_or(self.today)
    }

    /// Some time after an event: the same evening, seldom days or weeks later, never after today.
    fn written_at(&mut self, day: Day) -> Millis {
        let late = match self.dice.below(100) {
            0..6 => 2 + self.dice.below(6),
            6..9 => 9 + self.dice.below(16),
            _ => 0,
        };
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
    fn finish(mut self, project: DemoProject) -> DemoStudio {
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
        self.answer_what_is_there();
        let member = |person: PersonId, role: Role, names: &BTreeMap<PersonId, String>| DemoMember {
            person,
            name: names.get(&person).cloned().unwrap_or_default(),
            role,
        };
        let chief = member(self.chief, Role::Chief, &self.names);
        let backbone = self.backbone.iter().map(|id| member(*id, Role::Backbone, &self.names));
        DemoStudio {
            name: self.plan.name.clone(),
            project,
            founded: self.founded,
            members: std::iter::once(chief).chain(backbone).collect(),
            awaited: None,
            steps: self.steps,
            last_sync,
            away: self.away,
        }
    }

    /// Nobody answers about work that has not come to their phone; who is without a network answers nobody.
    fn answer_what_is_there(&mut self) {
        let mut there: BTreeMap<RecordId, (PersonId, Millis)> = BTreeMap::new();
        let away = &self.away;
        self.steps.retain(|step| {
            let came = arrives(away, step.by, step.at);
            for record in births(&step.command) {
                there.entry(record).or_insert((step.by, came));
            }
            let reads = |(by, at): &(PersonId, Millis)| *by == step.by || (came == step.at && *at < step.at);
            answered(&step.command).iter().all(|record| there.get(record).is_some_and(reads))
        });
    }
}

/// When work of somebody comes to the others.
fn arrives(away: &BTreeMap<PersonId, (Millis, Millis)>, by: PersonId, at: Millis) -> Millis {
    away.get(&by).filter(|(from, to)| *from <= at && at < *to).map_or(at, |(_, to)| *to)
}

/// The records that come into being with a command.
fn births(command: &Command) -> Vec<RecordId> {
    match command {
        Command::Save(draft) | Command::Finish(draft) => vec![draft.record],
        Command::AddPeople(people) => people.iter().filter_map(|new| Some(RecordId(new.person?.0))).collect(),
        Command::WriteParagraphs { passages, .. } => {
            passages.iter().filter(|passage| passage.seen.is_none()).map(|passage| passage.record).collect()
        }
        _ => Vec::new(),
    }
}

/// The records that a command answers about, or tells of. What is not written yet, or lies on a phone that has not synced, cannot be
/// answered.
fn answered(command: &Command) -> Vec<RecordId> {
    match command {
        Command::SameWork { a, b, .. } => vec![*a, *b],
        Command::SamePerson { a, b, .. } => vec![RecordId(a.0), RecordId(b.0)],
        Command::Save(draft) if draft.record_type == RecordType::Reply => replies::about(draft).into_iter().collect(),
        Command::WriteParagraphs { passages, .. } => {
            let stands = |passage: &Passage| passage.seen.is_some().then_some(passage.record);
            passages.iter().flat_map(|passage| stands(passage).into_iter().chain(passage.refers)).collect()
        }
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
