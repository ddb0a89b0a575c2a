//! Townships under the names that people write: 柳河 and 柳河乡 are one, 柳河乡 and 柳河镇 are two unless somebody wrote
//! 柳河 alone. It counts nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::ReadModel;

/// What the name of a township or 学区 ends in, and what is left out in speech.
const ENDINGS: [&str; 4] = ["街道", "学区", "乡", "镇"];

/// Written name → the name under which it counts.
#[derive(Debug, Default)]
pub(crate) struct Townships(BTreeMap<String, String>);

impl Townships {
    /// The townships that the roster writes; `listed` are the names that the guide gives.
    pub(crate) fn over(model: &ReadModel, listed: &[String]) -> Self {
        Self::of(model.roster().map(|(_, person)| person.township.as_str()), listed)
    }

    fn of<'a>(written: impl Iterator<Item = &'a str>, listed: &[String]) -> Self {
        let written: BTreeSet<&str> = written.filter(|name| !name.is_empty()).collect();
        let mut alike: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for name in &written {
            alike.entry(bare(name)).or_default().insert(*name);
        }
        let mut one = BTreeMap::new();
        for (bare_name, names) in alike {
            for name in &names {
                let of = listed_as(name, listed).unwrap_or_else(|| name_of(bare_name, name, &names).to_owned());
                one.insert((*name).to_owned(), of);
            }
        }
        Self(one)
    }

    /// The name under which a written one counts.
    pub(crate) fn one<'a>(&'a self, written: &'a str) -> &'a str {
        self.0.get(written).map_or(written, String::as_str)
    }
}

/// A name without its ending; a name that is nothing else stays.
fn bare(name: &str) -> &str {
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|bare| !bare.is_empty()).unwrap_or(name)
}

/// Where the bare name stands, all that are alike are one: under the whole name if there is only one.
fn name_of<'a>(bare_name: &'a str, name: &'a str, alike: &BTreeSet<&'a str>) -> &'a str {
    if !alike.contains(bare_name) {
        return name;
    }
    let mut whole = alike.iter().filter(|one| **one != bare_name);
    match (whole.next(), whole.next()) {
        (Some(only), None) => only,
        _ => bare_name,
    }
}

/// The guide's name for it: the very name, else the only one that differs in its ending alone.
fn listed_as(name: &str, listed: &[String]) -> Option<String> {
    if listed.iter().any(|one| one == name) {
        return Some(name.to_owned());
    }
    let mut alike = listed.iter().filter(|one| bare(one) == bare(name));
    match (alike.next(), alike.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(written: &[&str], listed: &[&str]) -> Vec<String> {
        let listed: Vec<String> = listed.iter().map(|name| (*name).to_owned()).collect();
        let townships = Townships::of(written.iter().copied(), &listed);
        let one: BTreeSet<String> = written.iter().map(|name| townships.one(name).to_owned()).collect();
        one.into_iter().collect()
    }

    #[test]
    fn a_township_counts_once_whether_or_not_its_ending_is_written() {
        assert_eq!(counted(&["柳河", "柳河乡"], &[]), ["柳河乡"]);
        assert_eq!(counted(&["城关镇", "城关", "石佛镇"], &[]), ["城关镇", "石佛镇"]);
        assert_eq!(counted(&["柳河", "柳河乡", "柳河镇"], &[]), ["柳河"]);
        assert_eq!(counted(&["东关街道", "东关"], &[]), ["东关街道"]);
    }

    #[test]
    fn a_township_and_a_town_of_one_name_are_two() {
        assert_eq!(counted(&["柳河乡", "柳河镇"], &[]), ["柳河乡", "柳河镇"]);
        assert_eq!(counted(&["乡", "镇"], &[]), ["乡", "镇"]);
    }

    #[test]
    fn a_guide_that_lists_its_townships_says_which_is_meant() {
        assert_eq!(counted(&["柳河", "柳河镇"], &["柳河乡"]), ["柳河乡"]);
        assert_eq!(counted(&["柳河", "柳河镇"], &["柳河乡", "柳河镇"]), ["柳河镇"]);
        assert_eq!(counted(&["柳河", "石佛"], &["石佛镇"]), ["柳河", "石佛镇"]);
    }
}
