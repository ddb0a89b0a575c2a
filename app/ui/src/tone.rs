//! The five tones a state can have. A tone is never the only sign: a word always stands beside it.

/// What a colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Grey: normal; being offline is normal.
    #[default]
    Plain,
    /// Pine: ours, reached.
    Good,
    /// Wheat: on the way.
    Warn,
    /// Cinnabar: needs you.
    Bad,
    /// Indigo: information.
    Info,
}

impl Tone {
    /// The class that the style sheets know.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "tone-plain",
            Tone::Good => "tone-good",
            Tone::Warn => "tone-warn",
            Tone::Bad => "tone-bad",
            Tone::Info => "tone-info",
        }
    }
}
