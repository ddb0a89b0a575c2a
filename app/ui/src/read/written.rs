//! A paper that many write, in words: how far it is, what it lacks, its text for a printer or a document.

use studio_core::closure::{ClosureReport, DeliverableStand, EvidenceRef, PaperStand};
use studio_core::form::{self, Input};
use studio_core::id::RecordId;
use studio_core::paper::{Lack, PaperState};
use studio_core::paragraph::TEXT_KEY;
use studio_core::tolerant::parse_instant;
use studio_core::view::{PaperEdition, PaperLine, PaperOffer, PaperPage, PaperPart, PassagePlace, Piece, SaidForm};

use super::indicator::evidence_words;
use crate::dates;
use crate::i18n::{has, t, t_with};
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

/// The paragraph that a record begins with: when, what and whom, and what its author wrote in it, each with its label where
/// nobody would know it without.
pub fn told(offer: &PaperOffer) -> String {
    [told_end(&head(offer)), offer_said(offer)].concat()
}

/// 2026年11月10日，教研活动（主题教研）“大单元教学设计”，在赵桥小学，12 人参加
fn head(offer: &PaperOffer) -> String {
    let one = &offer.record;
    let says = one.record_type.says();
    let label = t(&one.record_type.label_key());
    let kind = match one.kind_key.is_empty() {
        true => label,
        false => t_with("paper-told-kind", &[("type", &label), ("kind", &t(&one.kind_key))]),
    };
    let part = |key: &str, name: &str, value: &str| match value.is_empty() {
        true => String::new(),
        false => t_with(key, &[(name, value)]),
    };
    let named = [kind, whom(offer), part("paper-told-title", "title", &offer.title)];
    let what = named.concat();
    let day = one.day.map(dates::date).unwrap_or_default();
    let what = match (day.is_empty() || says.intends, offer.open) {
        (true, _) => what,
        (false, false) => t_with("paper-told-day", &[("day", &day), ("what", &what)]),
        (false, true) => t_with("paper-told-ahead", &[("day", &day), ("what", &what)]),
    };
    let due = match says.intends && !day.is_empty() {
        true => {
            let label = t(&form::label_key(one.record_type, says.face.day));
            t_with("paper-told-due", &[("label", &label), ("day", &day)])
        }
        false => String::new(),
    };
    let done = part("paper-told-done", "day", &offer.done.map(dates::date).unwrap_or_default());
    let place = part("paper-told-place", "place", &one.place);
    // of two authors nobody says that they came
    let came = one.people > 1 && says.fields.iter().any(|spec| spec.input == Input::Attendance);
    let people = part("paper-told-people", "count", &if came { one.people.to_string() } else { String::new() });
    [what, due, done, place, people].concat()
}

/// ，王丽指导陈书琴; ，陈书琴 where the record names nobody who did it.
fn whom(offer: &PaperOffer) -> String {
    let name = ("name", offer.whom.as_str());
    match (offer.whom.is_empty(), offer.by.is_empty()) {
        (true, _) => String::new(),
        (false, true) => t_with("paper-told-whom", &[name]),
        (false, false) => {
            let own = format!("paper-told-by-{}", offer.record.record_type.word());
            t_with(if has(&own) { &own } else { "paper-told-by" }, &[name, ("by", &offer.by)])
        }
    }
}

/// What its author wrote in a record that is offered, in whole sentences.
pub fn offer_said(offer: &PaperOffer) -> String {
    let mut told = String::new();
    let mut counts: Vec<String> = Vec::new();
    for said in &offer.said {
        let label = if said.label_key.is_empty() { String::new() } else { t(&said.label_key) };
        let short = match said.form {
            SaidForm::Sentences => None,
            SaidForm::Short => Some(said.text.clone()),
            SaidForm::Word => Some(t(&said.text)),
        };
        if let Some(short) = short {
            counts.push(t_with("paper-told-count", &[("label", &label), ("count", &short)]));
            continue;
        }
        told.push_str(&counted(&mut counts));
        let day = said.on.map(dates::date).unwrap_or_default();
        let text = sentences(&said.text);
        told.push_str(&match (label.is_empty(), day.is_empty()) {
            (true, _) => text,
            (false, true) => t_with("paper-told-said", &[("label", &label), ("text", &text)]),
            (false, false) => t_with("paper-told-said-on", &[("label", &label), ("day", &day), ("text", &text)]),
        });
    }
    told + &counted(&mut counts)
}

/// 收回份数 48，非常满意 40。级别 县级，等次 一等奖。
fn counted(counts: &mut Vec<String>) -> String {
    let all = std::mem::take(counts);
    if all.is_empty() { String::new() } else { told_end(&all.join("，")) }
}

fn told_end(said: &str) -> String {
    t_with("paper-told-end", &[("said", said)])
}

/// The lines of a text one behind the other: a paragraph of a paper is one, and blank lines would part it.
fn sentences(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut said = String::new();
    for (at, line) in lines.iter().enumerate() {
        said.push_str(line);
        let ends = line.ends_with(['。', '！', '？', '；', '：', '，', '、', '…', '.', '!', '?', ';', ':']);
        match (ends, at + 1 < lines.len()) {
            (true, _) => {}
            (false, true) => said.push('；'),
            (false, false) => said.push('。'),
        }
    }
    said
}

/// 建设方案 · 目标任务 · 第 2 段
pub fn passage_place(place: &PassagePlace) -> String {
    let part = if place.part.is_empty() { t("paper-loose") } else { place.part.clone() };
    let number = match place.number {
        Some(number) => t_with("paper-passage-number", &[("number", &number.to_string())]),
        None => t("paper-passage-gone"),
    };
    [place.paper.clone(), part, number].join(" · ")
}

/// 77人: a number as it stands in a sentence.
pub fn figure_now(value: i64, unit: &str) -> String {
    format!("{value}{unit}")
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
        Piece::Figure { value, unit, .. } => figure_now(*value, unit),
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
