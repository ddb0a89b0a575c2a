//! Every promise of `SECURITY.md` names the test that proves it, and that test is in the tree.

use crate::marks::in_tree;

/// What stands between two backticks and names a test: `path::name`.
fn named(page: &str) -> Vec<(&str, &str)> {
    page.split('`').skip(1).step_by(2).filter_map(|word| word.split_once("::")).collect()
}

#[test]
fn every_test_that_the_security_page_names_is_in_the_tree() {
    let page = std::fs::read_to_string(in_tree("SECURITY.md")).unwrap();
    let named = named(&page);
    assert!(named.len() >= 20, "the page names tests");
    for (path, test) in named {
        let source = std::fs::read_to_string(in_tree(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let is_there = source.contains(&format!("fn {test}(")) || source.contains(&format!("'{test}'"));
        assert!(is_there, "{path} has no {test}");
    }
}
