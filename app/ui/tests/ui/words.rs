//! Every word that code asks for is in `assets/i18n`, and what a phone asks for in the file that it loads. Labels of what records store are core's own test.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::refusal::{Holding, Refusal};
use studio_ui::i18n::{ZH_CN, ZH_CN_PAGES, has};

use crate::sources;

/// Literal keys given to `t(…)` and `t_with(…)`.
fn asked(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for call in ["t(", "t_with("] {
        for (at, _) in text.match_indices(call) {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.') {
                continue;
            }
            let Some(rest) = text[at + call.len()..].trim_start().strip_prefix('"') else { continue };
            keys.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    keys
}

#[test]
fn every_key_that_the_code_asks_for_is_in_a_file() {
    let mut missing = Vec::new();
    for (path, text) in
        sources::rust(&["app/src", "app/ui/src", "app/ui/examples", "app/engine/src", "sync-server/src"])
    {
        let keys = asked(&text).into_iter().filter(|key| !has(key) && key != "no-such-key");
        missing.extend(keys.map(|key| format!("{}: {key}", path.display())));
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// Keys of some messages.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key)
}

#[test]
fn a_phone_asks_for_nothing_that_only_the_pages_file_has() {
    let of_pages: BTreeSet<&str> = keys(ZH_CN_PAGES).collect();
    let mut strangers = Vec::new();
    for (path, text) in sources::rust(&["core/src", "app/src", "app/ui/src", "app/engine/src"]) {
        if path.components().any(|part| part.as_os_str() == "bureau") {
            continue;
        }
        let literals = text.split('"').skip(1).step_by(2).filter(|word| of_pages.contains(word));
        strangers.extend(literals.map(|key| format!("{}: {key}", path.display())));
    }
    assert_eq!(strangers, Vec::<String>::new());
}

#[test]
fn the_search_for_keys_sees_calls_over_two_lines_and_no_other_functions() {
    assert_eq!(asked("t(\"a\") + t_with(\n    \"b\", &[]) + list.get(\"c\") + start(\"d\")"), ["a", "b"]);
}

#[test]
fn every_refusal_and_every_wait_has_a_sentence() {
    let refusals = (1..=40).map(|code| Refusal::from_code(code).key());
    let waits = (1..=3).map(|code| Holding::from_code(code).key());
    let missing: Vec<_> = refusals.chain(waits).filter(|key| !has(key)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_sentence_that_core_names_is_in_the_file() {
    let prefixes = ["problem-", "missing-", "command-", "list-", "state-", "notice-", "refusal-", "held-"];
    let mut missing = Vec::new();
    for (path, text) in sources::rust(&["core/src", "app/engine/src", "app/src", "sync-server/src"]) {
        let literals = text.split('"').skip(1).step_by(2);
        let keys = literals.filter(|word| prefixes.iter().any(|prefix| word.starts_with(prefix)));
        let plain = keys.filter(|word| {
            !word.ends_with('-') && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
        });
        missing.extend(plain.filter(|key| !has(key)).map(|key| format!("{}: {key}", path.display())));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn no_key_is_written_twice() {
    let mut seen = BTreeMap::new();
    for key in keys(ZH_CN).chain(keys(ZH_CN_PAGES)) {
        *seen.entry(key).or_insert(0) += 1;
    }
    let twice: Vec<_> = seen.into_iter().filter(|(_, times)| *times > 1).collect();
    assert_eq!(twice, Vec::<(&str, i32)>::new());
}
