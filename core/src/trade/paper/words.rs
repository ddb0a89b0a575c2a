//! 字数, as Word counts it.

/// How many a text has: each Chinese character or full-width mark is one, each run of other letters up to the next blank is
/// one (`2024年` are two, `I3` is one).
pub fn count_words(text: &str) -> usize {
    let (mut count, mut within) = (0, false);
    for letter in text.chars() {
        if is_wide(letter) {
            count += 1;
            within = false;
        } else if letter.is_whitespace() || letter.is_control() {
            within = false;
        } else if !within {
            count += 1;
            within = true;
        }
    }
    count
}

/// What Word takes for a Chinese, Japanese or Korean character, marks among them. Of the marks that both scripts write only
/// those count that Chinese writes: “”‘’—…·.
fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter),
        0x2E80..=0x303F | 0x3040..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        || matches!(letter, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⑳')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_or_mark_is_one_and_a_latin_word_or_number_is_one() {
        for (text, count) in [
            ("", 0),
            (" \n\t", 0),
            ("工作室", 3),
            ("工作室，建设。", 7),
            ("2024年9月", 4),
            ("采取“1+10+100”模式", 7),
            ("UGS mode", 2),
            ("见 http://a.cn/b?c 一节", 4),
            ("第3.5节（试行）", 7),
            ("A、B、C", 5),
            ("①准备②上课", 6),
            ("游国鹏 et al., 2022", 6),
        ] {
            assert_eq!(count_words(text), count, "{text}");
        }
    }
}
