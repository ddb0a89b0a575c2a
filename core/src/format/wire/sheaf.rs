//! A sheaf: many envelopes as columns, what repeats said once. It says what the envelopes say, to the byte; it judges
//! nothing.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::change::sha256;
use crate::envelope::{BODY_CHANGE, Envelope, change_hash};
use crate::id::{ChangeHash, DeviceId, DocId, Signature};
use crate::sign::SUITE;
use crate::time::Millis;

const SIGNATURE_BYTES: usize = 64;
const HASH_BYTES: usize = 32;
const ACTOR_BYTES: usize = 24;
/// Magic, checksum: in front of what a chunk's hash is made of.
const CHUNK_MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHUNK_CHANGE: u8 = 1;

/// Where envelopes belong, and who made them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Place {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The device that made them.
    #[n(1)]
    pub device: DeviceId,
}

/// Changes in their envelopes, all of suite 1, in order.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Sheaf {
    /// Each place once, in the order in which they appear.
    #[n(0)]
    pub places: Vec<Place>,
    /// Which place the envelopes have: its number among [`Self::places`], then how many in a row; and so on.
    #[n(1)]
    pub runs: Vec<u32>,
    /// When each was made: the first time, then the differences. Milliseconds.
    #[n(2)]
    pub made_at: Vec<i64>,
    /// The signatures, 64 bytes each.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub signatures: Vec<u8>,
    /// Of each body twice its length, and one more where it is the rest of a chunk that goes on from the one before it.
    #[n(4)]
    pub lengths: Vec<u32>,
    /// The bodies, one behind the other.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub bodies: Vec<u8>,
}

/// The columns of a sheaf do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn;

/// Where the next change of a document may go on: the change before it, and who wrote that.
#[derive(Default)]
struct Lines {
    hashes: BTreeMap<DocId, ChangeHash>,
    actors: BTreeMap<Place, [u8; ACTOR_BYTES]>,
}

impl Lines {
    /// What a chunk begins with that goes on here: one dep, the actor.
    fn head(&self, place: Place) -> Option<Vec<u8>> {
        let (dep, actor) = (self.hashes.get(&place.doc)?, self.actors.get(&place)?);
        let length = [u8::try_from(ACTOR_BYTES).ok()?];
        Some([&[1], dep.0.as_slice(), &length, actor].concat())
    }

    fn note(&mut self, place: Place, body: &[u8]) {
        self.hashes.insert(place.doc, change_hash(body));
        match actor_of(body) {
            Some(actor) => self.actors.insert(place, actor),
            None => self.actors.remove(&place),
        };
    }
}

impl Sheaf {
    /// The envelopes as a sheaf; `None` when one of them is of another suite or kind, which has no place here.
    pub fn of(envelopes: &[Envelope]) -> Option<Self> {
        let mut sheaf = Self {
            places: Vec::new(),
            runs: Vec::new(),
            made_at: Vec::new(),
            signatures: Vec::new(),
            lengths: Vec::new(),
            bodies: Vec::new(),
        };
        let mut lines = Lines::default();
        let mut numbers: BTreeMap<Place, u32> = BTreeMap::new();
        let mut before = 0;
        for envelope in envelopes {
            if (envelope.suite, envelope.body_kind) != (SUITE, BODY_CHANGE) {
                return None;
            }
            let place = Place { doc: envelope.doc, device: envelope.device };
            let next = u32::try_from(sheaf.places.len()).ok()?;
            let number = *numbers.entry(place).or_insert(next);
            if number == next {
                sheaf.places.push(place);
            }
            sheaf.run_on(number);
            sheaf.made_at.push(envelope.made_at.0.checked_sub(before)?);
            before = envelope.made_at.0;
            sheaf.signatures.extend_from_slice(&envelope.signature.0);
            sheaf.add_body(&envelope.body, lines.head(place))?;
            lines.note(place, &envelope.body);
        }
        Some(sheaf)
    }

    fn run_on(&mut self, number: u32) {
        match self.runs.as_mut_slice() {
            [.., last, count] if *last == number => *count += 1,
            _ => self.runs.extend([number, 1]),
        }
    }

    fn add_body(&mut self, body: &[u8], head: Option<Vec<u8>>) -> Option<()> {
        let rest = head.and_then(|head| Some((rest_after(body, &head)?, head)));
        let rest = rest.filter(|(rest, head)| chunk(head, rest) == body).map(|(rest, _)| rest);
        let length = u32::try_from(rest.unwrap_or(body).len()).ok()?.checked_mul(2)?;
        self.lengths.push(length + u32::from(rest.is_some()));
        self.bodies.extend_from_slice(rest.unwrap_or(body));
        Some(())
    }

    /// How many envelopes it holds, told without looking into it.
    pub fn count(&self) -> usize {
        self.signatures.len() / SIGNATURE_BYTES
    }

    /// The envelopes.
    ///
    /// # Errors
    /// [`Torn`] when the columns do not belong together.
    pub fn envelopes(&self) -> Result<Vec<Envelope>, Torn> {
        let places = self.each_place()?;
        let fits = self.signatures.len() == places.len() * SIGNATURE_BYTES
            && self.made_at.len() == places.len()
            && self.lengths.len() == places.len();
        if !fits {
            return Err(Torn);
        }
        let mut lines = Lines::default();
        let (mut made_at, mut bodies) = (0_i64, self.bodies.as_slice());
        let mut all = Vec::with_capacity(places.len());
        let columns = places.into_iter().zip(&self.made_at).zip(&self.lengths);
        for (((place, later), length), signature) in columns.zip(self.signatures.chunks_exact(SIGNATURE_BYTES)) {
            made_at = made_at.checked_add(*later).ok_or(Torn)?;
            let (kept, rest) = bodies.split_at_checked(*length as usize / 2).ok_or(Torn)?;
            bodies = rest;
            let body = if length % 2 == 0 { kept.to_vec() } else { chunk(&lines.head(place).ok_or(Torn)?, kept) };
            lines.note(place, &body);
            let signature = Signature(signature.try_into().map_err(|_| Torn)?);
            let (Place { doc, device }, made_at) = (place, Millis(made_at));
            all.push(Envelope { suite: SUITE, body_kind: BODY_CHANGE, doc, device, made_at, signature, body });
        }
        if bodies.is_empty() { Ok(all) } else { Err(Torn) }
    }

    /// The place of each envelope; never more than there are signatures.
    fn each_place(&self) -> Result<Vec<Place>, Torn> {
        let mut each = Vec::new();
        for run in self.runs.chunks(2) {
            let [number, count] = run else { return Err(Torn) };
            let (place, count) = (self.places.get(*number as usize).ok_or(Torn)?, *count as usize);
            if count > self.count().saturating_sub(each.len()) {
                return Err(Torn);
            }
            each.extend(std::iter::repeat_n(*place, count));
        }
        Ok(each)
    }
}

/// What follows a chunk's dep and actor, where its data begin with these.
fn rest_after<'a>(body: &'a [u8], head: &[u8]) -> Option<&'a [u8]> {
    data_of(body)?.strip_prefix(head)
}

/// The data of a chunk: behind magic, checksum, type and length.
fn data_of(body: &[u8]) -> Option<&[u8]> {
    let (_, after) = body.split_at_checked(CHUNK_MAGIC.len() + 4 + 1)?;
    let length_ends = after.iter().position(|byte| byte & 0x80 == 0)?;
    after.get(length_ends + 1..)
}

/// The actor of a chunk with at most one dep.
fn actor_of(body: &[u8]) -> Option<[u8; ACTOR_BYTES]> {
    let (deps, after) = data_of(body)?.split_first()?;
    let after = if *deps == 1 { after.get(HASH_BYTES..)? } else { after };
    let (length, after) = after.split_first()?;
    (*deps <= 1 && usize::from(*length) == ACTOR_BYTES).then_some(())?;
    after.get(..ACTOR_BYTES)?.try_into().ok()
}

/// The chunk whose data are these two, one behind the other.
fn chunk(head: &[u8], rest: &[u8]) -> Vec<u8> {
    let mut sealed = vec![CHUNK_CHANGE];
    let mut length = head.len() + rest.len();
    while length >= 0x80 {
        sealed.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    sealed.push(length as u8);
    sealed.extend_from_slice(head);
    sealed.extend_from_slice(rest);
    let hash = sha256(&sealed);
    let checksum = hash.split_at(4).0;
    [CHUNK_MAGIC.as_slice(), checksum, &sealed].concat()
}
