//! The papers among what closure asks for: which of them are ready, what each deliverable stands on.

use serde::{Deserialize, Serialize};

use super::count::{Counted, Counting, number};
use super::{Indicator, IndicatorState, Part};
use crate::guide::{Deliverable, Direction, IndicatorRule, Measure, PAPER_WORDS, PaperRule};
use crate::paper::{Lack, Paper, PaperState};

/// How far a paper is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperStand {
    /// The word that its paragraphs name it by.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Title in a narrow place.
    pub short: String,
    /// 缺, 草稿, 齐
    pub state: PaperState,
    /// Characters, as Word counts them.
    pub words: usize,
    /// Characters that make it whole; 0 asks for none.
    pub least: usize,
    /// Whether a scan of it stands for it.
    pub filed: bool,
    /// What stands between it and being ready.
    pub lacks: Vec<Lack>,
}

/// 预期成果: what must be handed in, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverableStand {
    /// Its title.
    pub title: String,
    /// Its state; `None` when nothing that this release counts says anything of it.
    pub state: Option<PaperState>,
    /// The papers that it consists of, by their place in [`super::ClosureReport::papers`].
    pub papers: Vec<usize>,
    /// The indicators that say how far it is, by their place in [`super::ClosureReport::indicators`].
    pub indicators: Vec<usize>,
}

/// How far a paper of this rule is.
pub(crate) fn stand(paper: &Paper<'_>) -> PaperStand {
    let rule = paper.rule;
    PaperStand {
        id: rule.id.clone(),
        title: rule.title.clone(),
        short: rule.short.clone(),
        state: paper.state(),
        words: paper.words(),
        least: rule.least_words,
        filed: paper.is_filed(),
        lacks: paper.lacks(),
    }
}

/// The papers that an indicator counts, with how far each is; none where it counts something else.
pub(super) fn behind(counting: &Counting<'_>, rule: &IndicatorRule) -> Vec<PaperStand> {
    if !rule.count.is(Measure::Papers) {
        return Vec::new();
    }
    named(counting.papers, rule).map(|paper| stand(&Paper::of(counting.model, paper))).collect()
}

/// The papers that a row names.
fn named<'a>(papers: &'a [PaperRule], rule: &IndicatorRule) -> impl Iterator<Item = &'a PaperRule> {
    let words = rule.only.get(PAPER_WORDS).cloned().unwrap_or_default();
    papers.iter().filter(move |paper| words.contains(&paper.id))
}

impl Counting<'_> {
    /// How many of the papers that a row names are ready.
    pub(super) fn papers(&self, rule: &IndicatorRule) -> Counted {
        let states = named(self.papers, rule).map(|paper| (paper, Paper::of(self.model, paper).state()));
        let parts: Vec<Part> = states
            .map(|(paper, state)| Part::named(paper.short.clone(), i64::from(state == PaperState::Ready)))
            .collect();
        let ready = parts.iter().filter(|part| part.count > 0).count();
        Counted { value: number(ready), parts, ..Counted::default() }
    }
}

/// Every deliverable of a direction with what says how far it is.
pub(super) fn deliverables(
    direction: &Direction,
    indicators: &[Indicator],
    papers: &[PaperStand],
) -> Vec<DeliverableStand> {
    let one = |asked: &Deliverable| {
        let of_it = |id: &String| papers.iter().position(|paper| paper.id == *id);
        let papers_of: Vec<usize> = asked.papers.iter().filter_map(of_it).collect();
        let behind = |id: &String| indicators.iter().position(|indicator| indicator.id == *id);
        let indicators_of: Vec<usize> = asked.indicators.iter().filter_map(behind).collect();
        let by_papers = papers_of.iter().filter_map(|at| papers.get(*at)).map(|paper| paper.state);
        let by_numbers = indicators_of.iter().filter_map(|at| by_number(indicators.get(*at)?));
        // a paper says it itself; what has none is as far as its numbers are
        let states: Vec<PaperState> = if papers_of.is_empty() { by_numbers.collect() } else { by_papers.collect() };
        DeliverableStand {
            title: asked.title.clone(),
            state: together(&states),
            papers: papers_of,
            indicators: indicators_of,
        }
    };
    direction.deliverables.iter().map(one).collect()
}

fn by_number(indicator: &Indicator) -> Option<PaperState> {
    match indicator.state {
        IndicatorState::Met => Some(PaperState::Ready),
        IndicatorState::OnTheWay => Some(PaperState::Draft),
        IndicatorState::Missing => Some(PaperState::Missing),
        IndicatorState::NoTarget if indicator.value > 0 => Some(PaperState::Draft),
        IndicatorState::NoTarget => Some(PaperState::Missing),
        IndicatorState::NotCounted => None,
    }
}

/// Ready when all are, missing when all are.
fn together(states: &[PaperState]) -> Option<PaperState> {
    let (least, most) = (states.iter().min()?, states.iter().max()?);
    Some(if least == most { *least } else { PaperState::Draft })
}
