//! A paper that many write, in words: how far it is, what it lacks, its text for a printer or a document.

use studio_core::closure::{ClosureReport, DeliverableStand, EvidenceRef, PaperStand};
use studio_core::form::Part;
use studio_core::id::RecordId;
use studio_core::paper::{Lack, PaperState};
use studio_core::paragraph::TEXT_KEY;
use studio_core::tolerant::parse_instant;
use studio_core::view::{PaperEdition, PaperLine, PaperOffer, PaperPage, PaperPart, Piece};

use super::indicator::evidence_words;
use crate::dates;
use crate::i18n::{t, t_with};
use crate::paper::{UnwrittenText, WrittenLine, WrittenNote, WrittenText};
use crate::tone::Tone;

/// The tone of a state.
pub fn paper_tone(state: PaperState) -> Tone {
    match state {
        PaperState::Missing => Tone::Warn,
        PaperState::Draft => Tone::Info,
        PaperState::Ready => Tone::Good,
    }
}

/// 1,240 / 2,000 字, 已交扫描件
pub fn paper_note(stand: &PaperStand) -> String {
    let (words, least) = (dates::thousands(stand.words as u64), dates::thousands(stand.least as u64));
    match (stand.filed, stand.least) {
        (true, _) => t("paper-filed"),
        (false, 0) => t_with("paper-words", &[("words", &words)]),
        (false, _) => t_with("paper-words-of", &[("words", &words), ("least", &least)]),
    }
}

/// 缺, 草稿, 齐; that nothing counts it.
pub fn deliverable_state(one: &DeliverableStand) -> String {
    t(one.state.map_or("petal-unmeasured", PaperState::label_key))
}

/// How far its papers are, or the numbers that stand for it.
pub fn deliverable_note(one: &DeliverableStand, report: &ClosureReport) -> String {
    let papers = one.papers.iter().filter_map(|at| report.papers.get(*at)).map(paper_note);
    let numbers = one.indicators.iter().filter_map(|at| report.indicators.get(*at));
    let said: Vec<String> = match one.papers.is_empty() {
        false => papers.collect(),
        true => numbers.map(evidence_words).collect(),
    };
    if said.is_empty() { t("closure-deliverable-open") } else { said.join(" · ") }
}

/// 120 / 200 字
pub fn part_note(part: &PaperPart) -> String {
    let (words, least) = (part.words.to_string(), part.least.to_string());
    match part.least {
        0 if part.words == 0 => String::new(),
        0 => t_with("paper-words", &[("words", &words)]),
        _ => t_with("paper-words-of", &[("words", &words), ("least", &least)]),
    }
}

/// What is missing, and what to do.
pub fn paper_lack(lack: &Lack) -> String {
    match lack {
        Lack::Words { have, least } => {
            t_with("paper-lacks-words", &[("short", &least.saturating_sub(*have).to_string())])
        }
        Lack::Part { title, have: 0, .. } => t_with("paper-lacks-part", &[("title", title)]),
        Lack::Part { title, have, least } => {
            let short = least.saturating_sub(*have).to_string();
            t_with("paper-lacks-part-words", &[("title", title), ("short", &short)])
        }
        Lack::TwoValues(count) => t_with("paper-lacks-settling", &[("count", &count.to_string())]),
    }
}

/// 2026年11月24日 14:05
pub fn edition_at(edition: &PaperEdition) -> String {
    parse_instant(&edition.at).map(|at| format!("{} {}", dates::date(at.date()), dates::clock(at))).unwrap_or_default()
}

/// 2026年11月10日 · 柳河小学 · 赵敏
pub fn evidence_line(one: &EvidenceRef) -> String {
    let day = one.day.map(dates::date).unwrap_or_default();
    let kind = if one.kind_key.is_empty() { t(&one.record_type.label_key()) } else { t(&one.kind_key) };
    let parts = [kind, day, one.place.clone(), one.author_name.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The paragraph that a record begins with: when, what, who, and what its author wrote in it.
pub fn told(offer: &PaperOffer) -> String {
    let one = &offer.record;
    let day = one.day.map(dates::date).unwrap_or_default();
    let kind = if one.kind_key.is_empty() { t(&one.record_type.label_key()) } else { t(&one.kind_key) };
    let args = [("day", day.as_str()), ("kind", kind.as_str()), ("title", one.title.as_str())];
    // a title that is made of a name and the first words would say both twice
    let named = one.record_type.says().face.title.iter().all(|part| matches!(part, Part::Text(_)));
    let key = match (named || offer.said.is_empty(), one.day.is_some()) {
        (true, true) => "paper-told",
        (true, false) => "paper-told-dayless",
        (false, true) => "paper-told-untitled",
        (false, false) => "paper-told-kind",
    };
    let head = t_with(key, &args);
    let place = (!one.place.is_empty()).then(|| t_with("paper-told-place", &[("place", &one.place)]));
    let people = (one.people > 1).then(|| t_with("paper-told-people", &[("count", &one.people.to_string())]));
    let head = [Some(head), place, people].into_iter().flatten().collect::<String>();
    // one paragraph of a paper: the blank lines of a record would part it
    let said: Vec<&str> = offer.said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    [t_with("paper-told-end", &[("said", &head)]), said.join("\n")].concat()
}

/// A paper for a printer; `way` leads to a record that it tells of.
pub fn written(page: &PaperPage, way: &dyn Fn(RecordId) -> Option<String>) -> WrittenText {
    let parts = page.parts.iter().filter(|part| !part.lines.is_empty());
    WrittenText {
        title: page.stand.title.clone(),
        studio: page.studio.clone(),
        parts: parts.map(|part| (part.title.clone(), part.lines.iter().map(line).collect())).collect(),
        notes: page.evidence.iter().map(|evidence| note(evidence, way)).collect(),
    }
}

/// What a paper is to hold in which nothing is written; `None` once something is.
pub fn unwritten(page: &PaperPage) -> Option<UnwrittenText> {
    if page.parts.iter().any(|part| !part.lines.is_empty()) {
        return None;
    }
    let stand = &page.stand;
    let (title, studio) = (stand.title.clone(), page.studio.clone());
    if stand.filed {
        return Some(UnwrittenText { title, studio, said: t("paper-unwritten-filed"), ..UnwrittenText::default() });
    }
    let least = t_with("paper-asks-words", &[("least", &dates::thousands(stand.least as u64))]);
    let least = (stand.least > 0).then_some(least);
    let heading = |part: &PaperPart| match part.least {
        0 => part.title.clone(),
        least => t_with("paper-asks-part", &[("title", &part.title), ("least", &least.to_string())]),
    };
    let parts = page.parts.iter().filter(|part| !part.title.is_empty());
    Some(UnwrittenText {
        title,
        studio,
        said: emptied(page),
        asks: [Some(page.note.clone()).filter(|note| !note.is_empty()), least].into_iter().flatten().collect(),
        parts: parts.map(|part| (heading(part), part.hint.clone())).collect(),
    })
}

/// Why nothing stands in it: nobody has begun, or what was written was thrown away.
fn emptied(page: &PaperPage) -> String {
    let gone =
        (!page.gone.is_empty()).then(|| t_with("paper-emptied-gone", &[("count", &page.gone.len().to_string())]));
    let named = page.editions.first().map(|edition| t_with("paper-emptied-edition", &[("name", &edition.name)]));
    let said: String = gone.into_iter().chain(named).collect();
    if said.is_empty() { t("paper-unwritten") } else { said }
}

fn line(line: &PaperLine) -> WrittenLine {
    WrittenLine { style: line.style, text: torn(line).unwrap_or_else(|| plain(line)), note: line.note }
}

/// Both texts of a paragraph that nobody has settled: a sheet that shows one alone would say what is not so.
fn torn(line: &PaperLine) -> Option<String> {
    let conflict = line.conflicts.iter().find(|conflict| conflict.key == TEXT_KEY)?;
    let texts: Vec<&str> = conflict.values.iter().filter_map(|(_, value)| value.as_str()).collect();
    Some(t_with("paper-torn-printed", &[("texts", &texts.join("\n"))]))
}

/// What a paragraph says, its numbers as they stand.
fn plain(line: &PaperLine) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Figure { value, .. } => value.to_string(),
    };
    line.pieces.iter().map(piece).collect()
}

fn note(evidence: &Option<EvidenceRef>, way: &dyn Fn(RecordId) -> Option<String>) -> WrittenNote {
    let Some(one) = evidence else { return WrittenNote { text: t("paper-note-gone"), href: None } };
    let title = if one.title.is_empty() { t(&one.record_type.label_key()) } else { one.title.clone() };
    WrittenNote { text: format!("{title}（{}）", evidence_line(one)), href: way(one.record) }
}

/// A paper for a document on a desk: headings and paragraphs as lines.
pub fn written_plain(page: &PaperPage) -> String {
    let text = written(page, &|_| None);
    let mut lines = vec![text.title, text.studio];
    for (heading, of_it) in text.parts {
        lines.push(heading);
        let with_note = |line: WrittenLine| {
            let note = line.note.map(|note| format!("〔{note}〕")).unwrap_or_default();
            format!("{}{note}", line.text)
        };
        lines.extend(of_it.into_iter().map(with_note));
    }
    if !text.notes.is_empty() {
        lines.push(t("paper-notes"));
        lines.extend(text.notes.into_iter().enumerate().map(|(at, note)| format!("〔{}〕{}", at + 1, note.text)));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n\n")
}
