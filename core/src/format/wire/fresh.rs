//! 数据截至 of a member, as the server tells it and as a phone keeps it.

use minicbor::data::Type;
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
    /// Another phone of theirs may hold work: it is silent, since then.
    #[n(2)]
    pub silent: Option<Millis>,
    /// Changes of theirs that wait to be let in.
    #[n(3)]
    pub held: Option<u32>,
}

/// What is known of a member's last sync. Kept as the bare time while that is all: phones of the first release kept no
/// more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSync {
    /// When, by the server's clock.
    pub at: Millis,
    /// Another phone of theirs may hold work: it is silent, since then.
    pub silent: Option<Millis>,
    /// Changes of theirs that wait to be let in.
    pub held: u32,
}

impl From<Millis> for LastSync {
    fn from(at: Millis) -> Self {
        Self { at, silent: None, held: 0 }
    }
}

impl From<&Fresh> for LastSync {
    fn from(fresh: &Fresh) -> Self {
        Self { at: fresh.at, silent: fresh.silent, held: fresh.held.unwrap_or_default() }
    }
}

impl<C> Encode<C> for LastSync {
    fn encode<W: minicbor::encode::Write>(
        &self,
        to: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        if *self == Self::from(self.at) {
            return self.at.encode(to, context);
        }
        to.array(3)?;
        self.at.encode(to, context)?;
        self.silent.encode(to, context)?;
        self.held.encode(to, context)
    }
}

impl<'b, C> Decode<'b, C> for LastSync {
    fn decode(from: &mut Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        if from.datatype()? != Type::Array {
            return Ok(Self::from(Millis::decode(from, context)?));
        }
        if from.array()? != Some(3) {
            return Err(minicbor::decode::Error::message("a last sync has three parts"));
        }
        let (at, silent) = (Millis::decode(from, context)?, Option::decode(from, context)?);
        Ok(Self { at, silent, held: u32::decode(from, context)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_phone_of_the_first_release_kept_is_read_and_what_is_kept_now_comes_back() {
        let at = Millis(1_764_000_000_000);
        assert_eq!(minicbor::decode::<LastSync>(&minicbor::to_vec(at).unwrap()).unwrap(), at.into());
        assert_eq!(minicbor::to_vec(LastSync::from(at)).unwrap(), minicbor::to_vec(at).unwrap());
        for silent in [None, Some(Millis(5))] {
            let last = LastSync { at, silent, held: 2 };
            assert_eq!(minicbor::decode::<LastSync>(&minicbor::to_vec(last).unwrap()).unwrap(), last);
        }
    }
}
