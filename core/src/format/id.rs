//! Names of things: fixed-size identifiers with one text form (Crockford base32, lower case).
//!
//! Nothing here makes an id: randomness comes in as bytes from the shells.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Crockford's alphabet.
const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Bits of one character.
const SYMBOL_BITS: u32 = 5;

/// The bytes as Crockford base32 text, lower case, without padding.
pub fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(SYMBOL_BITS as usize));
    let (mut waiting, mut bits) = (0_u32, 0);
    for byte in bytes {
        waiting = waiting << 8 | u32::from(*byte);
        bits += 8;
        while bits >= SYMBOL_BITS {
            bits -= SYMBOL_BITS;
            text.push(symbol(waiting >> bits));
        }
    }
    if bits > 0 {
        text.push(symbol(waiting << (SYMBOL_BITS - bits)));
    }
    text
}

fn symbol(value: u32) -> char {
    char::from(SYMBOLS[value as usize % SYMBOLS.len()])
}

/// The bytes behind a Crockford base32 text.
///
/// # Errors
/// [`IdError`] when a character is outside the alphabet or the length does not fit.
pub fn from_text(text: &str) -> Result<Vec<u8>, IdError> {
    let mut bytes = Vec::with_capacity(text.len() * SYMBOL_BITS as usize / 8);
    let (mut waiting, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        waiting = waiting << SYMBOL_BITS | value(letter).ok_or(IdError)?;
        bits += SYMBOL_BITS;
        if bits >= 8 {
            bits -= 8;
            bytes.push((waiting >> bits) as u8);
        }
    }
    // A last character that gives no byte belongs to no text of ours.
    if bits < SYMBOL_BITS { Ok(bytes) } else { Err(IdError) }
}

/// What a character stands for; `o`, `i` and `l` typed by people are read as `0` and `1`.
fn value(letter: u8) -> Option<u32> {
    let plain = match letter.to_ascii_lowercase() {
        b'o' => b'0',
        b'i' | b'l' => b'1',
        other => other,
    };
    SYMBOLS.iter().position(|symbol| *symbol == plain).map(|place| place as u32)
}

/// A text or byte string that is not an identifier of the expected size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an identifier")]
pub struct IdError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Size in bytes.
            pub const LEN: usize = $len;

            /// The raw bytes.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&to_text(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = IdError;
            fn try_from(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(from_text(text)?.as_slice())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                d: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                Self::try_from(d.bytes()?)
                    .map_err(|_| minicbor::decode::Error::message("identifier of another size"))
            }
        }
    };
}

id!(
    /// A studio 工作室.
    StudioId,
    16
);
id!(
    /// A project 项目.
    ProjectId,
    16
);
id!(
    /// A person 人员, in the roster or with a role.
    PersonId,
    16
);
id!(
    /// A device 设备: one installation under one person's name.
    DeviceId,
    16
);
id!(
    /// A document: derived from its descriptor, never chosen.
    DocId,
    16
);
id!(
    /// A record 记录 inside a document.
    RecordId,
    16
);
id!(
    /// A decision 决定 of the bureau or of a chief, in the studio's log.
    DecisionId,
    16
);
id!(
    /// One life of a studio's log: a restored server begins a new one.
    LogId,
    16
);
id!(
    /// A server's signing key: the first 8 bytes of the SHA-256 of the public key.
    KeyId,
    8
);
id!(
    /// SHA-256 of an automerge change chunk: automerge's own change hash.
    ChangeHash,
    32
);
id!(
    /// SHA-256 over headers and chain: a place in the history of a log.
    ChainHash,
    32
);
id!(
    /// An Ed25519 public key.
    PublicKey,
    32
);
id!(
    /// An Ed25519 signature.
    Signature,
    64
);
id!(
    /// SHA-256 of a piece's bytes (a picture, a scan): its name on phones, on the server and in records.
    PieceHash, 32
);

id!(
    /// The version of a record: SHA-256 of its canonical CBOR.
    Version,
    32
);

/// An automerge actor: a device id and 8 bytes drawn at every process start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(pub [u8; 24]);

impl Actor {
    /// The actor of a device's process; `nonce` is fresh for every start.
    pub fn new(device: DeviceId, nonce: [u8; 8]) -> Self {
        let mut bytes = [0; 24];
        let (head, tail) = bytes.split_at_mut(DeviceId::LEN);
        head.copy_from_slice(&device.0);
        tail.copy_from_slice(&nonce);
        Self(bytes)
    }

    /// The device that this actor belongs to.
    pub fn device(&self) -> DeviceId {
        let mut id = [0; 16];
        id.copy_from_slice(self.0.split_at(DeviceId::LEN).0);
        DeviceId(id)
    }
}

impl<C> minicbor::Encode<C> for Actor {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> minicbor::Decode<'b, C> for Actor {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?.try_into();
        bytes.map(Self).map_err(|_| minicbor::decode::Error::message("actor of another size"))
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Actor({})", to_text(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form_in_either_case() {
        let id = RecordId([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse(), Ok(id));
        assert_eq!("short".parse::<RecordId>(), Err(IdError));
    }

    #[test]
    fn letters_that_people_take_for_digits_are_read_as_digits() {
        assert_eq!(from_text("oOiIlL00"), from_text("00111100"));
        assert_eq!(from_text("0u"), Err(IdError));
        assert_eq!(from_text("0学"), Err(IdError));
    }

    /// The independent opinion.
    fn crockford() -> data_encoding::Encoding {
        let mut spec = data_encoding::Specification::new();
        spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
        spec.translate.from.push_str("ABCDEFGHJKMNPQRSTVWXYZoOiIlL");
        spec.translate.to.push_str("abcdefghjkmnpqrstvwxyz001111");
        spec.check_trailing_bits = false;
        spec.encoding().unwrap()
    }

    proptest::proptest! {
        #[test]
        fn bytes_are_written_as_everybody_writes_them(bytes: Vec<u8>) {
            let text = to_text(&bytes);
            proptest::prop_assert_eq!(&text, &crockford().encode(&bytes));
            proptest::prop_assert_eq!(from_text(&text), Ok(bytes));
        }

        #[test]
        fn any_text_is_read_as_everybody_reads_it(text in "[0-9a-zA-Z]{0,40}|.{0,6}") {
            let theirs = crockford().decode(text.as_bytes()).map_err(|_| IdError);
            proptest::prop_assert_eq!(from_text(&text), theirs);
        }
    }
}
