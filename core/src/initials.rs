//! Pinyin initials of names and titles, for search and for record numbers. Latin letters and
//! digits stand for themselves; a character without a reading is left out.

use pinyin::ToPinyin;

/// Upper-case initials: `周慧敏` → `ZHM`.
pub fn of(text: &str) -> String {
    text.chars().filter_map(initial).collect()
}

/// Surnames that are read otherwise than the same character elsewhere.
const SURNAMES: &[(char, char)] = &[
    ('单', 'S'),
    ('解', 'X'),
    ('仇', 'Q'),
    ('曾', 'Z'),
    ('查', 'Z'),
    ('区', 'O'),
    ('朴', 'P'),
    ('乐', 'Y'),
    ('尉', 'Y'),
    ('盖', 'G'),
    ('缪', 'M'),
    ('种', 'C'),
    ('秘', 'B'),
    ('员', 'Y'),
    ('折', 'S'),
];

/// Upper-case initials of a person's name, whose first character is read as a surname.
pub fn of_name(name: &str) -> String {
    let plain = of(name);
    let surname = name.chars().next().and_then(|c| SURNAMES.iter().find(|(han, _)| *han == c));
    match surname {
        Some((_, letter)) => std::iter::once(*letter).chain(plain.chars().skip(1)).collect(),
        None => plain,
    }
}

fn initial(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_uppercase());
    }
    let letter = c.to_pinyin()?.first_letter().chars().next()?;
    Some(letter.to_ascii_uppercase())
}

/// Whether what someone typed finds this text: as a part of it, or of its initials, read as a name
/// or as a title.
pub fn matches(text: &str, typed: &str) -> bool {
    let typed = typed.trim();
    typed.is_empty() || text.contains(typed) || (typed.is_ascii() && of(text).contains(&typed.to_ascii_uppercase()))
}
