//! The server's bookmark for a reader. Opaque to phones, so its form may change freely; it comes from
//! outside all the same, and one that this server never gave costs its phone a download, no more.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::id::{ChainHash, ChangeHash, LogId};
use crate::limits::{CURSOR_GAPS_MAX, HELD_TOLD_MAX};

/// Where a reader stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub(super) struct Cursor {
    /// Life of the log.
    #[n(0)]
    pub(super) log: Option<LogId>,
    /// Last number sent.
    #[n(1)]
    pub(super) seq: u64,
    /// Ranges sent as stubs because the reader had no role then: filled in when they have one.
    #[n(2)]
    pub(super) gaps: Vec<(u64, u64)>,
    /// A sum over all held work, where more of it was told to this reader than is listed by name.
    #[n(3)]
    pub(super) held: Option<u64>,
    /// What the reader sent and was told the numbers of, ahead of its last number: a stub will do.
    #[n(4)]
    pub(super) own: Option<Own>,
    /// Short names of what the reader was told is held: held work has no entry, so no head shows its loss.
    #[n(5)]
    pub(super) told: Option<Vec<u32>>,
    /// Of which former life the reader was shown places of the log and will say which it shares: the run of that life
    /// begins there.
    #[n(6)]
    pub(super) pointed: Option<LogId>,
    /// From which place of which run the certificates that it lacked were asked for.
    #[n(7)]
    pub(super) asked: Option<(LogId, u64)>,
}

/// Numbers of what a reader sent, in the log that had this chain at this number.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(super) struct Own {
    /// Ranges, ascending.
    #[n(0)]
    pub(super) ranges: Vec<(u64, u64)>,
    /// A number not before the last of them.
    #[n(1)]
    pub(super) seq: u64,
    /// The chain there: a log copied back by hand keeps its name.
    #[n(2)]
    pub(super) chain: ChainHash,
}

impl Own {
    /// Whether its numbers can be: they come from outside.
    fn fits(&self) -> bool {
        self.ranges.len() <= CURSOR_GAPS_MAX && self.ranges.iter().all(|(from, to)| from <= to && *to <= self.seq)
    }

    pub(super) fn has(&self, seq: u64) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&seq))
    }
}

impl Cursor {
    /// A cursor that this server never gave, by its form or its length, is none: its phone begins anew and loses nothing.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let read: Option<Self> = minicbor::decode(bytes).ok();
        let fits = |cursor: &Self| {
            let told = cursor.told.as_ref().map_or(0, Vec::len);
            has_gaps(&cursor.gaps) && told <= HELD_TOLD_MAX && cursor.own.as_ref().is_none_or(Own::fits)
        };
        read.filter(fits).unwrap_or_default()
    }

    /// Notes an entry that went out as a stub. With the gaps at their limit the last one grows: what was seen between
    /// is sent once more one day, and nothing is missed.
    pub(super) fn note_gap(&mut self, seq: u64) {
        let is_full = self.gaps.len() >= CURSOR_GAPS_MAX;
        match self.gaps.last_mut() {
            Some((_, to)) if is_full || *to + 1 == seq => *to = seq,
            _ => self.gaps.push((seq, seq)),
        }
    }

    /// Nothing beyond a number is a gap: the log ends there now, or its history and the reader's part. What lies before
    /// it of a gap stays one.
    pub(super) fn end_gaps_at(&mut self, end: u64) {
        self.gaps.retain(|(from, _)| *from <= end);
        self.gaps.iter_mut().for_each(|(_, to)| *to = end.min(*to));
    }

    /// Notes the numbers that the reader was told for what it sent, as far as they lie ahead of what it has
    /// pulled. More ranges than fit are forgotten: those entries go out whole.
    pub(super) fn note_own(&mut self, told: impl Iterator<Item = u64>, (seq, chain): (u64, ChainHash)) {
        let before = self.own.take().map(|own| own.ranges).unwrap_or_default();
        let mut numbers: BTreeSet<(u64, u64)> = before.into_iter().collect();
        numbers.extend(told.map(|seq| (seq, seq)));
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for (from, to) in numbers.into_iter().filter(|(_, to)| *to > self.seq) {
            match ranges.last_mut() {
                Some((_, last)) if from <= *last + 1 => *last = to.max(*last),
                _ => ranges.push((from, to)),
            }
        }
        ranges.truncate(CURSOR_GAPS_MAX);
        self.own = (!ranges.is_empty()).then_some(Own { ranges, seq, chain });
    }
}

/// Whether these can be gaps of a log: ascending, none over another. So each entry is read once for all of them.
fn has_gaps(gaps: &[(u64, u64)]) -> bool {
    let ascend = gaps.windows(2).all(|two| matches!(two, [(_, before), (from, _)] if before < from));
    gaps.len() <= CURSOR_GAPS_MAX && ascend && gaps.iter().all(|(from, to)| *from >= 1 && from <= to)
}

/// A short name of a change for a reader's list: two alike hide the loss of one behind the other, once in a million.
pub(super) fn short(hash: ChangeHash) -> u32 {
    hash.0.iter().take(4).fold(0, |name, byte| name << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cbor::to_vec;

    fn with_own(ranges: Vec<(u64, u64)>) -> Cursor {
        Cursor { seq: 3, own: Some(Own { ranges, seq: 9, chain: ChainHash([1; 32]) }), ..Cursor::default() }
    }

    #[test]
    fn numbers_that_no_log_gave_make_a_cursor_none() {
        let given = with_own(vec![(4, 6), (8, 9)]);
        assert_eq!(Cursor::read(&to_vec(&given)), given);
        for ranges in [vec![(4, u64::MAX)], vec![(6, 4)], vec![(10, 10)], vec![(4, 4); CURSOR_GAPS_MAX + 1]] {
            assert_eq!(Cursor::read(&to_vec(&with_own(ranges))), Cursor::default());
        }
    }

    #[test]
    fn told_numbers_are_joined_and_those_pulled_are_dropped() {
        let mut cursor = with_own(vec![(4, 6)]);
        cursor.seq = 4;
        cursor.note_own([2, 7, 9].into_iter(), (12, ChainHash([2; 32])));
        assert_eq!(cursor.own.unwrap().ranges, [(4, 7), (9, 9)]);
    }

    #[test]
    fn gaps_that_no_log_left_make_a_cursor_none() {
        let with = |gaps: &[(u64, u64)]| Cursor { seq: 9, gaps: gaps.to_vec(), ..Cursor::default() };
        let given = with(&[(1, 3), (4, 4), (7, 9)]);
        assert_eq!(Cursor::read(&to_vec(&given)), given);
        for gaps in [&[(7, 7), (7, 7)][..], &[(1, 5), (3, 9)], &[(7, 9), (1, 3)], &[(0, 3)], &[(6, 4)]] {
            assert_eq!(Cursor::read(&to_vec(&with(gaps))), Cursor::default(), "{gaps:?}");
        }
    }

    #[test]
    fn a_gap_that_goes_on_beyond_the_end_of_the_log_stays_one_up_to_it() {
        let mut cursor = Cursor { gaps: vec![(2, 7), (9, 20), (22, 22)], ..Cursor::default() };
        cursor.end_gaps_at(12);
        assert_eq!(cursor.gaps, [(2, 7), (9, 12)]);
    }

    #[test]
    fn a_thousand_held_changes_are_listed_and_no_more_are_read() {
        let with = |count| Cursor { told: Some(vec![7; count]), ..Cursor::default() };
        assert_eq!(Cursor::read(&to_vec(&with(HELD_TOLD_MAX))), with(HELD_TOLD_MAX));
        assert_eq!(Cursor::read(&to_vec(&with(HELD_TOLD_MAX + 1))), Cursor::default());
    }
}
