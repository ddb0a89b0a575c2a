//! Pinyin initials of names and titles, for search and for record numbers. Latin letters and
//! digits stand for themselves; a character without a reading is left out.

use pinyin::ToPinyin;

/// Upper-case initials: `周慧敏` → `ZHM`.
pub fn of(text: &str) -> String {
    text.chars().filter_map(initial).collect()
}

fn initial(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_uppercase());
    }
    let letter = c.to_pinyin()?.first_letter().chars().next()?;
    Some(letter.to_ascii_uppercase())
}

/// Whether what someone typed finds this text: as a part of it, or of its initials.
pub fn matches(text: &str, typed: &str) -> bool {
    let typed = typed.trim();
    typed.is_empty() || text.contains(typed) || (typed.is_ascii() && of(text).contains(&typed.to_ascii_uppercase()))
}
