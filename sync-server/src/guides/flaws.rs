//! What is wrong with a guide, in words for the administrator who wrote it. Decides nothing.

use studio_core::guide::Flaw;
use studio_ui::i18n::{t, t_with};

/// A sentence: what is wrong and what would be right.
pub(super) fn words(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Unreadable(said) => unreadable(said),
        Flaw::Version => t("guide-flaw-version"),
        Flaw::NoTitle => t("guide-flaw-title"),
        Flaw::TwoPhases => t("guide-flaw-two-phases"),
        Flaw::CheckAfter(most) => t_with("guide-flaw-check-after", &[("most", &most.to_string())]),
        Flaw::PaperBelowParts(parts) => t_with("guide-flaw-paper-below", &[("parts", &parts.to_string())]),
        Flaw::Name => t("guide-flaw-name"),
        Flaw::NoDirection => t("guide-flaw-no-direction"),
        Flaw::UnknownDirection => t("guide-flaw-unknown-direction"),
        Flaw::AppliesTooEarly => t("guide-flaw-applies"),
        Flaw::DeadlineTooEarly => t("guide-flaw-deadline"),
        Flaw::CountsTooLate => t("guide-flaw-counts"),
        Flaw::Grant => t("guide-flaw-grant"),
        Flaw::TermsOverlap => t("guide-flaw-terms"),
        Flaw::TermBackwards => t("guide-flaw-term"),
        Flaw::TwoTerms => t("guide-flaw-two-terms"),
        Flaw::Break => t("guide-flaw-break"),
        Flaw::TwoDirections => t("guide-flaw-two-directions"),
        Flaw::TwoIds(_) => t("guide-flaw-two-ids"),
        Flaw::NamedTwice => t("guide-flaw-named-twice"),
        Flaw::NoIndicator => t("guide-flaw-no-indicator"),
        Flaw::ClassHour => t("guide-flaw-class-hour"),
        Flaw::RubricWord => t("guide-flaw-rubric"),
        Flaw::Lesson(most) => t_with("guide-flaw-lesson", &[("most", &most.to_string())]),
        Flaw::Amount(most) => t_with("guide-flaw-amount", &[("most", &most.to_string())]),
        Flaw::Points(most) => t_with("guide-flaw-points", &[("most", &most.to_string())]),
        Flaw::MostBelowLeast => t("guide-flaw-most"),
        Flaw::SaidOfMeasure => t("guide-flaw-measure"),
        Flaw::YoungAge => t("guide-flaw-young"),
        Flaw::RecordsToday => t("guide-flaw-today"),
        Flaw::PointsOfNothing => t("guide-flaw-by"),
        Flaw::DeductOfNothing => t("guide-flaw-deduct"),
        Flaw::WhichPapers => t("guide-flaw-which-papers"),
        Flaw::NoPaper => t("guide-flaw-no-paper"),
        Flaw::PaperWord => t("guide-flaw-paper-word"),
        Flaw::Papers(most) => t_with("guide-flaw-papers", &[("most", &most.to_string())]),
        Flaw::PaperWords(most) => t_with("guide-flaw-paper-words", &[("most", &most.to_string())]),
        Flaw::NoPartOf => t("guide-flaw-part-of"),
        Flaw::OwnName => t("guide-flaw-own-name"),
        Flaw::OwnTitle => t("guide-flaw-own-title"),
        Flaw::StepOfNothing => t("guide-flaw-step"),
        Flaw::OwnWords => t("guide-flaw-own-words"),
        Flaw::OwnChoice => t("guide-flaw-own-choice"),
        Flaw::NoWork(of) => t_with("guide-flaw-no-work", &[("of", of)]),
        Flaw::NoField { of, key } => t_with("guide-flaw-field", &[("of", of), ("key", key)]),
        Flaw::NamesNobody { of, key } => t_with("guide-flaw-nobody", &[("of", of), ("key", key)]),
        Flaw::NoChoice { of, key, one: true } => t_with("guide-flaw-one-word", &[("of", of), ("key", key)]),
        Flaw::NoChoice { of, key, one: false } => t_with("guide-flaw-choice", &[("of", of), ("key", key)]),
        Flaw::NoWord { of, key, word } => t_with("guide-flaw-word", &[("of", of), ("key", key), ("word", word)]),
    }
}

/// What the reader itself refused, in our words; its own stand behind them, see [`detail`].
fn unreadable(said: &str) -> String {
    let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_default();
    let is = |begins: &str| said.starts_with(begins);
    match () {
        () if is("unknown field") => t_with("guide-unread-key", &[("key", first)]),
        () if is("missing field") => t_with("guide-unread-missing", &[("key", first)]),
        () if is("unknown variant") => {
            let rest = quoted.get(1..).unwrap_or_default().join("、");
            t_with("guide-unread-word", &[("word", first), ("words", &rest)])
        }
        () if is("duplicate key") => t("guide-unread-twice"),
        () if said.ends_with("is no type of work and no measure") => t_with("guide-unread-count", &[("word", first)]),
        () if said.contains("` is no ") => t_with("guide-unread-choice", &[("word", first)]),
        () if said.contains("not a day") => t_with("guide-unread-value", &[("asked", &t("guide-asked-day"))]),
        () if is("invalid type") || is("invalid value") => t_with("guide-unread-value", &[("asked", &asked(said))]),
        () => t("guide-flaw-unreadable"),
    }
}

/// What should stand there: the reader's word for it, in ours.
fn asked(said: &str) -> String {
    let asked = said.rsplit_once("expected ").map_or(said, |(_, asked)| asked);
    let kinds: [(&str, &[&str]); 5] = [
        ("guide-asked-whole", &["u8", "u16", "u32", "usize"]),
        ("guide-asked-number", &["i64", "integer"]),
        ("guide-asked-yes", &["bool"]),
        ("guide-asked-list", &["sequence", "array"]),
        ("guide-asked-table", &["struct", "map", "table"]),
    ];
    let found = kinds.iter().find(|(_, words)| words.iter().any(|word| asked.contains(word)));
    t(found.map_or("guide-asked-text", |(key, _)| key))
}

/// The reader's own words, for whoever can use them.
pub(super) fn detail(flaw: &Flaw) -> Option<&str> {
    if let Flaw::Unreadable(said) = flaw { said.lines().next() } else { None }
}
