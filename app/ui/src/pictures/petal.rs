//! One indicator as a picture sees it: name, how far, in which state.

use crate::i18n::{t, t_with};

/// How an indicator stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PetalState {
    /// 达标
    Reached,
    /// Nearly there: only a little is missing.
    Near,
    /// On the way.
    #[default]
    Partly,
    /// Nothing yet, or so little that help is needed.
    Missing,
    /// Counted, but nobody set a number to reach.
    Noted,
    /// Not counted by this release of the product: no evidence is looked for.
    Unmeasured,
}

impl PetalState {
    /// The word.
    pub fn word(self) -> String {
        match self {
            PetalState::Reached => t("petal-reached"),
            PetalState::Near => t("petal-near"),
            PetalState::Partly => t("petal-partly"),
            PetalState::Missing => t("petal-missing"),
            PetalState::Noted => t("petal-noted"),
            PetalState::Unmeasured => t("petal-unmeasured"),
        }
    }

    pub(crate) fn fill(self) -> &'static str {
        match self {
            PetalState::Reached => "reached",
            PetalState::Near => "near",
            PetalState::Partly => "partly",
            PetalState::Missing => "missing",
            PetalState::Noted => "noted",
            PetalState::Unmeasured => "unmeasured",
        }
    }
}

/// One indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Petal {
    /// Its name.
    pub name: String,
    /// How far, 0 to 1.
    pub fraction: f64,
    /// How it stands.
    pub state: PetalState,
    /// As it is read: 77 / 100.
    pub amount: String,
    /// Someone who could add to it has not synced.
    pub stale: bool,
}

/// How many are reached, and how many ask for something at all.
pub(super) fn score(petals: &[Petal]) -> (usize, usize) {
    let asked = |petal: &&Petal| !matches!(petal.state, PetalState::Noted | PetalState::Unmeasured);
    let reached = petals.iter().filter(|petal| petal.state == PetalState::Reached).count();
    (reached, petals.iter().filter(asked).count())
}

/// 12 项指标，7 项达标
pub(super) fn alternative(petals: &[Petal]) -> String {
    let (reached, asked) = score(petals);
    t_with("compass-label", &[("all", &asked.to_string()), ("reached", &reached.to_string())])
}
