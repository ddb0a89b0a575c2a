//! 数据截至 of a member, as the server tells it and as a phone keeps it.

use minicbor::{Decode, Decoder, Encode, Encoder};
use serde::{Deserialize, Serialize};

use crate::id::PersonId;
use crate::time::Millis;

/// A member and the time of their last sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Fresh {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// When, by the server's clock.
    #[n(1)]
    pub at: Millis,
    /// Up to when everything is in that the phones hold which they use; absent when that is `at`.
    #[n(2)]
    pub whole: Option<Millis>,
    /// Another phone of theirs may hold work: it is silent, since then.
    #[n(3)]
    pub silent: Option<Millis>,
    /// Changes of theirs that wait to be let in.
    #[n(4)]
    pub held: Option<u32>,
}

/// What is known of a member's last sync. Kept as the bare time with the rest behind it: the first release reads the time
/// and no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSync {
    /// When, by the server's clock.
    pub at: Millis,
    /// Up to when everything is in that the phones hold which they use.
    pub whole: Millis,
    /// Another phone of theirs may hold work: it is silent, since then.
    pub silent: Option<Millis>,
    /// Changes of theirs that wait to be let in.
    pub held: u32,
}

impl From<Millis> for LastSync {
    fn from(at: Millis) -> Self {
        Self { at, whole: at, silent: None, held: 0 }
    }
}

impl From<&Fresh> for LastSync {
    fn from(fresh: &Fresh) -> Self {
        let whole = fresh.whole.unwrap_or(fresh.at);
        Self { at: fresh.at, whole, silent: fresh.silent, held: fresh.held.unwrap_or_default() }
    }
}

impl<C> Encode<C> for LastSync {
    fn encode<W: minicbor::encode::Write>(
        &self,
        to: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        self.at.encode(to, context)?;
        if *self == Self::from(self.at) {
            return Ok(());
        }
        self.whole.encode(to, context)?;
        self.silent.encode(to, context)?;
        self.held.encode(to, context)
    }
}

impl<'b, C> Decode<'b, C> for LastSync {
    fn decode(from: &mut Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = Millis::decode(from, context)?;
        if from.position() == from.input().len() {
            return Ok(Self::from(at));
        }
        let (whole, silent) = (Millis::decode(from, context)?, Option::decode(from, context)?);
        Ok(Self { at, whole, silent, held: u32::decode(from, context)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_of_the_first_release_and_one_of_this_read_what_the_other_kept() {
        let at = Millis(1_764_000_000_000);
        assert_eq!(minicbor::decode::<LastSync>(&minicbor::to_vec(at).unwrap()).unwrap(), at.into());
        assert_eq!(minicbor::to_vec(LastSync::from(at)).unwrap(), minicbor::to_vec(at).unwrap());
        for silent in [None, Some(Millis(5))] {
            let last = LastSync { at, whole: Millis(at.0 - 1), silent, held: 2 };
            let kept = minicbor::to_vec(last).unwrap();
            assert_eq!(minicbor::decode::<LastSync>(&kept).unwrap(), last);
            assert_eq!(minicbor::decode::<Millis>(&kept).unwrap(), at, "the first release reads the time");
        }
    }
}
