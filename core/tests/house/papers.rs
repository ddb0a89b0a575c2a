//! Papers that are true: whatever file a page or a comment names is in the tree.

use crate::{none, tree};

/// Endings by which a word in backticks is known to name a file.
const ENDINGS: [&str; 11] = [".rs", ".md", ".mjs", ".js", ".toml", ".ftl", ".css", ".sql", ".sh", ".txt", ".c"];
/// What builds and people make: named in pages and not in the tree.
const NOT_IN_THE_TREE: &[(&str, &str)] = &[];

#[test]
fn every_file_that_a_page_names_is_in_the_tree() {
    let files = tree::files();
    let pages = tree::texts(".md").into_iter();
    let broken = pages.flat_map(|(page, text)| {
        let missing = named(&text).into_iter().filter(|name| !is_there(name, &page, &files));
        missing.map(|name| format!("{page}: there is no {name}")).collect::<Vec<_>>()
    });
    none("a page names only files that are there", broken.collect());
}

/// Paths in a page: what links point at, and words in backticks that end like a file.
fn named(page: &str) -> Vec<String> {
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
    let words = page.split('`').skip(1).step_by(2).filter(|word| !word.contains([' ', '<', '*', '…', '\n']));
    let words = words.map(|word| word.split("::").next().unwrap_or(word)).flat_map(braced);
    let words = words
        .filter(|word| ENDINGS.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| !stem.is_empty())));
    links.map(str::to_owned).chain(words).collect()
}

/// `a/{b,c}.rs` as the two that it means.
fn braced(word: &str) -> Vec<String> {
    let parts = word.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (list, after))) = parts else { return vec![word.to_owned()] };
    list.split(',').map(|one| format!("{before}{one}{after}")).collect()
}

fn is_there(name: &str, page: &str, files: &[String]) -> bool {
    let name = name.split('#').next().unwrap_or(name).trim_start_matches("../").trim_end_matches('/');
    let beside = page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let is = |path: &str| files.iter().any(|file| file == path || file.starts_with(&format!("{path}/")));
    let part = format!("/{name}");
    let excepted = NOT_IN_THE_TREE.iter().any(|(word, _)| *word == name);
    excepted || is(name) || is(&format!("{beside}{name}")) || files.iter().any(|file| file.ends_with(&part))
}

#[test]
fn every_page_that_a_comment_names_is_in_the_tree() {
    let files = tree::files();
    let endings = [".rs", ".toml", ".sql", ".mjs", ".js", ".css", ".ftl", ".c", ".sh"];
    let broken = endings.iter().flat_map(|ending| tree::texts(ending)).flat_map(|(path, text)| {
        let words = text.split(|c: char| !c.is_alphanumeric() && !"_-./".contains(c)).map(str::to_owned);
        let pages = words.filter_map(|word| Some(word.split_once(".md")?.0.rsplit('/').next()?.to_owned() + ".md"));
        let missing =
            pages.filter(|page| page.len() > 3 && !files.iter().any(|file| file.rsplit('/').next() == Some(page)));
        missing.map(|page| format!("{path}: there is no {page}")).collect::<Vec<_>>()
    });
    none("a comment names only pages that are there", broken.collect());
}

#[test]
fn paths_in_a_page_are_found_in_links_backticks_and_braces() {
    let page = "see [it](a/README.md), `c/{d,e}.rs`, `f.rs::g`, `x::y`, `<z>.rs`, [out](https://a.rs)";
    assert_eq!(named(page), ["a/README.md", "c/d.rs", "c/e.rs", "f.rs"]);
}
