//! Why a change is not taken. Outcomes, not errors; the numbers are part of the format.

use minicbor::{Decode, Decoder, Encode, Encoder};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $key:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
            /// A reason that a newer side knows.
            Other(u16),
        }

        impl $name {
            /// The number on the wire.
            pub fn code(self) -> u16 {
                match self { $(Self::$variant => $code,)* Self::Other(code) => code }
            }

            /// The reason with this number.
            pub fn from_code(code: u16) -> Self {
                match code { $($code => Self::$variant,)* other => Self::Other(other) }
            }

            /// The key of the sentence for people.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* Self::Other(_) => "refusal-other" }
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.u16(self.code())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Ok(Self::from_code(d.u16()?))
            }
        }
    };
}

codes! {
    /// Why a change is refused for ever.
    Refusal {
        /// Larger than a change may be.
        Size = 1, "refusal-size";
        /// The document's descriptor is unknown, ill-formed or not the current epoch.
        Descriptor = 2, "refusal-descriptor";
        /// Cryptographic suite or kind of body that this side does not take.
        Suite = 3, "refusal-suite";
        /// The signature does not prove the device.
        Signature = 4, "refusal-signature";
        /// Not exactly one uncompressed change chunk.
        ChunkType = 5, "refusal-damaged";
        /// The checksum does not fit the bytes.
        Checksum = 6, "refusal-damaged";
        /// More operations than a change may have, or none.
        OpCount = 7, "refusal-size";
        /// Not what automerge itself would write.
        Malformed = 8, "refusal-damaged";
        /// Dependencies unsorted, repeated, absent or too many.
        Deps = 9, "refusal-grammar";
        /// The actor does not belong to the device.
        Actor = 10, "refusal-grammar";
        /// Not the actor's next change, or its previous one is no ancestor.
        Seq = 11, "refusal-grammar";
        /// Operation counters do not follow the document's.
        OpCounter = 12, "refusal-grammar";
        /// An operation other than put, make-map and delete of scalars.
        OpKind = 13, "refusal-grammar";
        /// An empty or over-long key, or one written twice.
        Key = 14, "refusal-grammar";
        /// An object that is no record in the causal past.
        Object = 15, "refusal-grammar";
        /// Predecessors are not exactly the values visible at the dependencies.
        Pred = 16, "refusal-grammar";
        /// A second birth of a record.
        SecondBirth = 17, "refusal-second-birth";
        /// Time, message, author or extra bytes.
        Ornament = 18, "refusal-grammar";
        /// A second head of the document from this device.
        SecondHead = 19, "refusal-grammar";
        /// A record type in a document that does not take it.
        Schema = 20, "refusal-schema";
        /// The role may not write here.
        Role = 21, "refusal-role";
        /// A text longer than a text may be.
        TextTooLong = 22, "refusal-text-too-long";
    }
}

codes! {
    /// Why honest work waits for somebody to let it in.
    Holding {
        /// The device was revoked before this arrived.
        Revoked = 1, "held-revoked";
        /// The role ended before this arrived.
        Ended = 2, "held-ended";
        /// It builds on work that is held.
        DependsOnHeld = 3, "held-depends";
    }
}
