//! 材料: a paper that many write, put together from its paragraphs by the guide's outline, and how far it is. Pure; it writes
//! nothing and knows no screen.

mod place;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use place::{between, spread};
pub use words::count_words;

use crate::attachment;
use crate::guide::{PaperRule, PartRule};
use crate::paragraph::{PAPER_KEY, Paragraph, Style, TEXT_KEY};
use crate::read::{Kept, ReadModel};
use crate::record_type::RecordType;
use crate::tolerant;

/// Characters of one paragraph that one can still read on a phone: what is longer is told, and parted at its blank lines.
pub const PARAGRAPH_CHARS_MAX: usize = 5_000;
/// Paragraphs that one save may make: a whole paper that was pasted at once.
pub const PARAGRAPHS_MAX: usize = 200;
/// Characters that one save may make: so many Chinese ones, of three bytes each, one change surely holds beside what their
/// paragraphs say of themselves ([`crate::limits::TEXT_BYTES_MAX`]).
pub const SAVE_CHARS_MAX: usize = 60_000;

/// 缺, 草稿, 齐
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PaperState {
    /// Nothing is there.
    Missing,
    /// Something is there, and less than the guide asks for.
    Draft,
    /// All that the guide asks for is there.
    Ready,
}

impl PaperState {
    /// The translation key of its label.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Missing => "paper-missing",
            Self::Draft => "paper-draft",
            Self::Ready => "paper-ready",
        }
    }
}

/// What stands between a paper and being ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lack {
    /// So many characters are there, so many are asked for.
    Words {
        /// There.
        have: usize,
        /// Asked for.
        least: usize,
    },
    /// The same of a part.
    Part {
        /// Its heading.
        title: String,
        /// There.
        have: usize,
        /// Asked for.
        least: usize,
    },
    /// Paragraphs that two wrote without knowing of each other, and nobody has settled.
    TwoValues(usize),
}

/// A paragraph of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its record.
    pub kept: &'a Kept,
    /// What it says.
    pub says: Paragraph<'a>,
}

impl Line<'_> {
    /// Whether two wrote its text without knowing of each other. Of two places, or two styles, nobody is asked: one stands,
    /// and every phone takes the same.
    pub fn is_torn(&self) -> bool {
        self.kept.conflicts.iter().any(|conflict| conflict.key == TEXT_KEY)
    }

    /// How many characters of text it has: headings and captions are none.
    pub fn words(&self) -> usize {
        match self.says.style {
            Style::Body | Style::Quote => count_words(self.says.text),
            Style::Heading | Style::Caption => 0,
        }
    }
}

/// A part of a paper with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// What the guide says of it; `None` for what lies in no part that the guide has.
    pub rule: Option<&'a PartRule>,
    /// Its paragraphs in order.
    pub lines: Vec<Line<'a>>,
}

impl Section<'_> {
    /// How many characters it has.
    pub fn words(&self) -> usize {
        self.lines.iter().map(Line::words).sum()
    }
}

/// A paper as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper<'a> {
    /// What the guide asks for.
    pub rule: &'a PaperRule,
    /// Its parts in the guide's order; last what lies in no part, where there is any.
    pub sections: Vec<Section<'a>>,
    /// Scans of it, the newest first.
    pub scans: Vec<&'a Kept>,
    /// Paragraphs that were thrown away.
    pub gone: Vec<Line<'a>>,
}

impl<'a> Paper<'a> {
    /// A paper of a studio.
    pub fn of(model: &'a ReadModel, rule: &'a PaperRule) -> Self {
        let (mut by_part, mut gone) = (BTreeMap::<&str, Vec<Line<'a>>>::new(), Vec::new());
        for kept in model.each(RecordType::Paragraph) {
            let line = Line { kept, says: Paragraph::read(&kept.fields) };
            if line.says.paper != rule.id || line.says.text.trim().is_empty() {
                continue;
            }
            match kept.deleted {
                true => gone.push(line),
                false => by_part.entry(line.says.part).or_default().push(line),
            }
        }
        by_part.values_mut().for_each(|lines| lines.sort_by_key(|line| (line.says.order, line.kept.id)));
        let section = |part: &'a PartRule| Section {
            rule: Some(part),
            lines: by_part.remove(part.id.as_str()).unwrap_or_default(),
        };
        let mut sections: Vec<Section<'a>> = rule.parts.iter().map(section).collect();
        let loose: Vec<Line<'a>> = by_part.into_values().flatten().collect();
        if !loose.is_empty() || sections.is_empty() {
            sections.push(Section { rule: None, lines: loose });
        }
        Self { rule, sections, scans: scans(model, &rule.id), gone }
    }

    /// How many characters it has.
    pub fn words(&self) -> usize {
        self.sections.iter().map(Section::words).sum()
    }

    /// Every paragraph in order.
    pub fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// Whether a scan of it is here and is enough.
    pub fn is_filed(&self) -> bool {
        self.rule.filed && !self.scans.is_empty()
    }

    /// What stands between it and being ready; nothing once a scan of it is enough.
    pub fn lacks(&self) -> Vec<Lack> {
        if self.is_filed() {
            return Vec::new();
        }
        let mut lacks = Vec::new();
        let torn = self.lines().filter(|line| line.is_torn()).count();
        if torn > 0 {
            lacks.push(Lack::TwoValues(torn));
        }
        let (have, least) = (self.words(), self.rule.least_words.max(1));
        if have < least {
            lacks.push(Lack::Words { have, least });
        }
        for section in &self.sections {
            let Some(rule) = section.rule else { continue };
            let (have, least) = (section.words(), rule.least_words);
            if have < least {
                lacks.push(Lack::Part { title: rule.title.clone(), have, least });
            }
        }
        lacks
    }

    /// How far it is.
    pub fn state(&self) -> PaperState {
        let started = self.lines().next().is_some() || !self.scans.is_empty();
        match (started, self.lacks().is_empty()) {
            (_, true) => PaperState::Ready,
            (true, false) => PaperState::Draft,
            (false, false) => PaperState::Missing,
        }
    }
}

/// Scans of a paper that hold something, the newest first.
fn scans<'a>(model: &'a ReadModel, paper: &str) -> Vec<&'a Kept> {
    let by_bureau = |piece| model.studio.erased.contains_key(&piece);
    let of_it = model.each(RecordType::Filed).filter(|kept| !kept.deleted);
    let of_it = of_it.filter(|kept| tolerant::str(&kept.fields, PAPER_KEY) == Some(paper));
    let mut scans: Vec<&Kept> =
        of_it.filter(|kept| !attachment::standing(&kept.fields, by_bureau).is_empty()).collect();
    scans.sort_by_key(|kept| std::cmp::Reverse((kept.day(), kept.id)));
    scans
}
