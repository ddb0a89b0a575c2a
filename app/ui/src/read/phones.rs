//! What goes to paper or into a chat carries no phone number that somebody wrote into a text. It judges nothing else.

use crate::i18n::t;

/// Digits of a mobile number.
const MOBILE_DIGITS: usize = 11;

/// A text with every mobile number in it left out.
pub(super) fn without_phones(text: &str) -> String {
    let mut kept = String::new();
    let mut run = String::new();
    for letter in text.chars() {
        let goes_on = letter.is_ascii_digit() || (!run.is_empty() && matches!(letter, '-' | ' '));
        if goes_on {
            run.push(letter);
        } else {
            close(&mut kept, &mut run);
            kept.push(letter);
        }
    }
    close(&mut kept, &mut run);
    kept
}

/// Ends a run of digits: a number is left out, anything else stays.
fn close(kept: &mut String, run: &mut String) {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let mobile = digits.len() == MOBILE_DIGITS && digits.starts_with('1') && !digits.starts_with("10");
    if mobile {
        kept.push_str(&t("phone-left-out"))
    } else {
        kept.push_str(run)
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_left_out_however_it_is_written_and_days_and_numbers_stay() {
        for number in ["13800000000", "138 0000 0000", "138-0000-0000"] {
            let text = without_phones(&format!("有事打{number}，谢谢"));
            assert_eq!(text, "有事打（电话不写），谢谢");
        }
        for text in ["编号 ZHM-2026-003", "2026-11-23 14:30", "11月25日 集体备课 12 人", "豫教 20241107 号"]
        {
            assert_eq!(without_phones(text), text);
        }
    }
}
