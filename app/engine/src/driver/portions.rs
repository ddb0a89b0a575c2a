//! How much goes out at once. A way that refuses a request as too large is asked again with half of it, down to one change,
//! which then goes plainly; a change that is refused both ways stays behind, with what builds on it, and everything else goes
//! on. Nothing here is kept on disk: after a start everything is tried again. It sends nothing itself.

use std::collections::BTreeMap;

use studio_core::id::{ChangeHash, DocId};
use studio_core::replica::Portion;
use studio_core::wire::SyncRequest;

/// A change, by its document and hash.
pub(super) type Change = (DocId, ChangeHash);

/// Smaller requests are not what makes a line slow.
const SLOW_BYTES_MIN: usize = 16 << 10;

/// What may be sent at once, and what this way does not take.
#[derive(Debug, Default)]
pub(super) struct Portions {
    portion: Portion,
    /// Not packed: somebody on the way looks into packed bodies.
    plain: bool,
    /// Never packed: somebody cannot unpack.
    never_packed: bool,
    /// The smallest that was refused since this sync began: nothing of it comes near that size again.
    refused_bytes: Option<usize>,
    /// What was refused alone and packed: refused plainly too, it cannot go.
    in_vain: Option<Alone>,
    /// What cannot go this way, and its bytes.
    stuck: BTreeMap<Change, usize>,
    /// What the request under way carries.
    carried: Carried,
}

#[derive(Debug, Default)]
struct Carried {
    portion: Option<Portion>,
    alone: Option<Alone>,
}

/// What a request carries when it is only one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alone {
    Change(Change),
    /// A body of a run, by its number.
    Body(u64),
}

impl Portions {
    /// A sync begins: what was too much is tried again, in time.
    pub(super) fn begin(&mut self) {
        self.refused_bytes = None;
    }

    /// The person asks, on another network perhaps: what could not go is tried again.
    pub(super) fn ask_again(&mut self) {
        self.stuck.clear();
        self.in_vain = None;
    }

    /// What the next request may carry.
    pub(super) fn next(&self, asks_only: bool) -> Portion {
        let envelopes = if asks_only { 0 } else { self.portion.envelopes };
        Portion { envelopes, bytes: self.portion.bytes, without: self.stuck.keys().copied().collect() }
    }

    /// Whether the next request goes as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.plain || self.never_packed
    }

    /// What was packed is not understood; whether that is news.
    pub(super) fn pack_no_more(&mut self) -> bool {
        !std::mem::replace(&mut self.never_packed, true)
    }

    /// What cannot go this way, and its bytes.
    pub(super) fn stuck(&self) -> &BTreeMap<Change, usize> {
        &self.stuck
    }

    /// This request is on its way.
    pub(super) fn sent(&mut self, request: &SyncRequest) {
        let portion = Portion::carried_by(request);
        let change = || request.envelopes.first().map(|envelope| Alone::Change((envelope.doc, envelope.hash())));
        let body = || request.run.iter().flat_map(|run| &run.bodies).next().map(|body| Alone::Body(body.seq));
        let alone = if portion.envelopes == 1 { change().or_else(body) } else { None };
        self.carried = Carried { portion: Some(portion), alone };
    }

    /// Whether the request under way brings envelopes or bodies.
    pub(super) fn brings(&self) -> bool {
        self.carried.portion.as_ref().is_some_and(|carried| carried.envelopes > 0)
    }

    /// It went through: the next may be larger.
    pub(super) fn taken(&mut self) {
        if !self.brings() {
            return;
        }
        if self.plain {
            // It was not the size.
            self.refused_bytes = None;
        }
        self.portion.double(self.refused_bytes.map_or(usize::MAX, |refused| refused / 2));
        self.plain &= !self.portion.is_full();
        self.in_vain = None;
    }

    /// It took long, and no word came: the next carries less.
    pub(super) fn slow(&mut self) {
        if let Some(carried) = self.carried.portion.take().filter(|carried| carried.bytes > SLOW_BYTES_MIN) {
            self.portion.halve(&carried);
        }
    }

    /// It was too much; whether something less is left to try.
    pub(super) fn refused(&mut self) -> bool {
        let Carried { portion: Some(carried), alone } = std::mem::take(&mut self.carried) else { return false };
        if carried.envelopes == 0 {
            return false;
        }
        self.refused_bytes = Some(self.refused_bytes.map_or(carried.bytes, |refused| refused.min(carried.bytes)));
        let Some(alone) = alone else {
            self.portion.halve(&carried);
            self.plain = false;
            return true;
        };
        let both_ways = self.never_packed || self.plain && self.in_vain == Some(alone);
        if !self.plain {
            self.in_vain = Some(alone);
        }
        self.plain = !self.plain && !self.never_packed;
        match alone {
            Alone::Change(change) if both_ways => {
                self.stuck.insert(change, carried.bytes);
                true
            }
            // A run has its order: nothing in it goes past what cannot go.
            Alone::Body(_) => !both_ways,
            Alone::Change(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use studio_core::envelope::Envelope;
    use studio_core::id::{DeviceId, Signature};
    use studio_core::limits::PROTOCOL;
    use studio_core::time::Millis;

    use super::*;

    /// A way that takes no more than so many bytes; packed, a change has a tenth of its size.
    struct Way {
        packed_max: usize,
        plain_max: usize,
        tries: Vec<usize>,
    }

    impl Way {
        fn of(packed_max: usize, plain_max: usize) -> Self {
            Self { packed_max, plain_max, tries: Vec::new() }
        }

        /// Sends these sizes as a phone would, the first that is not there yet first; what arrived.
        fn sends(&mut self, portions: &mut Portions, sizes: &[usize]) -> Vec<usize> {
            let mut arrived = Vec::new();
            for _ in 0..200 {
                let request = request(portions, sizes, &arrived);
                if request.envelopes.is_empty() {
                    return arrived;
                }
                portions.sent(&request);
                self.tries.push(request.envelopes.len());
                let bytes: usize = request.envelopes.iter().map(|envelope| envelope.body.len()).sum();
                let passes = if portions.is_plain() { bytes <= self.plain_max } else { bytes / 10 <= self.packed_max };
                if passes {
                    arrived.extend(request.envelopes.iter().map(|envelope| place(envelope.hash(), sizes)));
                    portions.taken();
                } else {
                    assert!(portions.refused(), "something less is left to try");
                }
            }
            panic!("the exchange does not end: {:?}", self.tries);
        }
    }

    fn envelope(place: usize, bytes: usize) -> Envelope {
        let body = [&[7].repeat(bytes - 8), u64::try_from(place).unwrap().to_be_bytes().as_slice()].concat();
        let (device, signature) = (DeviceId([1; 16]), Signature([0; 64]));
        Envelope { suite: 0, body_kind: 0, doc: DocId([1; 16]), device, made_at: Millis(0), signature, body }
    }

    fn place(hash: ChangeHash, sizes: &[usize]) -> usize {
        sizes.iter().enumerate().position(|(place, bytes)| envelope(place, *bytes).hash() == hash).unwrap()
    }

    /// As `Replica::request_within` fills a portion, without documents.
    fn request(portions: &Portions, sizes: &[usize], arrived: &[usize]) -> SyncRequest {
        let portion = portions.next(false);
        let mut envelopes = Vec::new();
        let mut bytes = 0;
        for (place, size) in sizes.iter().enumerate().filter(|(place, _)| !arrived.contains(place)) {
            let envelope = envelope(place, *size);
            if portion.without.contains(&(envelope.doc, envelope.hash())) {
                continue;
            }
            bytes += size;
            if envelopes.len() == portion.envelopes || bytes > portion.bytes && !envelopes.is_empty() {
                break;
            }
            envelopes.push(envelope);
        }
        SyncRequest {
            protocol: PROTOCOL,
            capabilities: 0,
            seen: None,
            cursor: Vec::new(),
            device_time: Millis(0),
            answer_bytes_max: 0,
            descriptors: Vec::new(),
            envelopes,
            run: None,
            credentials: Vec::new(),
            again_from: None,
            sheaf: None,
        }
    }

    fn everything(count: usize) -> Vec<usize> {
        (0..count).collect()
    }

    #[test]
    fn a_way_that_takes_everything_is_asked_once() {
        let (mut portions, mut way) = (Portions::default(), Way::of(1 << 20, 1 << 20));
        assert_eq!(way.sends(&mut portions, &[15_000; 24]), everything(24));
        assert_eq!(way.tries, [24]);
    }

    #[test]
    fn what_is_too_much_is_halved_until_it_goes_and_is_not_tried_again_in_the_same_sync() {
        let (mut portions, mut way) = (Portions::default(), Way::of(10_000, 10_000));
        assert_eq!(way.sends(&mut portions, &[15_000; 24]), everything(24));
        assert_eq!(way.tries, [24, 12, 6, 6, 6, 6], "two refusals, then what goes");
        portions.begin();
        way.tries.clear();
        assert_eq!(way.sends(&mut portions, &[15_000; 3]), everything(3));
        assert_eq!(way.tries, [3]);
    }

    #[test]
    fn a_way_that_looks_into_packed_bodies_gets_plain_ones_until_it_takes_everything_again() {
        let (mut portions, mut way) = (Portions::default(), Way::of(0, 1 << 20));
        assert_eq!(way.sends(&mut portions, &[15_000; 8]), everything(8));
        assert_eq!(way.tries.first(), Some(&8));
        assert!(way.tries.contains(&1) && portions.plain, "{:?}", way.tries);
        way.packed_max = 1 << 20;
        for _ in 0..8 {
            portions.begin();
            way.sends(&mut portions, &[15_000]);
        }
        assert!(!portions.plain, "it packs again");
    }

    #[test]
    fn what_is_refused_packed_and_plainly_stays_behind_and_the_rest_goes() {
        let (mut portions, mut way) = (Portions::default(), Way::of(10_000, 10_000));
        let mut sizes = [3_000; 24];
        sizes[5] = 200_000;
        let without_it: Vec<usize> = (0..24).filter(|place| *place != 5).collect();
        assert_eq!(way.sends(&mut portions, &sizes), without_it);
        assert_eq!(portions.stuck().values().collect::<Vec<_>>(), [&200_140]);
        assert!(!portions.plain);
        portions.begin();
        way.tries.clear();
        assert_eq!(way.sends(&mut portions, &sizes[..6]), everything(5), "it is not tried again by itself");
        portions.ask_again();
        (way.packed_max, way.plain_max) = (1 << 20, 1 << 20);
        assert_eq!(way.sends(&mut portions, &sizes), everything(24), "the person asked, on another network");
        assert!(portions.stuck().is_empty());
    }

    #[test]
    fn a_slow_line_is_given_less_and_no_less_than_it_can_carry() {
        let mut portions = Portions::default();
        let sizes = [15_000; 24];
        let mut sent = Vec::new();
        for _ in 0..6 {
            let request = request(&portions, &sizes, &[]);
            sent.push(request.envelopes.len());
            portions.sent(&request);
            portions.slow();
        }
        assert_eq!(sent, [24, 12, 6, 3, 1, 1]);
        assert!(portions.stuck().is_empty());
    }

    #[test]
    fn a_way_that_takes_nothing_leaves_everything_behind_and_ends() {
        let (mut portions, mut way) = (Portions::default(), Way::of(0, 0));
        assert!(way.sends(&mut portions, &[15_000; 6]).is_empty());
        assert_eq!(portions.stuck().len(), 6);
        let bare = request(&portions, &[], &[]);
        portions.sent(&bare);
        assert!(!portions.brings() && !portions.refused(), "less than nothing cannot be sent");
    }
}
