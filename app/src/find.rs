//! Whether what someone typed finds a person. The initials come from the engine: the table of readings is too large for the
//! page.

use studio_core::view::PersonChip;

/// By a part of the name or school, or by a part of the name's initials.
pub(crate) fn finds(person: &PersonChip, typed: &str) -> bool {
    by_words(&[&person.name, &person.school], &person.initials, typed)
}

/// The same for whoever has no chip. Of several words each must be found, whichever says it.
pub(crate) fn by_words(words: &[&str], initials: &str, typed: &str) -> bool {
    let finds = |typed: &str| {
        words.iter().any(|word| word.contains(typed))
            || (typed.is_ascii() && initials.contains(&typed.to_ascii_uppercase()))
    };
    typed.split_whitespace().all(finds)
}

#[cfg(test)]
mod tests {
    use super::by_words;

    #[test]
    fn names_schools_and_initials_find_a_person() {
        let found = |typed: &str| by_words(&["王红梅", "赵桥小学"], "WHM", typed);
        assert!(found("红") && found("赵桥") && found("whm") && found(" hm ") && found(""));
        assert!(!found("李") && !found("zq"));
        assert!(found("红梅 赵桥") && found("赵桥　whm"), "several words, in any order");
        assert!(!found("红梅 西邵") && !found("赵桥 李"), "each of them must be there");
    }
}
