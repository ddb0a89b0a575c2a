//! Texts that stand behind a word which says what they are: 亮点, 不足, 建议. It knows no type.

use std::ops::Range;

use super::line::{Line, is_item};

/// A field, and the words before its text.
pub(super) type Label = (&'static str, &'static [&'static str]);

/// A labelled text.
pub(super) struct Labelled {
    pub(super) field: &'static str,
    pub(super) text: Range<usize>,
    /// The same with its label.
    pub(super) whole: Range<usize>,
}

/// Words that are a label only where a mark or 是 stands beside them.
const WEAK: [&str; 5] = ["问题", "反思", "效果", "决定", "成效"];
const LEADS: [&str; 6] = ["主要是", "就是", "是", "为", "有", "在于"];
const ENDS: &str = "。;；\n";

/// The texts of these labels, each up to the next label or the end of its sentence.
pub(super) fn texts(line: &Line<'_>, labels: &[Label]) -> Vec<Labelled> {
    let mut found: Vec<(&'static str, Range<usize>)> = labels
        .iter()
        .filter_map(|(field, words)| {
            let each = words.iter().filter_map(|word| standing(line, word));
            Some((*field, each.min_by_key(|range| (range.start, line.len() - range.end))?))
        })
        .collect();
    found.sort_by_key(|(_, range)| range.start);
    let starts: Vec<usize> = found.iter().map(|(_, range)| range.start).collect();
    let text = |(field, label): (&'static str, Range<usize>)| {
        let from = after_leads(line, label.end);
        let next = starts.iter().copied().find(|start| *start > label.start).unwrap_or(line.len());
        let over = |letter: char| ENDS.contains(letter) || is_item(letter);
        let ends = |at: usize| line.letter(at).is_some_and(over) || line.is_at(at, "下次");
        let end = (from..next).find(|at| ends(*at) && !line.is_quoted(*at)).unwrap_or(next).max(from);
        let text = line.trimmed(from..end);
        Labelled { field, whole: label.start..text.end, text }
    };
    found.into_iter().map(text).filter(|one| !one.text.is_empty()).collect()
}

/// Where a word stands as a label.
fn standing(line: &Line<'_>, word: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(found) = line.find_from(word, from) {
        let part = line.one_before(found.start, &["的", "提", "个"]).is_some();
        let marked = line.one_at(found.end, &[":", "是", "为", "有", "在于"]).is_some();
        let apart = found.start.checked_sub(1).and_then(|at| line.letter(at)).is_none_or(|c| !c.is_alphanumeric());
        if !part && (marked || !WEAK.contains(&word) || (apart && line.is_at(found.end, " "))) {
            return Some(found);
        }
        from = found.end;
    }
    None
}

/// Behind marks and the words that lead over to the text.
pub(super) fn after_leads(line: &Line<'_>, mut at: usize) -> usize {
    loop {
        let lead = line.one_at(at, &LEADS).map(|word| word.chars().count());
        let blank = line.letter(at).is_some_and(|letter| ": ，,".contains(letter)).then_some(1);
        match lead.or(blank) {
            Some(letters) => at += letters,
            None => return at,
        }
    }
}
