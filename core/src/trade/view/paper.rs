//! A paper as a screen or a page shows it: its parts and paragraphs, live figures, numbered notes, what is missing. No
//! sentences.

mod figures;
mod offers;

use serde::{Deserialize, Serialize};

use super::{Delivery, Scene};
use crate::access::DocKind;
use crate::attachment::{self, Attachment};
use crate::closure::{self, ClosureReport, EvidenceRef, PaperStand, evidence};
use crate::edition;
use crate::guide::{Direction, PaperRule, Source};
use crate::id::RecordId;
use crate::paper::{Line, Paper, Section, count_words};
use crate::paragraph::{PAPER_KEY, Style};
use crate::read::{Conflict, Kept, ReadModel};
use crate::record_type::RecordType;
use crate::tolerant::{self, Fields};

use figures::{FIGURE_OPENS, pieces};
pub use figures::{PaperFigure, Piece, bracketed, figure};
pub use offers::{OfferSaid, PaperOffer, SaidForm, paper_offers};

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
    /// The figures that a text may hold.
    pub figures: Vec<PaperFigure>,
    /// Names for it as it stood, the newest first.
    pub editions: Vec<PaperEdition>,
    /// Paragraphs that were thrown away.
    pub gone: Vec<PaperLine>,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassagePlace {
    /// Title of the paper in a narrow place.
    pub paper: String,
    /// Heading of the part; empty for what lies in no part that the guide has.
    pub part: String,
    /// Its number in the part, from 1; `None` for one that was thrown away.
    pub number: Option<usize>,
}

impl PaperPage {
    /// The place of a paragraph that stands, or of one that is to be written in a part behind another one.
    pub fn place_of(&self, record: RecordId, part: &str, after: Option<RecordId>) -> PassagePlace {
        let at = |part: &PaperPart, id: RecordId| part.lines.iter().position(|line| line.record == id);
        let stands = self.parts.iter().find_map(|part| Some((part, at(part, record)? + 1)));
        let named = self.parts.iter().find(|one| one.id == part);
        let is_gone = self.gone.iter().any(|line| line.record == record);
        let number = |part: &PaperPart| match after {
            _ if is_gone => None,
            None => Some(1),
            Some(after) => Some(at(part, after).map_or(part.lines.len(), |at| at + 1) + 1),
        };
        let (part, number) = match stands {
            Some((part, number)) => (part.title.clone(), Some(number)),
            None => (named.map(|part| part.title.clone()).unwrap_or_default(), named.and_then(number)),
        };
        PassagePlace { paper: self.stand.short.clone(), part, number }
    }
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
    /// Names in the brackets of figures that no figure has: they stand there as they were typed.
    pub unnamed: Vec<String>,
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
    /// How far the name has come.
    pub delivery: Delivery,
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
    let figures = figures::figures(scene);
    let told = Told { scene, report: report.as_ref(), notes: &notes, figures: &figures };
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
        editions: editions(scene, &rule.id),
        gone: paper.gone.iter().map(|line| told.line(line)).collect(),
        figures,
    })
}

/// What paragraphs are told with.
struct Told<'a> {
    scene: &'a Scene<'a>,
    report: Option<&'a ClosureReport>,
    notes: &'a [RecordId],
    figures: &'a [PaperFigure],
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
            unnamed: figures::unnamed(self.figures, says.text),
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

fn editions(scene: &Scene<'_>, paper: &str) -> Vec<PaperEdition> {
    let of_it = scene.model.each(RecordType::Edition).filter(|kept| !kept.deleted);
    let of_it = of_it.filter(|kept| tolerant::str(&kept.fields, PAPER_KEY) == Some(paper));
    let mut editions: Vec<PaperEdition> = of_it.map(|kept| paper_edition(scene, kept)).collect();
    editions.sort_by(|a, b| (&b.at, b.record).cmp(&(&a.at, a.record)));
    editions
}

/// 版本 as a list names it.
pub fn paper_edition(scene: &Scene<'_>, kept: &Kept) -> PaperEdition {
    PaperEdition {
        record: kept.id,
        name: tolerant::text(&kept.fields, edition::NAME_KEY),
        at: tolerant::text(&kept.fields, edition::AT_KEY),
        delivery: scene.deliveries.get(&kept.id).copied().unwrap_or_default(),
    }
}
