//! 小结: a week, a month or a term as people tell it. It counts what was handed in, each thing and each person once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months};

use super::archive::{Visits, clock_behind, made};
use super::{
    PromiseNow, Scene, Summary, SummaryGap, SummaryLesson, SummaryMeeting, SummaryNext, SummaryOf, SummaryOutcome,
    SummaryPerson, SummaryPlace, TermPage, list,
};
use crate::closure::count::{Counting, Span};
use crate::closure::report::counting;
use crate::closure::{self, IndicatorState, duplicates};
use crate::face;
use crate::form;
use crate::guide::Period;
use crate::id::{PersonId, RecordId};
use crate::outcome::OutcomeKind;
use crate::read::{Kept, Reading, State};
use crate::record_type::RecordType;
use crate::term::{Now, Term, TermKey};
use crate::time::{Day, Millis};
use crate::tolerant;

/// Days ahead that belong to 接下来.
const AHEAD_DAYS: u64 = 14;
/// Days after its last one in which a summary still says what comes next: last week's is written on Monday.
const AFTER_DAYS: i64 = 7;

/// The field in which a plan says when it was done.
pub(super) const DONE_KEY: &str = "done_on";

/// 小结; `None` for a term that the guide does not list or whose first day has not come.
pub fn summary(scene: &Scene<'_>, of: SummaryOf) -> Option<Summary> {
    let today = scene.now.day();
    let (first, last) = days(scene, of)?;
    let through = last.min(today);
    (first <= today).then_some(())?;
    let span = Span { from: Some(first), to: through };
    let counting = counting(scene.model, today);
    let told = Told { scene, counting: &counting, span };
    let groups = told.groups();
    let visits = Visits::of(scene);
    let promises: Vec<SummaryNext> = told.promised(&visits, PromiseNow::Open);
    let (guidance, guided) = told.guided(&groups);
    Some(Summary {
        of,
        studio: scene.model.studio_name().to_owned(),
        first,
        last,
        through,
        today,
        place: place(scene, of, (first, last)),
        meetings: told.meetings(&groups),
        guidance,
        guided,
        lessons: told.lessons(&groups),
        outcomes: told.outcomes(&groups),
        others: told.others(&groups),
        people: told.people(&groups),
        rural: counting.rural_times(span).len(),
        next: if (today - last).num_days() <= AFTER_DAYS { told.next(promises) } else { Vec::new() },
        unseen: told
            .promised(&visits, PromiseNow::Unseen)
            .into_iter()
            .filter(|one| span.holds(Some(one.day)))
            .collect(),
        missing: if told.had_begun() { missing(scene, through) } else { Vec::new() },
        drafts: told.drafts(),
        doubts: told.doubts(),
        freshness: closure::fresh(scene.model, scene.now, scene.freshness),
        clock_behind: clock_behind(scene),
    })
}

/// A term that is over, opened; `None` for one that is not over or that the guide does not list.
pub fn term_page(scene: &Scene<'_>, key: TermKey) -> Option<TermPage> {
    let term = scene.guide.terms.iter().find(|term| term.key() == key)?;
    let query = super::RecordQuery { term: Some(key), ..super::RecordQuery::default() };
    let on_last_day = scene.model.studio.members.iter().filter(|member| member.holds_on(term.last));
    let whole = |person: PersonId| scene.freshness.get(&person).is_some_and(|told| told.whole.day() > term.last);
    let waiting: BTreeSet<PersonId> =
        on_last_day.map(|member| member.person).filter(|person| !whole(*person)).collect();
    Some(TermPage {
        term: key,
        first: term.first,
        last: term.last,
        terms: closure::past_terms(scene.model, scene.guide, scene.now.day()),
        report: super::past_report(scene, key)?,
        records: list::record_list(scene, &query),
        summary: summary(scene, SummaryOf::OfTerm(key))?,
        waiting: waiting.into_iter().map(|person| scene.model.called(person)).collect(),
    })
}

/// First and last day.
fn days(scene: &Scene<'_>, of: SummaryOf) -> Option<(Day, Day)> {
    let today = scene.now.day();
    let terms = &scene.guide.terms;
    let of_term = |term: &Term| (term.first, term.last);
    match of {
        SummaryOf::Week(back) => {
            let since_monday = u64::from(today.weekday().num_days_from_monday());
            let monday = today.checked_sub_days(Days::new(since_monday + 7 * u64::from(back)))?;
            Some((monday, monday.checked_add_days(Days::new(6))?))
        }
        SummaryOf::Month(back) => {
            let first = today.with_day(1)?.checked_sub_months(Months::new(u32::from(back)))?;
            Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
        }
        SummaryOf::Term(back) => {
            let begun = terms.iter().filter(|term| term.first <= today);
            begun.rev().nth(usize::from(back)).map(of_term)
        }
        SummaryOf::OfTerm(key) => terms.iter().find(|term| term.key() == key).map(of_term),
    }
}

/// Where these days lie: in the first term that holds one of them, else in the holidays after one.
fn place(scene: &Scene<'_>, of: SummaryOf, (first, last): (Day, Day)) -> Option<SummaryPlace> {
    let terms = &scene.guide.terms;
    let touched = terms.iter().find(|term| term.first <= last && first <= term.last);
    let Some(term) = touched else {
        let now = Now::of(terms, first);
        let after = now.term()?;
        return Some(SummaryPlace { term: after.key(), week: None, holiday: true, breaks: Vec::new() });
    };
    let is_week = matches!(of, SummaryOf::Week(_));
    let breaks = term.breaks.iter().filter(|rest| is_week && rest.first <= last && first <= rest.last);
    Some(SummaryPlace {
        term: term.key(),
        week: is_week.then(|| term.week(first.max(term.first))),
        holiday: false,
        breaks: breaks.map(|rest| rest.name.clone()).collect(),
    })
}

/// What the guide still asks for on a day. In holidays nothing of the term is owed.
fn missing(scene: &Scene<'_>, day: Day) -> Vec<SummaryGap> {
    let now = Millis::from_local(day.and_time(chrono::NaiveTime::MIN));
    let Some(report) = closure::report(scene.model, scene.guide, now, scene.freshness) else { return Vec::new() };
    let holiday = report.now.is_holiday();
    let open = report.indicators.into_iter().filter(|one| {
        let short = matches!(one.state, IndicatorState::OnTheWay | IndicatorState::Missing);
        short && !(holiday && one.period == Period::Term)
    });
    open.map(|one| SummaryGap {
        missing: one.missing(),
        example: one.is_example(),
        id: one.id,
        title: one.title,
        unit: one.unit,
    })
    .collect()
}

/// The day on which it was done. What is planned for a day was done when it says so, and not before.
fn done(kept: &Kept) -> Option<Day> {
    let says = kept.record_type.says();
    if says.field(DONE_KEY).is_some() { tolerant::day(&kept.fields, DONE_KEY) } else { kept.day() }
}

/// One thing with all its records, the first one first.
type Groups<'a> = Vec<Vec<&'a Kept>>;

/// What a summary is told from.
struct Told<'a> {
    scene: &'a Scene<'a>,
    counting: &'a Counting<'a>,
    span: Span,
}

impl<'a> Told<'a> {
    /// What was handed in of these days, each thing once, by its first day.
    fn groups(&self) -> Groups<'a> {
        let mut by_root: BTreeMap<RecordId, Vec<&Kept>> = BTreeMap::new();
        for kept in self.scene.model.works().filter(|kept| kept.counts() && self.span.holds(done(kept))) {
            by_root.entry(self.counting.joined.root(kept.id)).or_default().push(kept);
        }
        let mut groups: Groups<'_> = by_root.into_values().collect();
        groups.iter_mut().for_each(|group| group.sort_by_key(|kept| (kept.day(), kept.id)));
        groups.sort_by_key(|group| group.first().map(|kept| (kept.day(), kept.id)));
        groups
    }

    /// Whether anything was done by the end of these days. Of a time before all that is written nobody asks what it lacks.
    fn had_begun(&self) -> bool {
        let by_then = |kept: &Kept| kept.counts() && done(kept).is_some_and(|day| day <= self.span.to);
        self.span.to == self.scene.now.day() || self.scene.model.works().any(by_then)
    }

    fn title(&self, kept: &Kept) -> String {
        face::title(kept.record_type, &kept.fields, &|person| self.scene.model.name_of(person).to_owned())
    }

    fn meetings(&self, groups: &Groups<'_>) -> Vec<SummaryMeeting> {
        let one = |group: &Vec<&Kept>| {
            let (first, meeting) = group.iter().find_map(|kept| Some((*kept, kept.activity()?.content)))?;
            Some(SummaryMeeting {
                record: first.id,
                title: meeting.topic.clone(),
                kind_key: meeting.kind.map(|kind| kind.label_key().to_owned()).unwrap_or_default(),
                day: first.day()?,
                people: self.there(group).len(),
            })
        };
        groups.iter().filter_map(one).collect()
    }

    /// Everybody who was at a meeting, by any of its records.
    fn there(&self, group: &[&Kept]) -> BTreeSet<PersonId> {
        let meetings = group.iter().filter_map(|kept| kept.activity());
        let there = meetings.flat_map(|meeting| meeting.content.present().collect::<Vec<_>>());
        there.map(|person| self.counting.roster.root(person)).collect()
    }

    fn guided(&self, groups: &Groups<'_>) -> (usize, Vec<SummaryPerson>) {
        let mut times: BTreeMap<PersonId, usize> = BTreeMap::new();
        let mut guidance = 0;
        for group in groups {
            let logs = group.iter().filter_map(|kept| kept.mentoring());
            let mentees = logs.filter_map(|log| log.content.mentee).map(|person| self.counting.roster.root(person));
            let mentees: BTreeSet<PersonId> = mentees.collect();
            guidance += usize::from(!mentees.is_empty());
            mentees.into_iter().for_each(|root| *times.entry(root).or_default() += 1);
        }
        let one = |(root, times): (PersonId, usize)| {
            let person = self.counting.counted(root, times).person;
            SummaryPerson { person, name: self.scene.model.called(person), times }
        };
        (guidance, times.into_iter().map(one).collect())
    }

    fn lessons(&self, groups: &Groups<'_>) -> Vec<SummaryLesson> {
        let first = groups.iter().filter_map(|group| group.first());
        let lessons = first.filter(|kept| kept.record_type == RecordType::Observation);
        let one = |kept: &&Kept| SummaryLesson {
            record: kept.id,
            teacher: tolerant::person(&kept.fields, "teacher")
                .map(|id| self.scene.model.called(id))
                .unwrap_or_default(),
            title: tolerant::text(&kept.fields, "lesson_title"),
        };
        lessons.map(one).collect()
    }

    fn outcomes(&self, groups: &Groups<'_>) -> Vec<SummaryOutcome> {
        let one = |group: &Vec<&Kept>| {
            let all: Vec<_> = group.iter().filter_map(|kept| kept.outcome()).collect();
            let best = all.iter().max_by_key(|outcome| outcome.content.level)?;
            let authors = all.iter().flat_map(|outcome| &outcome.content.authors);
            let mut roots: Vec<PersonId> = Vec::new();
            for root in authors.map(|person| self.counting.roster.root(*person)) {
                if !roots.contains(&root) {
                    roots.push(root);
                }
            }
            Some(SummaryOutcome {
                record: best.id,
                title: best.content.title.clone(),
                is_work: best.content.kind.is_none_or(OutcomeKind::is_work),
                level_key: best.content.level.map(|level| level.label_key().to_owned()).unwrap_or_default(),
                authors: roots.into_iter().map(|root| self.scene.model.called(root)).collect(),
            })
        };
        groups.iter().filter_map(one).collect()
    }

    /// Work that has no line of its own.
    fn others(&self, groups: &Groups<'_>) -> Vec<(RecordType, usize)> {
        let told = |kept: &Kept| !matches!(kept.reading, Reading::None) || kept.record_type == RecordType::Observation;
        let mut counts: BTreeMap<RecordType, usize> = BTreeMap::new();
        for kept in groups.iter().filter_map(|group| group.first()).filter(|kept| !told(kept)) {
            *counts.entry(kept.record_type).or_default() += 1;
        }
        RecordType::work().filter_map(|of| Some((of, counts.remove(&of)?))).collect()
    }

    /// Everybody whom the work of these days reached, once.
    fn people(&self, groups: &Groups<'_>) -> usize {
        let mut people: BTreeSet<PersonId> = BTreeSet::new();
        for group in groups {
            people.extend(self.there(group));
            let visited = group.iter().filter_map(|kept| match kept.record_type {
                RecordType::Mentoring => tolerant::person(&kept.fields, "mentee"),
                RecordType::Observation => tolerant::person(&kept.fields, "teacher"),
                _ => None,
            });
            people.extend(visited.map(|person| self.counting.roster.root(person)));
        }
        people.len()
    }

    /// What was agreed with teachers and stands so; each with its day.
    fn promised(&self, visits: &Visits, now: PromiseNow) -> Vec<SummaryNext> {
        let standing = made(self.scene, visits).filter(|made| made.promise.now == now);
        let one = |made: super::archive::Made| {
            let promise = made.promise;
            Some(SummaryNext {
                record: promise.record,
                record_type: promise.record_type,
                day: promise.due?,
                name: self.scene.model.called(made.taker),
                what: promise.what,
            })
        };
        standing.filter_map(one).collect()
    }

    /// What comes in the next days: what was agreed, what is planned, what is due.
    fn next(&self, promised: Vec<SummaryNext>) -> Vec<SummaryNext> {
        let today = self.scene.now.day();
        let until = today.checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(today);
        let is_open = |kept: &Kept| match kept.record_type {
            RecordType::Task => tolerant::day(&kept.fields, DONE_KEY).is_none(),
            of => form::asks(of),
        };
        let planned = self.scene.works().filter(|kept| !kept.deleted && is_open(kept)).filter_map(|kept| {
            let (day, what) = (kept.day()?, self.title(kept));
            Some(SummaryNext { record: kept.id, record_type: kept.record_type, day, name: String::new(), what })
        });
        let mut next: Vec<SummaryNext> = promised.into_iter().chain(planned).collect();
        next.retain(|one| one.day > today && one.day <= until);
        next.sort_by_key(|one| (one.day, one.record));
        next
    }

    fn drafts(&self) -> usize {
        let mine = self.scene.works().filter(|kept| kept.state == State::Draft && !kept.deleted);
        mine.filter(|kept| self.span.holds(kept.day())).count()
    }

    fn doubts(&self) -> usize {
        let Counting { model, roster, joined, .. } = self.counting;
        let within = |id: &RecordId| model.find(*id).is_some_and(|kept| self.span.holds(kept.day()));
        duplicates::works(model, roster, joined).iter().filter(|(a, b)| within(a) && within(b)).count()
    }
}
