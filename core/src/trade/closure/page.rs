//! An indicator opened: what is missing, what counted, what did not count and why; and which terms can be asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::count::Counting;
use super::left_out::{LeftOut, left_out};
use super::missing::{Lacking, lacking};
use super::report::{InDoubt, Judge};
use super::{ClosureReport, CountedPerson, EvidenceRef, Indicator, PaperStand, evidence, papers};
use crate::guide::{Guide, IndicatorRule, Period};
use crate::id::{PersonId, RecordId};
use crate::read::{Kept, ReadModel};
use crate::term::TermKey;
use crate::time::{Day, Millis};
use crate::wire::LastSync;

/// An indicator opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorPage {
    /// The number and what counted.
    pub indicator: Indicator,
    /// 还差谁
    pub lacking: Lacking,
    /// What did not count, by reason.
    pub left_out: Vec<LeftOut>,
    /// Records of types that it does not count.
    pub elsewhere: usize,
    /// The papers that it counts, ready or not.
    pub papers: Vec<PaperStand>,
    /// Of the pairs that may be one, so many that a person can read them: the others come up as these are answered.
    pub doubts: Vec<Doubt>,
}

/// Pairs in doubt that one page names.
const DOUBTS_MAX: usize = 8;

/// Two that are counted apart and may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// Two people; the page of either asks.
    People(CountedPerson, CountedPerson),
    /// Two records of work; the page of either asks.
    Works(EvidenceRef, EvidenceRef),
}

/// An indicator opened for somebody who `sees` some records; `None` when the guide does not hold it.
pub fn indicator_page(
    model: &ReadModel,
    guide: &Guide,
    now: Millis,
    id: &str,
    sees: &dyn Fn(&Kept) -> bool,
) -> Option<IndicatorPage> {
    let judge = Judge::new(model, guide, now.day())?;
    let (number, rule) = judge.rules().find(|(_, rule)| rule.id == id)?;
    let span = judge.span(rule.period);
    let counted = judge.counting.measure(rule, span);
    let (left_out, elsewhere) = left_out(&judge.counting, (rule, span, now.day()), &counted, sees);
    let indicator = judge.indicator(number, rule);
    let owed = judge.owes(rule).then(|| lacking(&judge.counting, rule, &indicator, &counted, span));
    let doubts = judge.doubts(rule, &counted).into_iter().filter_map(|pair| doubt(&judge.counting, pair));
    let doubts = doubts.take(DOUBTS_MAX).collect();
    let papers = papers::behind(&judge.counting, rule);
    Some(IndicatorPage { indicator, lacking: owed.unwrap_or_default(), left_out, elsewhere, papers, doubts })
}

/// A pair as people recognise it.
fn doubt(counting: &Counting<'_>, pair: InDoubt) -> Option<Doubt> {
    let work = |id| evidence::of(counting.model, id, Vec::new());
    let person = |id| counting.counted(counting.roster.root(id), 0);
    Some(match pair {
        InDoubt::Works(a, b) => Doubt::Works(work(a)?, work(b)?),
        InDoubt::People(a, b) => Doubt::People(person(a), person(b)),
    })
}

/// Numbers of the indicators behind which a record stands, itself or as one of a joined group.
pub fn indicators_of(model: &ReadModel, guide: &Guide, now: Millis, record: RecordId) -> Vec<usize> {
    let Some(judge) = Judge::new(model, guide, now.day()) else { return Vec::new() };
    let behind = |rule: &IndicatorRule| {
        let counted = judge.counting.measure(rule, judge.span(rule.period));
        counted.records.iter().any(|(first, others)| *first == record || others.contains(&record))
    };
    judge.rules().filter(|(_, rule)| behind(rule)).map(|(number, _)| number).collect()
}

/// Terms that are over and in which something was done, the latest first.
pub(crate) fn past_terms(model: &ReadModel, guide: &Guide, today: Day) -> Vec<TermKey> {
    let mut done: BTreeSet<Day> = BTreeSet::new();
    for kept in model.works().filter(|kept| kept.counts()) {
        let of = kept.day().and_then(|day| guide.terms.iter().find(|term| term.holds(day)));
        done.extend(of.map(|term| term.first));
    }
    let over = guide.terms.iter().rev().filter(|term| term.last < today);
    over.filter(|term| done.contains(&term.first)).map(|term| term.key()).collect()
}

/// The report of a term that is over, as of its last day, with what is known of it `today`; `None` for a term that is not
/// over or that the guide does not list.
pub fn report_then(
    (model, guide): (&ReadModel, &Guide),
    (key, today): (TermKey, Day),
    freshness: &BTreeMap<PersonId, LastSync>,
) -> Option<ClosureReport> {
    let mut report = super::report(model, guide, end_of(guide, key, today)?, freshness)?;
    report.indicators.iter_mut().for_each(|indicator| then(indicator, key));
    Some(report)
}

/// An indicator of a term that is over, opened as [`indicator_page`] opens one.
pub fn indicator_page_then(
    (model, guide): (&ReadModel, &Guide),
    (key, today): (TermKey, Day),
    id: &str,
    sees: &dyn Fn(&Kept) -> bool,
) -> Option<IndicatorPage> {
    let mut page = indicator_page(model, guide, end_of(guide, key, today)?, id, sees)?;
    then(&mut page.indicator, key);
    Some(page)
}

/// What the guide notes on a role speaks of whoever holds it today; of a term that is over it would be untrue.
fn then(indicator: &mut Indicator, key: TermKey) {
    indicator.closed_term = Some(key);
    if indicator.period == Period::Today {
        indicator.note.clear();
    }
}

/// The moment for which a closed term is asked: its last day, with what is known of it now.
fn end_of(guide: &Guide, key: TermKey, today: Day) -> Option<Millis> {
    let term = guide.terms.iter().find(|term| term.key() == key && term.last < today)?;
    Some(Millis::from_local(term.last.and_time(chrono::NaiveTime::MIN)))
}
