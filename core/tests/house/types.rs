//! The trade is data: outside its wing no code asks for a single record type but where `core/ARCHITECTURE.md` says so,
//! with the reason.

use std::collections::BTreeSet;

use crate::rust::{self, Source};
use crate::{none, tree};

/// The part of the page that lists them.
const HEADING: &str = "## Where code asks for one record type";

#[test]
fn code_outside_the_trade_asks_for_one_record_type_only_where_the_map_says_why() {
    let page = tree::text("core/ARCHITECTURE.md");
    let part = page.split(HEADING).nth(1).expect("the page has the part").split("\n## ").next().unwrap_or_default();
    let listed: BTreeSet<&str> = part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let words = work();
    let outside = rust::sources().iter().filter(|source| !source.path.starts_with("core/src/trade"));
    let asking: BTreeSet<String> =
        outside.filter(|source| asks(source, &words)).map(|source| source.path.clone()).collect();
    let new = asking.iter().filter(|path| !listed.contains(path.as_str()));
    let new = new.map(|path| format!("{path}: asks for one record type, and the map does not say why"));
    let idle = listed.iter().filter(|path| !asking.contains(**path));
    let idle = idle.map(|path| format!("{path}: asks for no single type any more; the map says it does"));
    none(
        "a record type is a value; who asks for a single one says why in core/ARCHITECTURE.md",
        new.chain(idle).collect(),
    );
}

/// The words of the types that teachers write by hand, each in a file of its own in the trade's wing.
fn work() -> Vec<(String, String)> {
    let all = rust::sources().iter().filter_map(|source| {
        let room = source.path.strip_prefix("core/src/trade/")?.strip_suffix(".rs")?.to_owned();
        let value = &source.text[..source.text.find("..WORK")?];
        let word = value.rsplit("word: \"").next()?.split('"').next()?.to_owned();
        Some((room, word))
    });
    let all: Vec<(String, String)> = all.collect();
    assert!(!all.is_empty(), "no type of work is found");
    all
}

fn asks(source: &Source, work: &[(String, String)]) -> bool {
    let code = source.product();
    let texts = rust::without(&source.text, false);
    let outside_tests = |at: &usize| !source.is_test && source.tests.iter().all(|range| !range.contains(at));
    let spelt = |word: &String| texts.match_indices(&format!("\"{word}\"")).any(|(at, _)| outside_tests(&at));
    let variant = |at: &usize| {
        let mut letters = code[at + "RecordType".len()..].strip_prefix("::").unwrap_or_default().chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    let of_room = |room: &String| !rust::places(&code, &format!("studio_core::{room}")).is_empty();
    let read = [".activities()", ".mentoring()", ".outcomes()"].iter().any(|read| code.contains(read));
    read || rust::places(&code, "RecordType").iter().any(variant)
        || work.iter().any(|(room, word)| spelt(word) || of_room(room))
}
