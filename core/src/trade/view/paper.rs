//! A paper as a screen or a page shows it: its parts and paragraphs, live figures, numbered notes, what is missing. No
//! sentences.

use serde::{Deserialize, Serialize};

use super::{Delivery, Scene};
use crate::access::DocKind;
use crate::attachment::{self, Attachment};
use crate::closure::{self, ClosureReport, EvidenceRef, Indicator, IndicatorState, PaperStand, evidence};
use crate::edition;
use crate::guide::{Direction, PaperRule, Source};
use crate::id::RecordId;
use crate::paper::{Line, Paper, Section, count_words};
use crate::paragraph::{PAPER_KEY, Style};
use crate::read::{Conflict, Kept, ReadModel};
use crate::record_type::RecordType;
use crate::tolerant::{self, Fields};

/// Records that one part is offered at once: those of several terms, and still a list that a phone draws.
const OFFERS_MAX: usize = 300;
/// Characters that are taken over from one record.
const TAKEN_CHARS_MAX: usize = 800;

/// A paper opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPage {
    /// The studio's name.
    pub studio: String,
    /// How far it is.
    pub stand: PaperStand,
    /// What it is for, in the guide's sentence.
    pub note: String,
    /// Who says how much it takes.
    pub source: Source,
    /// Whether a scan of it is enough.
    pub may_be_filed: bool,
    /// Whether the one who looks may write in it.
    pub may_write: bool,
    /// Its parts.
    pub parts: Vec<PaperPart>,
    /// Scans of it, the newest first.
    pub scans: Vec<PaperScan>,
    /// What it tells of, in the order of its notes: note 1 stands first.
    pub evidence: Vec<Option<EvidenceRef>>,
    /// Names of the figures that a text may hold, with their place in the report.
    pub figures: Vec<(String, usize)>,
    /// Names for it as it stood, the newest first.
    pub editions: Vec<PaperEdition>,
    /// Paragraphs that were thrown away.
    pub gone: Vec<PaperLine>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPart {
    /// The word that its paragraphs name it by.
    pub id: String,
    /// Its heading; empty for what lies in no part that the guide has.
    pub title: String,
    /// What to write.
    pub hint: String,
    /// Characters there.
    pub words: usize,
    /// Characters asked for; 0 asks for none.
    pub least: usize,
    /// Whether records of work are offered for it.
    pub offers: bool,
    /// Its paragraphs.
    pub lines: Vec<PaperLine>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    /// Its record.
    pub record: RecordId,
    /// How it looks.
    pub style: Style,
    /// What it says, as it was typed.
    pub text: String,
    /// The same with its figures.
    pub pieces: Vec<Piece>,
    /// Number of the note that says what it tells of.
    pub note: Option<usize>,
    /// The record that it tells of.
    pub refers: Option<RecordId>,
    /// Characters of text.
    pub words: usize,
    /// Fields with two values.
    pub conflicts: Vec<Conflict>,
    /// How far its newest change has come.
    pub delivery: Delivery,
    /// It was thrown away by somebody who had not seen what it says now.
    pub gone_unseen: bool,
}

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
    },
}

/// A scan of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperScan {
    /// Its record.
    pub record: RecordId,
    /// What is on it, one file each.
    pub files: Vec<Attachment>,
    /// How far it has come.
    pub delivery: Delivery,
}

/// 版本
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperEdition {
    /// Its record.
    pub record: RecordId,
    /// What it is called.
    pub name: String,
    /// When it was named, in the county's time.
    pub at: String,
}

/// A record of work that a part may tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperOffer {
    /// How a list names it.
    pub record: EvidenceRef,
    /// What its author wrote in it, to begin with.
    pub said: String,
    /// The paper tells of it already.
    pub told: bool,
}

/// The fields of what many write: a paragraph, a scan of a paper. `None` where nothing of that id lies in a shared document.
pub fn shared_fields(scene: &Scene<'_>, record: RecordId) -> Option<(RecordType, Fields)> {
    let kept = [RecordType::Paragraph, RecordType::Filed].into_iter().find_map(|of| scene.model.get(of, record))?;
    Some((kept.record_type, kept.fields.clone()))
}

/// The rule of a paper in the direction of the studio's project.
pub fn paper_rule<'a>(scene: &Scene<'a>, id: &str) -> Option<&'a PaperRule> {
    direction(scene)?.papers.iter().find(|rule| rule.id == id)
}

fn direction<'a>(scene: &Scene<'a>) -> Option<&'a Direction> {
    closure::report::direction(scene.guide, scene.model.studio.terms.as_ref())
}

/// A paper of the studio; `None` for one that its direction does not ask for.
pub fn paper_page(scene: &Scene<'_>, id: &str) -> Option<PaperPage> {
    page(scene, &Paper::of(scene.model, paper_rule(scene, id)?))
}

/// The same as it stood in `then`, with the numbers and the records of today.
pub fn paper_then(scene: &Scene<'_>, then: &ReadModel, id: &str) -> Option<PaperPage> {
    page(scene, &Paper::of(then, paper_rule(scene, id)?))
}

fn page(scene: &Scene<'_>, paper: &Paper<'_>) -> Option<PaperPage> {
    let rule = paper.rule;
    let has_figures = paper.lines().any(|line| line.says.text.contains(FIGURE_OPENS));
    let report = has_figures.then(|| closure::report(scene.model, scene.guide, scene.now, scene.freshness)).flatten();
    let mut notes: Vec<RecordId> = Vec::new();
    for refers in paper.lines().filter_map(|line| line.says.refers) {
        if !notes.contains(&refers) {
            notes.push(refers);
        }
    }
    let told = Told { scene, report: report.as_ref(), notes: &notes };
    Some(PaperPage {
        studio: scene.model.studio_name().to_owned(),
        stand: closure::papers::stand(paper),
        note: rule.note.clone(),
        source: rule.source,
        may_be_filed: rule.filed,
        may_write: scene.may_write(DocKind::Roster),
        parts: paper.sections.iter().map(|section| told.part(section)).collect(),
        scans: paper.scans.iter().map(|kept| told.scan(kept)).collect(),
        evidence: notes.iter().map(|record| told.evidence(*record)).collect(),
        figures: figures(scene),
        editions: editions(scene.model, &rule.id),
        gone: paper.gone.iter().map(|line| told.line(line)).collect(),
    })
}

/// What paragraphs are told with.
struct Told<'a> {
    scene: &'a Scene<'a>,
    report: Option<&'a ClosureReport>,
    notes: &'a [RecordId],
}

impl Told<'_> {
    fn part(&self, section: &Section<'_>) -> PaperPart {
        let rule = section.rule;
        PaperPart {
            id: rule.map(|rule| rule.id.clone()).unwrap_or_default(),
            title: rule.map(|rule| rule.title.clone()).unwrap_or_default(),
            hint: rule.map(|rule| rule.hint.clone()).unwrap_or_default(),
            words: section.words(),
            least: rule.map_or(0, |rule| rule.least_words),
            offers: rule.is_some_and(|rule| !rule.of.is_empty()),
            lines: section.lines.iter().map(|line| self.line(line)).collect(),
        }
    }

    fn line(&self, line: &Line<'_>) -> PaperLine {
        let (kept, says) = (line.kept, &line.says);
        let note = says.refers.and_then(|record| self.notes.iter().position(|note| *note == record));
        PaperLine {
            record: kept.id,
            style: says.style,
            text: says.text.to_owned(),
            pieces: pieces(says.text, self.report.map_or(&[], |report| report.indicators.as_slice())),
            note: note.map(|at| at + 1),
            refers: says.refers,
            words: count_words(says.text),
            conflicts: kept.conflicts.clone(),
            delivery: self.delivery(kept),
            gone_unseen: kept.deleted_unseen(&self.scene.model.facts),
        }
    }

    fn scan(&self, kept: &Kept) -> PaperScan {
        let by_bureau = |piece| self.scene.model.studio.erased.contains_key(&piece);
        let files = attachment::standing(&kept.fields, by_bureau);
        PaperScan { record: kept.id, files, delivery: self.delivery(kept) }
    }

    fn delivery(&self, kept: &Kept) -> Delivery {
        self.scene.deliveries.get(&kept.id).copied().unwrap_or_default()
    }

    /// A record that a note names; `None` for one that was thrown away or that the one who looks may not see.
    fn evidence(&self, record: RecordId) -> Option<EvidenceRef> {
        let kept = self.scene.model.find(record).filter(|kept| self.scene.sees(kept) && !kept.deleted)?;
        evidence::of(self.scene.model, kept.id, Vec::new())
    }
}

/// What stands around the name of a figure in a text.
const FIGURE_OPENS: char = '【';
const FIGURE_CLOSES: char = '】';

/// How a text names a figure: people read it as it is, also where nothing draws it.
pub fn figure(name: &str) -> String {
    format!("{FIGURE_OPENS}{name}{FIGURE_CLOSES}")
}

/// The names of the figures that a text may hold: what the guide calls its indicators, of those that are counted.
fn figures(scene: &Scene<'_>) -> Vec<(String, usize)> {
    let rules = direction(scene).map(|direction| direction.indicators.as_slice()).unwrap_or_default();
    let counted = rules.iter().enumerate().filter(|(_, rule)| !rule.count.is(crate::guide::Measure::NotCounted));
    counted.map(|(at, rule)| (rule.short.clone(), at)).collect()
}

/// A text with the numbers that it names.
fn pieces(text: &str, indicators: &[Indicator]) -> Vec<Piece> {
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
        });
        rest = behind;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

fn editions(model: &ReadModel, paper: &str) -> Vec<PaperEdition> {
    let of_it = model.each(RecordType::Edition).filter(|kept| !kept.deleted);
    let of_it = of_it.filter(|kept| tolerant::str(&kept.fields, PAPER_KEY) == Some(paper));
    let mut editions: Vec<PaperEdition> = of_it
        .map(|kept| PaperEdition {
            record: kept.id,
            name: tolerant::text(&kept.fields, edition::NAME_KEY),
            at: tolerant::text(&kept.fields, edition::AT_KEY),
        })
        .collect();
    editions.sort_by(|a, b| (&b.at, b.record).cmp(&(&a.at, a.record)));
    editions
}

/// Records of work that a part of a paper may tell of: those of its types that were handed in, with most to say first.
pub fn paper_offers(scene: &Scene<'_>, paper: &str, part: &str) -> Vec<PaperOffer> {
    let Some(rule) = paper_rule(scene, paper) else { return Vec::new() };
    let Some(part) = rule.parts.iter().find(|one| one.id == part) else { return Vec::new() };
    let written = Paper::of(scene.model, rule);
    let told: Vec<RecordId> = written.lines().filter_map(|line| line.says.refers).collect();
    let asked =
        scene.model.works().filter(|kept| kept.counts() && part.of.iter().any(|of| *of == kept.record_type.word()));
    let offer = |kept: &Kept| {
        let record = evidence::of(scene.model, kept.id, Vec::new())?;
        Some(PaperOffer { record, said: said(kept), told: told.contains(&kept.id) })
    };
    let mut offers: Vec<PaperOffer> = asked.filter_map(offer).collect();
    offers.sort_by_key(|offer| (offer.told, std::cmp::Reverse((offer.said.chars().count() / 100, offer.record.day))));
    offers.truncate(OFFERS_MAX);
    offers
}

/// What its author wrote in a record, in the form's order.
fn said(kept: &Kept) -> String {
    let texts = kept.record_type.says().shown(&kept.fields).filter(|spec| spec.input == crate::form::Input::Text);
    let texts: Vec<String> = texts.filter_map(|spec| tolerant::some_text(&kept.fields, spec.key)).collect();
    texts.join("\n").chars().take(TAKEN_CHARS_MAX).collect()
}
