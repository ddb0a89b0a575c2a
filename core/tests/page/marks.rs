//! The marked parts of `core/PROTOCOL.md`: each is what some code says. `PAGE=write` writes them anew. The server's
//! tests use this file too.

use std::path::PathBuf;

use super::source::Constant;

/// A file of this tree.
pub(crate) fn in_tree(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Whether the page has these texts between its marks; writes them there first when asked to.
pub(crate) fn hold(parts: &[(&str, String)]) {
    let path = in_tree("core/PROTOCOL.md");
    let mut page = std::fs::read_to_string(&path).unwrap();
    if std::env::var_os("PAGE").is_some_and(|word| word == "write") {
        for (name, text) in parts {
            let (before, _, behind) = around(&page, name);
            page = format!("{before}{text}<!-- page:end -->{behind}");
        }
        std::fs::write(&path, &page).unwrap();
    }
    for (name, text) in parts {
        let (_, part, _) = around(&page, name);
        for (now, then) in text.lines().zip(part.lines()) {
            assert_eq!(now, then, "{name}: PAGE=write writes it anew");
        }
        assert_eq!(text.lines().count(), part.lines().count(), "{name}: PAGE=write writes it anew");
    }
}

/// A text around one of its marked parts: what stands before, the part, what stands behind.
fn around<'a>(page: &'a str, name: &str) -> (&'a str, &'a str, &'a str) {
    let mark = format!("<!-- page:{name} -->\n");
    let (before, rest) = page.split_once(&mark).unwrap_or_else(|| panic!("no mark {name}"));
    let (part, behind) = rest.split_once("<!-- page:end -->").expect("a marked part ends");
    (&page[..before.len() + mark.len()], part, behind)
}

/// A table in Markdown.
pub(crate) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut lines = vec![head.iter().map(|word| (*word).to_owned()).collect(), vec!["---".to_owned(); head.len()]];
    lines.extend(rows);
    lines.iter().map(|cells| format!("| {} |\n", cells.join(" | "))).collect()
}

/// The table of some constants.
pub(crate) fn of_constants(all: Vec<Constant>) -> String {
    table(&["limit", "", ""], all.into_iter().map(|limit| vec![format!("`{}`", limit.name), limit.value, limit.why]))
}
