//! The code of an invite as it is typed: spaces, dashes and letter case do not matter.

use studio_core::limits::INVITE_CHARS;

/// The letters and digits of what was typed or of what an invite's link brought, upper case, no more than a code has.
pub(super) fn bare(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    letters.take(INVITE_CHARS).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(bare(" 7kqm-2xw9 "), "7KQM2XW9");
        assert_eq!(bare("7KQM 2XW9（张老师）"), "7KQM2XW9");
    }
}
