//! The type words of records. The list of the types stands in [`crate::trade`]; what is said of each in its own file.

use crate::access::DocKind;

pub use super::RecordType;

/// Makes the list of types: one line each, its name here and the value that says everything of it.
macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $value:expr),+ $(,)?) => {
        /// What a record is. A record with another word is kept and not shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordType {
            $($(#[$doc])* $name),+
        }

        impl RecordType {
            /// Every type, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// All that is said of it.
            pub fn says(self) -> &'static crate::form::Type {
                match self {
                    $(Self::$name => { static SAYS: crate::form::Type = $value; &SAYS })+
                }
            }
        }
    };
}

pub(super) use types;

impl RecordType {
    /// The word as records store it.
    pub fn word(self) -> &'static str {
        self.says().word
    }

    /// The type of a stored word; `None` for a word of a newer app.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|of| of.word() == word)
    }

    /// The translation key of its name.
    pub fn label_key(self) -> String {
        format!("record-type-{}", self.word())
    }

    /// The types that a teacher writes by hand and sees in 记录.
    pub fn work() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|of| of.says().work)
    }

    /// Whether a record of this type may lie in a document of this kind.
    pub fn fits(self, kind: DocKind) -> bool {
        self.says().lies_in.contains(&kind)
    }
}

impl serde::Serialize for RecordType {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.word())
    }
}

impl<'de> serde::Deserialize<'de> for RecordType {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let word = String::deserialize(d)?;
        Self::from_word(&word).ok_or_else(|| serde::de::Error::custom(format_args!("`{word}` is no record type")))
    }
}
