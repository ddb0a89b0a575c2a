//! What pictures take on this phone, and what became of letting them go.

use serde::{Deserialize, Serialize};
use studio_core::term::Season;

/// What pictures take on this phone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PicturesHere {
    /// Bytes of all, small ones too.
    pub bytes: u64,
    /// Whether this is Wi-Fi; `None` where the browser does not tell.
    pub over_wifi: Option<bool>,
    /// By what they belong to, the newest term first.
    pub terms: Vec<PicturesOfTerm>,
}

impl PicturesHere {
    /// Large ones that records name.
    pub fn large(&self) -> Many {
        self.sum(|term| term.large)
    }

    /// Large ones that the server has too: they can go and come again.
    pub fn free(&self) -> Many {
        self.sum(|term| term.free)
    }

    fn sum(&self, of: fn(&PicturesOfTerm) -> Many) -> Many {
        let named = self.terms.iter().filter(|term| term.of != PicturesOf::Nothing).map(of);
        named.fold(Many::default(), |sum, one| Many { count: sum.count + one.count, bytes: sum.bytes + one.bytes })
    }
}

/// What pictures belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PicturesOf {
    /// No record names them: forms that are still open.
    Nothing,
    /// Records without a day, or of days before the first term.
    NoTerm,
    /// Records of a term and the holidays after it: the year in which it began.
    Term(i32, Season),
}

/// Pictures of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PicturesOfTerm {
    /// Which.
    pub of: PicturesOf,
    /// Large ones.
    pub large: Many,
    /// Small ones: they stay, so that a record shows its pictures without a network.
    pub small: Many,
    /// Large ones that the server has too.
    pub free: Many,
    /// Large ones that nobody else has as far as this phone knows.
    pub only_here: Many,
}

impl PicturesOfTerm {
    /// None yet.
    pub fn of(of: PicturesOf) -> Self {
        let none = Many::default();
        Self { of, large: none, small: none, free: none, only_here: none }
    }
}

/// How many, and their bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Many {
    /// How many.
    pub count: usize,
    /// Bytes of all.
    pub bytes: u64,
}

impl Many {
    /// One more.
    pub fn add(&mut self, bytes: u64) {
        self.count += 1;
        self.bytes += bytes;
    }
}

/// What became of letting pictures go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freed {
    /// What is gone from this phone: the server has it.
    pub gone: Many,
    /// Only on this phone: not touched.
    pub only_here: usize,
    /// The server had lost them: they stay, and are brought again.
    pub lost: usize,
    /// Whether each was asked for; the line broke otherwise.
    pub is_done: bool,
}
