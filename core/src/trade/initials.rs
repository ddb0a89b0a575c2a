//! Pinyin initials of names and titles, for search and for record numbers. Latin letters and
//! digits stand for themselves; a character without a reading is left out.

use crate::sound;

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
    ('翟', 'Z'),
    ('覃', 'Q'),
    ('隗', 'W'),
    ('召', 'S'),
    ('晟', 'C'),
    ('谌', 'C'),
    ('重', 'C'),
    ('祭', 'Z'),
    ('洗', 'X'),
    ('幺', 'Y'),
    ('逄', 'P'),
    ('冼', 'X'),
];

/// Upper-case initials of a person's name, whose first character is read as a surname.
pub fn of_name(name: &str) -> String {
    let mut letters = name.chars();
    let surname = letters.next().and_then(|c| as_surname(c).or_else(|| initial(c)));
    surname.into_iter().chain(letters.filter_map(initial)).collect()
}

/// A text in pinyin, a word for each character, to put texts in order; a character without a reading stands for itself.
pub fn spelled(text: &str) -> String {
    text.chars().map(sound).collect::<Vec<_>>().join(" ")
}

/// A person's name in pinyin. Of a surname that is read otherwise than the character elsewhere only the letter is known.
pub fn spelled_name(name: &str) -> String {
    let surname = name.chars().next().and_then(|c| as_surname(c).filter(|letter| Some(*letter) != initial(c)));
    match surname {
        Some(letter) => {
            format!("{} {}", letter.to_ascii_lowercase(), spelled(name.get(first_bytes(name)..).unwrap_or_default()))
        }
        None => spelled(name),
    }
}

fn first_bytes(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn sound(c: char) -> String {
    sound::of(c).map_or_else(|| c.to_lowercase().collect(), str::to_owned)
}

/// The letter of a character that is read otherwise as a surname.
fn as_surname(c: char) -> Option<char> {
    SURNAMES.iter().find(|(han, _)| *han == c).map(|(_, letter)| *letter)
}

fn initial(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_uppercase());
    }
    sound::of(c)?.chars().next().map(|letter| letter.to_ascii_uppercase())
}

/// Whether what someone typed finds this text: as a part of it, or of its initials, whether names stand in it or not.
pub fn matches(text: &str, typed: &str) -> bool {
    let typed = typed.trim();
    if typed.is_empty() || text.contains(typed) {
        return true;
    }
    let as_names = || text.chars().filter_map(|c| as_surname(c).or_else(|| initial(c))).collect::<String>();
    let letters = typed.to_ascii_uppercase();
    typed.is_ascii() && (of(text).contains(&letters) || as_names().contains(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        let read = ["翟晓明", "覃芳", "曾丽", "单云", "谌静", "王丽"].map(of_name);
        assert_eq!(read, ["ZXM", "QF", "ZL", "SY", "CJ", "WL"]);
    }

    #[test]
    fn names_stand_in_the_order_of_their_sounds() {
        let mut names = ["周慧敏", "Ada", "翟晓明", "陈明", "曾丽", "买买提·艾力", "陈红", "安娜"];
        names.sort_by_key(|name| spelled_name(name));
        assert_eq!(names, ["Ada", "安娜", "陈红", "陈明", "买买提·艾力", "曾丽", "翟晓明", "周慧敏"]);
    }

    #[test]
    fn a_name_inside_a_title_is_found_by_its_initials_as_a_name_and_as_it_is_read_elsewhere() {
        assert!(matches("曾丽：朗读指导", "zlld"));
        assert!(matches("曾丽：朗读指导", "cl"));
        assert!(matches("单元作业", "dyzy"));
        assert!(!matches("曾丽：朗读指导", "wl"));
    }
}
