//! What did not count, and why: every record of the types that an indicator counts is either behind its number or has one
//! of these reasons here. It counts nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::count::{Counted, Counting, Span};
use super::{EvidenceRef, evidence, rows};
use crate::guide::{Count, IndicatorRule, Measure};
use crate::id::RecordId;
use crate::read::Kept;
use crate::record_type::RecordType;
use crate::time::Day;

/// Why a record is not behind a number. The first that fits is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Why {
    /// It is in the recycle bin.
    Deleted,
    /// It was not handed in.
    Draft,
    /// Its day has not come.
    Ahead,
    /// Another term, or before records count.
    OtherTime,
    /// The same meeting is counted under another record.
    SameMeeting,
    /// Not of the kind or level that the row asks for.
    NotAsked,
    /// Nobody in it whom this number counts: not in the roster, or of another role.
    NotWhom,
}

impl Why {
    /// The translation key of its sentence.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Deleted => "left-out-deleted",
            Self::Draft => "left-out-draft",
            Self::Ahead => "left-out-ahead",
            Self::OtherTime => "left-out-other-time",
            Self::SameMeeting => "left-out-same-meeting",
            Self::NotAsked => "left-out-not-asked",
            Self::NotWhom => "left-out-not-whom",
        }
    }
}

/// Records that did not count for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The reason.
    pub why: Why,
    /// Those that the one who looks may see, newest first.
    pub records: Vec<EvidenceRef>,
    /// How many more: a colleague's drafts are theirs.
    pub unnamed: usize,
}

/// The types that a rule counts; none when it counts roles.
fn types(count: Count) -> Vec<RecordType> {
    let measure = match count {
        Count::Records(of) => return vec![of],
        Count::Named(measure) => measure,
    };
    match measure {
        Measure::RuralReached | Measure::TownshipsCovered => vec![RecordType::Activity, RecordType::Mentoring],
        Measure::BackboneGuided | Measure::YoungGuided => vec![RecordType::Mentoring],
        Measure::ChiefInPost | Measure::BackboneInPost | Measure::Papers | Measure::NotCounted => Vec::new(),
    }
}

/// What did not count, by reason, and how many records are of types that the rule does not count.
pub(super) fn left_out(
    counting: &Counting<'_>,
    (rule, span, today): (&IndicatorRule, Span, Day),
    counted: &Counted,
    sees: &dyn Fn(&Kept) -> bool,
) -> (Vec<LeftOut>, usize) {
    let types = types(rule.count);
    let asked = Asked { counting, counted, rule, meetings: meetings(counting, counted), span, today };
    let (mut by_reason, mut elsewhere) = (BTreeMap::<Why, LeftOut>::new(), 0);
    for kept in counting.model.works() {
        if !types.contains(&kept.record_type) {
            elsewhere += 1;
        } else if let Some(why) = asked.why(kept) {
            let empty = || LeftOut { why, records: Vec::new(), unnamed: 0 };
            let group = by_reason.entry(why).or_insert_with(empty);
            match evidence::of(counting.model, kept.id, Vec::new()).filter(|_| sees(kept)) {
                Some(named) => group.records.push(named),
                None => group.unnamed += 1,
            }
        }
    }
    let mut groups: Vec<LeftOut> = by_reason.into_values().collect();
    for group in &mut groups {
        group.records.sort_by_key(|one| std::cmp::Reverse((one.day, one.record)));
    }
    (groups, elsewhere)
}

/// Components of the meetings that were counted.
fn meetings(counting: &Counting<'_>, counted: &Counted) -> BTreeSet<RecordId> {
    counted.records.keys().map(|id| counting.joined.root(*id)).collect()
}

/// What a record is held against.
struct Asked<'a> {
    counting: &'a Counting<'a>,
    counted: &'a Counted,
    rule: &'a IndicatorRule,
    meetings: BTreeSet<RecordId>,
    span: Span,
    today: Day,
}

impl Asked<'_> {
    /// `None` for a record that stands behind the number itself.
    fn why(&self, kept: &Kept) -> Option<Why> {
        if self.counted.records.contains_key(&kept.id) {
            return None;
        }
        let same = self.meetings.contains(&self.counting.joined.root(kept.id));
        Some(match kept.day() {
            _ if kept.deleted => Why::Deleted,
            _ if !kept.state.handed_in() => Why::Draft,
            Some(day) if day > self.today => Why::Ahead,
            day if !self.span.holds(day) => Why::OtherTime,
            _ if same => Why::SameMeeting,
            _ if !rows::asks_for(self.rule, kept) => Why::NotAsked,
            _ => Why::NotWhom,
        })
    }
}
