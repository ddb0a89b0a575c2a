//! Numbers of the report that a text names: 【教研活动】 is drawn as the number that stands now, with its measure word.

use serde::{Deserialize, Serialize};

use super::{Scene, direction};
use crate::closure::{Indicator, IndicatorState};
use crate::guide::Measure;

/// What stands around the name of a figure in a text.
pub(super) const FIGURE_OPENS: char = '【';
const FIGURE_CLOSES: char = '】';
/// Characters that a name of a figure has at the most: longer ones stand in brackets for another reason.
const NAME_CHARS_MAX: usize = 12;
/// What a number is counted in: where the text itself says so behind it, it is not said twice.
const MEASURES: &str = "次场人名位个项篇件份节所家条门本种类期届对组年月天%％";

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// As it was typed.
    Text(String),
    /// A number of the report, as it stands now.
    Figure {
        /// `I3`.
        indicator: String,
        /// What it is called.
        name: String,
        /// The number.
        value: i64,
        /// What it is counted in; empty where the text goes on with a measure word.
        unit: String,
    },
}

/// How a text names a figure: people read it as it is, also where nothing draws it.
pub fn figure(name: &str) -> String {
    format!("{FIGURE_OPENS}{name}{FIGURE_CLOSES}")
}

/// The names that stand in such brackets in a text, each once: those of figures, and those that name none.
pub fn bracketed(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for after in text.split(FIGURE_OPENS).skip(1) {
        let name = after.split_once(FIGURE_CLOSES).map(|(name, _)| name.trim()).unwrap_or_default();
        let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX;
        if fits && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A number of the report that a text may hold by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperFigure {
    /// What a text calls it.
    pub name: String,
    /// What it is called in full: a text may call it so too.
    pub title: String,
}

impl PaperFigure {
    /// Whether a text that says this in its brackets means it.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.title == name
    }
}

/// The figures that a text may hold: the guide's indicators, of those that are counted.
pub(super) fn figures(scene: &Scene<'_>) -> Vec<PaperFigure> {
    let rules = direction(scene).map(|direction| direction.indicators.as_slice()).unwrap_or_default();
    let counted = rules.iter().filter(|rule| !rule.count.is(Measure::NotCounted));
    counted.map(|rule| PaperFigure { name: rule.short.clone(), title: rule.title.clone() }).collect()
}

/// The names in a text's brackets that no figure has: they stand there as they were typed.
pub(super) fn unnamed(figures: &[PaperFigure], text: &str) -> Vec<String> {
    let mut names = bracketed(text);
    names.retain(|name| !figures.iter().any(|figure| figure.is_called(name)));
    names
}

/// A text with the numbers that it names.
pub(super) fn pieces(text: &str, indicators: &[Indicator]) -> Vec<Piece> {
    let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text);
    let called = |name: &str| {
        let counted = indicators.iter().filter(|indicator| indicator.state != IndicatorState::NotCounted);
        counted.into_iter().find(|indicator| indicator.short == name || indicator.title == name)
    };
    while let Some((before, after)) = rest.split_once(FIGURE_OPENS) {
        let named = after.split_once(FIGURE_CLOSES).and_then(|(name, behind)| Some((called(name.trim())?, behind)));
        plain.push_str(before);
        let Some((indicator, behind)) = named else {
            plain.push(FIGURE_OPENS);
            rest = after;
            continue;
        };
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Figure {
            indicator: indicator.id.clone(),
            name: indicator.short.clone(),
            value: indicator.value,
            unit: if says_measure(behind) { String::new() } else { indicator.unit.clone() },
        });
        rest = behind;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

/// Whether a text begins with what something is counted in.
fn says_measure(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(|letter| MEASURES.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_in_brackets_is_told_once_and_a_long_sentence_in_brackets_is_no_name() {
        let text = "办了【教研活动】次，又【 教研活动 】，见【附件】和【这一整句话是括起来强调的意思】，没有关【";
        assert_eq!(bracketed(text), ["教研活动", "附件"]);
    }

    #[test]
    fn a_number_whose_text_goes_on_with_a_measure_word_has_no_second_one() {
        for (behind, says) in [("次。", true), (" 位老师", true), ("教研活动", false), ("，", false), ("", false)]
        {
            assert_eq!(says_measure(behind), says, "{behind}");
        }
    }
}
