//! Writing a paper: paragraphs at their places. What is longer than one can read on a phone is parted, never cut.

use serde::{Deserialize, Serialize};

use super::fact::{self, Ids};
use super::save::{invalid, new_field};
use super::{Actor, CommandError, Problem, check};
use crate::access::{Action, DocKind};
use crate::edit::{Edit, FieldEdit};
use crate::id::RecordId;
use crate::paper::{PARAGRAPH_CHARS_MAX, PARAGRAPHS_MAX, SAVE_CHARS_MAX, between, spread};
use crate::paragraph::{ORDER_KEY, PAPER_KEY, PART_KEY, Paragraph, REFERS_KEY, STYLE_KEY, Style, TEXT_KEY};
use crate::read::Kept;
use crate::record::{Scalar, TYPE_KEY};
use crate::record_type::RecordType;

/// A place in a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The paper's word.
    pub paper: String,
    /// The part's word.
    pub part: String,
    /// Behind this paragraph; in front of all where there is none, behind all where it has gone from the part.
    pub after: Option<RecordId>,
}

/// One paragraph as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The paragraph; a fresh id for a new one.
    pub record: RecordId,
    /// How it looks.
    pub style: Style,
    /// What it says.
    pub text: String,
    /// The record of work that it tells of.
    pub refers: Option<RecordId>,
    /// Text and look that stood there when its writer began; `None` for a new one.
    pub seen: Option<(String, Style)>,
}

/// Writes passages one behind the other.
pub(super) fn write(
    actor: &Actor<'_>,
    place: &Place,
    passages: &[Passage],
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    actor.must_be_allowed(Action::Write(DocKind::Roster))?;
    let mut parted: Vec<Passage> = Vec::new();
    for passage in passages {
        let mut blocks = blocks(&passage.text).into_iter();
        let first = Passage { text: blocks.next().unwrap_or_default(), ..passage.clone() };
        if first.text.is_empty() {
            return Err(CommandError::Invalid(vec![Problem::of(TEXT_KEY, "missing-paragraph-text")]));
        }
        parted.push(first);
        for text in blocks {
            let record = ids.next().map(RecordId).ok_or(CommandError::NoIds)?;
            parted.push(Passage { record, text, seen: None, ..passage.clone() });
        }
    }
    if parted.len() > PARAGRAPHS_MAX {
        let problem = Problem::of(TEXT_KEY, "problem-too-many-paragraphs");
        return Err(CommandError::Invalid(vec![problem.with("max", PARAGRAPHS_MAX).with("have", parted.len())]));
    }
    let mut edits = placed(actor, place, &parted)?;
    edits.extend(put_back(actor, &parted)?);
    invalid(too_much(&edits, passages))?;
    Ok(edits)
}

/// What one change does not hold, in characters as they were typed: nobody who pasted a text counts bytes, and whoever reads
/// how many there are beside the text reads the same here.
fn too_much(edits: &[Edit], passages: &[Passage]) -> Vec<Problem> {
    let have: usize = passages.iter().map(|passage| passage.text.chars().count()).sum();
    let max = match have > SAVE_CHARS_MAX {
        true => SAVE_CHARS_MAX,
        // of letters with more bytes than Chinese ones: the half fits
        false if !check::too_long(edits).is_empty() => have / 2,
        false => return Vec::new(),
    };
    vec![Problem::of(TEXT_KEY, "problem-too-much-at-once").with("max", max).with("have", have)]
}

/// A paragraph that somebody threw away while another wrote in it stands again with what was written.
fn put_back(actor: &Actor<'_>, passages: &[Passage]) -> Result<Vec<Edit>, CommandError> {
    let gone =
        |passage: &&Passage| actor.model.get(RecordType::Paragraph, passage.record).is_some_and(|kept| kept.deleted);
    let back = passages.iter().filter(gone).map(|passage| fact::undelete(actor, passage.record));
    Ok(back.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The edits of passages that are short enough, each at its place.
fn placed(actor: &Actor<'_>, place: &Place, passages: &[Passage]) -> Result<Vec<Edit>, CommandError> {
    let stands = |passage: &Passage| actor.model.get(RecordType::Paragraph, passage.record);
    let first = passages.first().and_then(stands);
    let place = first.map_or_else(|| place.clone(), behind);
    let new = passages.iter().filter(|passage| stands(passage).is_none()).count();
    let salt = passages.last().map_or(0, |passage| passage.record.0[0]);
    let (before, after) = gap(actor, &place, None);
    let mut places = spread(before, after, new, salt).into_iter();
    let edit = |passage: &Passage| match stands(passage) {
        Some(kept) => Ok(changed(kept, passage)),
        None => places.next().map(|order| Some(born(&place, passage, order))).ok_or(CommandError::NoIds),
    };
    passages.iter().map(edit).filter_map(Result::transpose).collect()
}

/// A paragraph that stands, as it is written now; nothing when nothing of it is new.
fn changed(kept: &Kept, passage: &Passage) -> Option<Edit> {
    let is = Paragraph::read(&kept.fields);
    let seen = passage.seen.clone().unwrap_or_else(|| (is.text.to_owned(), is.style));
    let mut fields = Vec::new();
    if seen.0 != passage.text {
        let (seen, value) = (Some(seen.0.into()), Some(passage.text.as_str().into()));
        fields.push(FieldEdit { key: TEXT_KEY.to_owned(), seen, value });
    }
    if seen.1 != passage.style {
        let seen = kept.fields.get(STYLE_KEY).cloned();
        fields.push(FieldEdit { key: STYLE_KEY.to_owned(), seen, value: Some(passage.style.word().into()) });
    }
    let refers = passage.refers.map(|record| Scalar::from(record.to_string()));
    if refers.as_ref() != kept.fields.get(REFERS_KEY) {
        let seen = kept.fields.get(REFERS_KEY).cloned();
        fields.push(FieldEdit { key: REFERS_KEY.to_owned(), seen, value: refers });
    }
    (!fields.is_empty()).then_some(Edit { kind: kept.meta.kind, record: kept.id, fields })
}

fn born(place: &Place, passage: &Passage, order: String) -> Edit {
    let mut fields = vec![
        new_field(TYPE_KEY, RecordType::Paragraph.word()),
        new_field(PAPER_KEY, place.paper.as_str()),
        new_field(PART_KEY, place.part.as_str()),
        new_field(ORDER_KEY, order),
        new_field(TEXT_KEY, passage.text.as_str()),
    ];
    if passage.style != Style::Body {
        fields.push(new_field(STYLE_KEY, passage.style.word()));
    }
    fields.extend(passage.refers.map(|record| new_field(REFERS_KEY, record.to_string())));
    Edit { kind: DocKind::Roster, record: passage.record, fields }
}

/// Puts a paragraph somewhere else.
pub(super) fn put(
    actor: &Actor<'_>,
    record: RecordId,
    place: &Place,
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    actor.must_be_allowed(Action::Write(DocKind::Roster))?;
    let kept = actor.model.get(RecordType::Paragraph, record).ok_or(CommandError::NoSuchRecord)?;
    let salt = ids.next().ok_or(CommandError::NoIds)?[0];
    let (before, after) = gap(actor, place, Some(record));
    let order = between(before, after, salt);
    let moved = [(ORDER_KEY, order.as_str()), (PART_KEY, place.part.as_str())];
    let field = |(key, value): (&str, &str)| FieldEdit {
        key: key.to_owned(),
        seen: kept.fields.get(key).cloned(),
        value: Some(value.into()),
    };
    let fields = moved.into_iter().map(field).filter(|field| field.seen != field.value).collect();
    Ok(vec![Edit { kind: kept.meta.kind, record, fields }])
}

/// Behind a paragraph that stands.
fn behind(kept: &Kept) -> Place {
    let is = Paragraph::read(&kept.fields);
    Place { paper: is.paper.to_owned(), part: is.part.to_owned(), after: Some(kept.id) }
}

/// The places on both sides of a place, without the paragraph that moves.
fn gap<'a>(actor: &Actor<'a>, place: &Place, but: Option<RecordId>) -> (Option<&'a str>, Option<&'a str>) {
    let all = actor.model.each(RecordType::Paragraph).filter(|kept| !kept.deleted && Some(kept.id) != but);
    let read = all.map(|kept| (Paragraph::read(&kept.fields), kept.id));
    let mut part: Vec<(&str, RecordId)> = read
        .filter(|(is, _)| is.paper == place.paper && is.part == place.part)
        .map(|(is, id)| (is.order, id))
        .collect();
    part.sort_unstable();
    let at = match place.after {
        None => 0,
        Some(after) => part.iter().position(|(_, id)| *id == after).map_or(part.len(), |at| at + 1),
    };
    let order = |at: usize| part.get(at).map(|(order, _)| *order);
    (at.checked_sub(1).and_then(order), order(at))
}

/// A text in pieces that one can read on a phone: parted at its blank lines; what is still too long at its lines, and then
/// behind a sentence.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks: Vec<String> = vec![String::new()];
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        match (line.trim().is_empty(), blocks.last_mut()) {
            (true, _) => blocks.push(String::new()),
            (false, Some(open)) if open.is_empty() => line.trim_end().clone_into(open),
            (false, Some(open)) => {
                open.push('\n');
                open.push_str(line.trim_end());
            }
            (false, None) => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks.iter().flat_map(|block| shorter(block)).collect()
}

/// Pieces of a block, none longer than a paragraph may be.
fn shorter(block: &str) -> Vec<String> {
    let (mut pieces, mut rest) = (Vec::new(), block);
    while let Some((end, _)) = rest.char_indices().nth(PARAGRAPH_CHARS_MAX) {
        // a mark that closes is not parted from what it closes
        let open = rest[..end].trim_end_matches(ENDS);
        let full = if rest[end..].starts_with(CLOSES) && !open.is_empty() { open } else { &rest[..end] };
        let (head, tail) = rest.split_at(cut(full));
        pieces.push(head.trim().to_owned());
        rest = tail.trim_start();
    }
    pieces.push(rest.trim().to_owned());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// What ends a sentence, what may close behind it, and what ends a part of one.
const ENDS: &[char] = &['。', '！', '？', '；', '…'];
const CLOSES: &[char] = &['”', '’', '）', '」', '》'];
const PAUSES: &[char] = &['，', '、', '：', ' '];

/// Where a text that is full parts: behind its last line, else behind its last sentence, else behind a part of one. None of
/// them counts in the first half: what is parted would be crumbs. Only a text without all of them is cut where it is full.
fn cut(head: &str) -> usize {
    let half = head.len() / 2;
    let behind = |ends: &[char]| {
        let at = head.rfind(ends)?;
        let end = at + head[at..].chars().next().map_or(0, char::len_utf8);
        let closed = head[end..].chars().take_while(|letter| CLOSES.contains(letter)).map(char::len_utf8);
        Some(end + closed.sum::<usize>()).filter(|end| *end > half)
    };
    behind(&['\n']).or_else(|| behind(ENDS)).or_else(|| behind(PAUSES)).unwrap_or(head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_at_blank_lines_and_keeps_its_own_lines() {
        assert_eq!(blocks("一\n二\r\n\r\n  \n三 \n\n"), ["一\n二", "三"]);
        assert_eq!(blocks(" \n \n"), Vec::<String>::new());
    }

    #[test]
    fn what_is_too_long_is_parted_behind_a_sentence_and_nothing_of_it_is_lost() {
        let text = "这一句有十个字左右。".repeat(2_000);
        let parted = blocks(&text);
        assert_eq!(parted.len(), 4);
        assert!(parted.iter().all(|one| one.chars().count() <= PARAGRAPH_CHARS_MAX && one.ends_with('。')));
        assert_eq!(parted.concat(), text);
        let quoted = format!("{}“说完了。”", "一".repeat(PARAGRAPH_CHARS_MAX - 40));
        let parted = blocks(&format!("短\n{}", quoted.repeat(3)));
        assert!(parted.iter().all(|one| one.ends_with("说完了。”")), "behind the mark that closes, and no crumb");
        assert_eq!(parted.concat().replace('\n', ""), format!("短{}", quoted.repeat(3)));
        let pauses = format!("{}，", "二".repeat(99)).repeat(120);
        assert!(blocks(&pauses).iter().all(|one| one.ends_with('，')), "no word is cut in two");
        let solid = "字".repeat(12_001);
        assert_eq!(blocks(&solid).concat(), solid);
    }
}
