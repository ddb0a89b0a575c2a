//! Enumerations that records store as short ASCII words. A word can never be taken back; labels
//! for people live in the translations, under the key that each word names.

/// An enumeration stored as a word: variants, words and translation keys in one table.
macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident, $prefix:literal {
            $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant),+
        }

        impl $name {
            /// Every value, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Words with the translation keys of their labels, in the same order.
            pub const CHOICES: &'static [(&'static str, &'static str)] =
                &[$(($word, concat!($prefix, "-", $word))),+];

            /// The word as records store it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The value of a stored word; `None` for a word of a newer app.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The translation key of its label.
            pub fn label_key(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($prefix, "-", $word)),+
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = String::deserialize(d)?;
                Self::from_word(&word).ok_or_else(|| {
                    serde::de::Error::custom(format_args!("`{word}` is no {}", $prefix))
                })
            }
        }
    };
}

pub(crate) use words;
