//! Putting a report together: deadline, indicators, freshness.

use std::collections::BTreeMap;

use super::count::{Counted, Counting, Span};
use super::page::past_terms;
use super::roster::Roster;
use super::steps::steps;
use super::township::Townships;
use super::{
    ClosureReport, EvidenceRef, Forecast, Freshness, HeldOf, Indicator, IndicatorState, MemberFreshness, PersonRef,
    STALE_DAYS, SilentPhone, duplicates, evidence, forecast, papers,
};
use crate::access::Role;
use crate::guide::{Count, Direction, Distinct, Guide, IndicatorRule, Measure, Period};
use crate::id::{PersonId, RecordId};
use crate::joined;
use crate::paper::Paper;
use crate::project::{Deadline, Standing, Terms};
use crate::read::ReadModel;
use crate::term::Now;
use crate::time::{DAY_MS, Day, Millis};
use crate::wire::LastSync;

/// How far a studio is; `None` when the guide does not hold its direction. `freshness` is the last
/// sync of each member, as the server knows it.
pub fn report(
    model: &ReadModel,
    guide: &Guide,
    now: Millis,
    freshness: &BTreeMap<PersonId, LastSync>,
) -> Option<ClosureReport> {
    let today = now.day();
    let terms = model.studio.terms.as_ref();
    let judge = Judge::new(model, guide, today)?;
    let direction = judge.direction;
    let indicators: Vec<Indicator> = judge.rules().map(|(number, rule)| judge.indicator(number, rule)).collect();
    let judged = |i: &&Indicator| i.is_judged();
    let apart = indicators.iter().filter(|i| i.state == IndicatorState::NotCounted);
    let deadline = deadline(direction, terms, today);
    let papers: Vec<_> = direction.papers.iter().map(|rule| papers::stand(&Paper::of(model, rule))).collect();
    let (steps, on_steps) = steps(&judge.counting, &direction.steps, judge.span(Period::Project));
    Some(ClosureReport {
        studio: model.studio_name().to_owned(),
        project: terms.map(|t| t.project.clone()).unwrap_or_default(),
        direction: direction.number,
        direction_name: direction.name.clone(),
        today,
        money_at_risk_fen: terms.and_then(|t| t.grant_fen).unwrap_or(direction.grant_fen),
        chief: chief(&judge.counting),
        deliverables: papers::deliverables(direction, &indicators, &papers),
        reach: reach(direction),
        steps,
        on_steps,
        met: indicators.iter().filter(judged).filter(|i| i.state == IndicatorState::Met).count(),
        judged: indicators.iter().filter(judged).count(),
        apart: apart.map(|i| i.short.clone()).collect(),
        papers,
        outlook: forecast::outlook(&indicators, deadline.last_day),
        deadline,
        indicators,
        past: past_terms(model, guide, today),
        freshness: fresh(model, now, freshness),
        now: judge.calendar,
    })
}

/// Everything that counting over a studio needs.
pub(crate) fn counting(model: &ReadModel, today: Day) -> Counting<'_> {
    Counting {
        model,
        roster: Roster::new(model, today),
        joined: joined::works(&model.facts),
        townships: Townships::over(model, &[]),
        papers: &[],
    }
}

/// The direction of the terms; without terms the usual one.
pub(crate) fn direction<'a>(guide: &'a Guide, terms: Option<&Terms>) -> Option<&'a Direction> {
    match terms {
        Some(terms) => guide.direction(terms.direction),
        None => guide.usual(),
    }
}

/// The place of the indicator that counts those for whom it all is: the one that the guide names, else the one that counts
/// them by name.
fn reach(direction: &Direction) -> Option<usize> {
    let named = |rule: &IndicatorRule| direction.shape.reach.as_ref().is_some_and(|id| rule.id == *id);
    let counts = |rule: &IndicatorRule| rule.count.is(Measure::RuralReached);
    direction.indicators.iter().position(named).or_else(|| direction.indicators.iter().position(counts))
}

fn deadline(direction: &Direction, terms: Option<&Terms>, today: Day) -> Deadline {
    let original = terms.and_then(|t| t.deadline).unwrap_or(direction.deadline);
    let extension = terms.and_then(|t| t.extension.clone());
    let last_day = extension.as_ref().map_or(original, |e| e.until);
    Deadline {
        original,
        verbatim: direction.deadline_verbatim.clone(),
        extension,
        last_day,
        standing: Standing::of(last_day, today),
    }
}

fn chief(counting: &Counting<'_>) -> Option<PersonRef> {
    let root = *counting.roster.holding(Role::Chief).first()?;
    let counted = counting.counted(root, 0);
    Some(PersonRef {
        person: Some(counted.person),
        name: counted.name,
        school: counted.school,
        township: counted.township,
    })
}

/// What judging an indicator reads.
pub(super) struct Judge<'a> {
    pub(super) counting: Counting<'a>,
    direction: &'a Direction,
    calendar: Now,
    today: Day,
}

impl<'a> Judge<'a> {
    /// `None` when the guide does not hold the studio's direction.
    pub(super) fn new(model: &'a ReadModel, guide: &'a Guide, today: Day) -> Option<Self> {
        let direction = direction(guide, model.studio.terms.as_ref())?;
        let townships = Townships::over(model, &direction.townships);
        let counting = Counting { townships, papers: &direction.papers, ..counting(model, today) };
        Some(Self { counting, direction, calendar: Now::of(&guide.terms, today), today })
    }

    /// The rules in the guide's order, numbered from 1.
    pub(super) fn rules(&self) -> impl Iterator<Item = (usize, &'a IndicatorRule)> {
        self.direction.indicators.iter().enumerate().map(|(place, rule)| (place + 1, rule))
    }

    /// Whether anything of it is owed today: in holidays nothing of the term is.
    pub(super) fn owes(&self, rule: &IndicatorRule) -> bool {
        !(rule.period == Period::Term && self.calendar.is_holiday())
    }

    pub(super) fn indicator(&self, number: usize, rule: &IndicatorRule) -> Indicator {
        let span = self.span(rule.period);
        let counted = self.counting.measure(rule, span);
        let state = state(rule, counted.value);
        let missing = rule.least.map_or(0, |target| (target - counted.value).max(0));
        let forecast = match state {
            IndicatorState::Met => Forecast::Met,
            IndicatorState::NoTarget | IndicatorState::NotCounted => Forecast::Unknown,
            IndicatorState::OnTheWay | IndicatorState::Missing => self.forecast(rule, missing, counted.value),
        };
        Indicator {
            id: rule.id.clone(),
            number,
            title: rule.title.clone(),
            short: rule.short.clone(),
            unit: rule.unit.clone(),
            count: rule.count,
            value: counted.value,
            beside: self.beside(rule),
            closed_term: None,
            period: rule.period,
            target: rule.least,
            target_source: rule.source,
            state,
            note: rule.note.clone(),
            from: if rule.period == Period::Today { None } else { span.from },
            forecast,
            evidence: self.evidence(&counted),
            possible_duplicates: self.doubts(rule, &counted).len(),
            merged: counted.records.values().map(Vec::len).sum(),
            people: counted.people,
            parts: counted.parts,
            unknown_people: counted.unknown_people,
        }
    }

    /// The number over the other span; roles and papers have none.
    fn beside(&self, rule: &IndicatorRule) -> Option<i64> {
        let other = match rule.period {
            Period::Term => Period::Project,
            Period::Project => Period::Term,
            Period::Today => return None,
        };
        let spanless = [Measure::NotCounted, Measure::Papers].into_iter().any(|measure| rule.count.is(measure));
        let counted = !spanless && self.calendar.term().is_some();
        counted.then(|| self.counting.measure(rule, self.span(other)).value)
    }

    /// The days of a period: of the running term up to today, in holidays the whole last term.
    pub(super) fn span(&self, period: Period) -> Span {
        let project = Span { from: self.direction.counts_from, to: self.today };
        match (period, self.calendar.term()) {
            (Period::Term, Some(term)) => Span { from: Some(term.first), to: term.last.min(self.today) },
            _ => project,
        }
    }

    fn forecast(&self, rule: &IndicatorRule, missing: i64, value: i64) -> Forecast {
        let term = self.calendar.term();
        let before = match (rule.period, term.and_then(|t| t.first.pred_opt())) {
            (Period::Project, Some(eve)) => {
                let span = Span { from: self.direction.counts_from, to: eve };
                self.counting.measure(rule, span).value
            }
            _ => 0,
        };
        forecast::of(rule.count, rule.period, missing, value - before, self.today, term)
    }

    fn evidence(&self, counted: &Counted) -> Vec<EvidenceRef> {
        let mut list: Vec<EvidenceRef> = counted
            .records
            .iter()
            .filter_map(|(id, others)| evidence::of(self.counting.model, *id, others.clone()))
            .collect();
        list.sort_by(|a, b| (b.day, a.record).cmp(&(a.day, b.record)));
        list
    }

    /// Pairs among what is counted that may be the same and wait for an answer.
    pub(super) fn doubts(&self, rule: &IndicatorRule, counted: &Counted) -> Vec<InDoubt> {
        let Counting { model, roster, joined, .. } = &self.counting;
        let both = |a: &RecordId, b: &RecordId| {
            let has = |root| counted.records.keys().any(|id| joined.root(*id) == root);
            has(joined.root(*a)) && has(joined.root(*b))
        };
        match (rule.count, &rule.distinct) {
            (Count::Records(_), Distinct::Record | Distinct::Word(_)) => {
                let pairs = duplicates::works(model, roster, joined).into_iter().filter(|(a, b)| both(a, b));
                pairs.map(|(a, b)| InDoubt::Works(a, b)).collect()
            }
            (Count::Named(Measure::TownshipsCovered | Measure::Papers | Measure::NotCounted), _)
            | (_, Distinct::Township) => Vec::new(),
            _ => {
                let there = |id: &PersonId| counted.people.iter().any(|p| roster.root(p.person) == roster.root(*id));
                let pairs = duplicates::people(model, roster).into_iter().filter(|(a, b)| there(a) && there(b));
                pairs.map(|(a, b)| InDoubt::People(a, b)).collect()
            }
        }
    }
}

/// Two that may be one.
#[derive(Debug, Clone, Copy)]
pub(super) enum InDoubt {
    /// Two people.
    People(PersonId, PersonId),
    /// Two records of work.
    Works(RecordId, RecordId),
}

fn state(rule: &IndicatorRule, value: i64) -> IndicatorState {
    match (rule.count, rule.least) {
        (Count::Named(Measure::NotCounted), _) => IndicatorState::NotCounted,
        (_, None) => IndicatorState::NoTarget,
        (_, Some(target)) if value >= target => IndicatorState::Met,
        _ if value > 0 => IndicatorState::OnTheWay,
        _ => IndicatorState::Missing,
    }
}

/// 数据截至 of a studio's members in post.
pub fn fresh(model: &ReadModel, now: Millis, freshness: &BTreeMap<PersonId, LastSync>) -> Freshness {
    let today = now.day();
    let mut members: Vec<MemberFreshness> = model
        .studio
        .members
        .iter()
        .filter(|m| m.holds_on(today))
        .map(|m| {
            let told = freshness.get(&m.person);
            let last_sync = told.map(|told| told.at);
            let stale = last_sync.is_none_or(|at| now.0 - at.0 > STALE_DAYS * DAY_MS);
            let silent = told.and_then(|told| told.silent).filter(|_| !stale);
            MemberFreshness {
                person: m.person,
                name: model.name_of(m.person).to_owned(),
                school: model.person(m.person).map(|p| p.content.school.clone()).unwrap_or_default(),
                role: m.role,
                last_sync,
                whole: told.map(|told| told.whole),
                stale,
                silent: silent.map(|last_sync| SilentPhone { name: String::new(), last_sync }).into_iter().collect(),
            }
        })
        .collect();
    members.sort_by_key(|m| (!m.stale, m.last_sync, m.person));
    let whole = |m: &MemberFreshness| freshness.get(&m.person).map(|told| told.whole);
    let as_of = members.iter().filter(|m| !m.stale).filter_map(whole).min();
    let held = members.iter().filter_map(|m| Some((m, freshness.get(&m.person)?.held))).filter(|(_, held)| *held > 0);
    let held = held
        .map(|(m, held)| HeldOf { person: m.person, name: model.called(m.person), changes: held as usize })
        .collect();
    Freshness { as_of, members, held }
}
