//! Cells of a pasted line: how they are cut apart and what they most likely are.

use super::words::{self, ending, has, has_surname};

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::trade::command) enum Column {
    /// 姓名
    Name,
    /// 学校
    School,
    /// 乡镇/学区
    Township,
    /// 学科
    Subject,
    /// Like a name, but nobody is called so as far as is known: 收到, 降巴.
    Doubtful,
    /// A running number.
    Number,
    /// A phone number, anything else.
    Other,
}

/// A row of a table cut into its cells, at tabs alone where there are any: none is lost at the ends, so none shifts.
/// Elsewhere commas and bars cut first, then 、, then spaces: a weaker mark inside a cell belongs to the cell.
pub(in crate::trade::command) fn split(raw: &str) -> Vec<String> {
    let clean: String = raw.chars().filter_map(plain).collect();
    let cells: Vec<String> = if clean.trim().contains('\t') {
        let mut cells: Vec<String> = clean.split('\t').map(tidy).collect();
        if let Some(first) = cells.first_mut() {
            *first = without_number(first).to_owned();
        }
        cells
    } else {
        cut(without_number(clean.trim()))
    };
    let empty = cells.iter().all(String::is_empty);
    if empty { Vec::new() } else { cells }
}

fn cut(line: &str) -> Vec<String> {
    if line.contains([',', ';', '|']) {
        line.split([',', ';', '|']).map(tidy).collect()
    } else if line.contains('、') {
        line.split('、').map(tidy).collect()
    } else {
        joined_names(line.split_whitespace().collect())
    }
}

/// A line of words cut into its cells also where people write how they belong together: `西邵小学：王丽、李娜`, `李娜（石佛小学）`,
/// `石佛小学-李娜`, `王丽/石佛小学/语文`, `@李娜`.
pub(in crate::trade::command) fn loose(raw: &str) -> Vec<String> {
    let clean: String = raw.chars().filter_map(plain).filter(|c| !is_mark(*c)).collect();
    let line = without_number(clean.trim_matches(' '));
    let letters: Vec<char> = line.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| is_han(*c));
    let mut pieces = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let between = is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        let cuts = match letter {
            '(' | '（' | '[' | '【' => is_word(Some(at + 1)),
            ')' | '）' | ']' | '】' => is_word(at.checked_sub(1)),
            ':' | '：' => is_word(at.checked_sub(1)),
            '-' | '－' | '—' | '–' | '/' | '／' => between,
            _ => false,
        };
        match pieces.last_mut() {
            Some(piece) if !cuts => piece.push(*letter),
            _ => pieces.push(String::new()),
        }
    }
    pieces.iter().flat_map(|piece| split(piece)).filter(|cell| !cell.is_empty()).collect()
}

/// Marks and pictures that people put beside a name.
fn is_mark(c: char) -> bool {
    matches!(c, '@' | '√' | '\u{fe0f}' | '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

/// One character without its odd forms: full-width spaces, commas, digits; marks without width go.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\r' => Some(' '),
        '，' => Some(','),
        '；' => Some(';'),
        '｜' => Some('|'),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => Some(c),
    }
}

/// Characters of a column's head at the most.
const HEAD_CHARS_MAX: usize = 8;

/// Digits of a running number at the most; more of them are something else.
const RUNNING_DIGITS_MAX: usize = 3;

/// The line after `1. `, `（2）`, `3、`, `④` …; a number alone in its cell is left to the columns.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches(['(', '（', '[', '【']);
    let circled = rest.strip_prefix(|c: char| ('①'..='⑳').contains(&c));
    let after = circled.unwrap_or_else(|| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let digits = rest.len() - after.len();
    if circled.is_none() && !(1..=RUNNING_DIGITS_MAX).contains(&digits) {
        return line;
    }
    let tail = after.trim_start_matches([')', '）', ']', '】', '.', '．', '、', ':', '：', ' ']);
    let had_mark = circled.is_some() || tail.len() < after.len();
    if had_mark { tail } else { line }
}

fn tidy(cell: &str) -> String {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if cell.chars().all(|c| c == ' ' || is_han(c)) { tight(&cell) } else { cell }
}

/// Words of a line cut at spaces, with `王 丽` put together again: two single characters in a row
/// are one name that was stretched to the width of three.
fn joined_names(words: Vec<&str>) -> Vec<String> {
    let single = |word: &str| word.chars().count() == 1 && word.chars().all(is_han) && !has(words::ROW_WORDS, word);
    let mut cells: Vec<String> = Vec::new();
    let mut open = false;
    for word in words {
        match cells.last_mut() {
            Some(last) if open && single(word) => {
                last.push_str(word);
                open = false;
            }
            _ => {
                open = single(word);
                cells.push(word.to_owned());
            }
        }
    }
    cells
}

/// A text without any space, for names.
pub(in crate::trade::command) fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '•' || c == '・' { '·' } else { c }).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// The columns of a row of heads: one of them heads names, and no other cell is something that rows hold. A head that is
/// not known is that of a column that is left out.
pub(in crate::trade::command) fn header(cells: &[String]) -> Option<Vec<Column>> {
    let known: Vec<Option<Column>> = cells.iter().map(|cell| head(&tight(cell))).collect();
    let may_head = |cell: &String| {
        let bare = tight(cell);
        let is_row = has(words::ROW_WORDS, &bare) || is_labelled_name(&bare);
        is_word(cell) && cell.chars().count() <= HEAD_CHARS_MAX && !is_row
    };
    let are_heads = known.iter().zip(cells).all(|(column, cell)| column.is_some() || may_head(cell));
    // an empty cell heads nothing
    let written = known.iter().zip(cells).filter(|(_, cell)| !tight(cell).is_empty()).filter_map(|(column, _)| *column);
    let heads = written.filter(|column| *column != Column::Other).count();
    let is_header = are_heads && known.contains(&Some(Column::Name)) && (heads > 1 || !known.contains(&None));
    is_header.then(|| known.into_iter().map(|column| column.unwrap_or(Column::Other)).collect())
}

/// `姓名王丽`: a name with its head before it and nothing between.
fn is_labelled_name(cell: &str) -> bool {
    words::NAME_HEADS.split(' ').any(|head| cell.strip_prefix(head).is_some_and(|name| guess(name) == Column::Name))
}

/// Whether a cell is a word that is no name, place or subject.
pub(in crate::trade::command) fn is_word(cell: &str) -> bool {
    let bare = tight(cell);
    let is_han = bare.chars().count() > 1 && bare.chars().all(is_han);
    is_han && matches!(guess(cell), Column::Doubtful | Column::Other)
}

fn head(cell: &str) -> Option<Column> {
    let table = [
        (words::NAME_HEADS, Column::Name),
        (words::SCHOOL_HEADS, Column::School),
        (words::TOWNSHIP_HEADS, Column::Township),
        (words::SUBJECT_HEADS, Column::Subject),
        (words::NUMBER_HEADS, Column::Number),
        (words::OTHER_HEADS, Column::Other),
    ];
    let found = table.iter().find(|(heads, _)| has(heads, cell)).map(|(_, column)| *column);
    found.or_else(|| cell.is_empty().then_some(Column::Number))
}

/// What a cell without a header most likely is.
pub(in crate::trade::command) fn guess(cell: &str) -> Column {
    let bare = tight(cell);
    if bare.is_empty() || head(&bare).is_some() || (is_no_name(&called(&bare)) && !is_subject_of_many(&bare)) {
        Column::Other
    } else if has(words::SUBJECTS, &bare) || is_subject_of_many(&bare) {
        Column::Subject
    } else if words::SCHOOL_ENDS.split(' ').any(|end| bare.ends_with(end)) {
        Column::School
    } else if bare.chars().count() > 2 && words::TOWNSHIP_ENDS.split(' ').any(|end| bare.ends_with(end)) {
        Column::Township
    } else {
        guess_name(&bare)
    }
}

fn is_subject_of_many(bare: &str) -> bool {
    ending(words::SUBJECT_ENDS, bare)
        .and_then(|end| bare.strip_suffix(end))
        .is_some_and(|rest| has(words::SUBJECTS, rest))
}

/// Two to four Chinese characters, a name with a middle dot, or a name in Latin letters.
fn guess_name(bare: &str) -> Column {
    let name = called(bare);
    let chars = name.chars().count();
    let dotted = name.contains('·') && name.chars().all(|c| c == '·' || is_han(c));
    let latin = chars > 1 && name.chars().all(|c| c.is_ascii_alphabetic() || c == '·' || c == '.');
    let han = name.chars().all(is_han) && (2..=4).contains(&chars);
    if dotted || latin {
        Column::Name
    } else if !han || is_no_name(&name) {
        Column::Other
    } else if has_surname(&name) {
        Column::Name
    } else {
        Column::Doubtful
    }
}

fn is_no_name(word: &str) -> bool {
    let tables = [words::ROW_WORDS, words::CHAT_WORDS];
    tables.into_iter().any(|table| has(table, word)) || ending(words::OTHER_ENDS, word).is_some()
}

/// A full name without what its bearer is called: `冯爱萍老师`.
pub(in crate::trade::command) fn called(name: &str) -> String {
    let name = tight(name);
    let full = ending(words::TITLES, &name).and_then(|title| name.strip_suffix(title));
    full.filter(|full| full.chars().count() > 1 && has_surname(full)).map_or(name.clone(), str::to_owned)
}

/// Seven digits or more, however they are grouped.
pub(in crate::trade::command) fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 7 && cell.chars().all(|c| c.is_ascii_digit() || "+- ()（）".contains(c))
}

/// A line that a chat app puts over a list.
pub(in crate::trade::command) fn is_announcement(raw: &str) -> bool {
    let line = raw.trim();
    line.starts_with('#') || line.starts_with("接龙") || line.starts_with("例 ") || line.starts_with("例:")
}
