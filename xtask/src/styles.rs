//! The phone's style sheets as one: `assets/styles/order.txt` says which come first, the rest follow by name.
//! It joins and leaves out remarks; it changes nothing else in them.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One path a line, relative to the folder; `#` begins a remark.
const ORDER: &str = "order.txt";
/// Only the server's pages use this.
const OF_THE_PAGES: [&str; 1] = ["bureau.css"];
/// Without a list these come first: later sheets build on them.
const FIRST: [&str; 2] = ["tokens.css", "base.css"];

/// The phone's style sheets below a folder, joined.
pub(crate) fn gather(folder: &Path) -> Result<Vec<u8>> {
    let mut sheets = BTreeSet::new();
    if !folder.exists() {
        return Ok(Vec::new());
    }
    find(folder, "", &mut sheets)?;
    let mut joined = Vec::new();
    let first = first(folder)?;
    let phones = |name: &String| !OF_THE_PAGES.contains(&name.as_str());
    sheets.retain(phones);
    for name in first.into_iter().filter(phones) {
        if !sheets.remove(&name) {
            anyhow::bail!("{ORDER} names {name}, which is not there");
        }
        append(folder, &name, &mut joined)?;
    }
    for name in &sheets {
        append(folder, name, &mut joined)?;
    }
    Ok(joined)
}

fn first(folder: &Path) -> Result<Vec<String>> {
    let list = folder.join(ORDER);
    if !list.exists() {
        return Ok(FIRST.iter().filter(|name| folder.join(name).exists()).map(|name| (*name).to_owned()).collect());
    }
    let text = fs::read_to_string(&list)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

fn find(folder: &Path, below: &str, sheets: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            find(&entry.path(), &format!("{name}/"), sheets)?;
        } else if name.ends_with(".css") {
            sheets.insert(name);
        }
    }
    Ok(())
}

fn append(folder: &Path, name: &str, joined: &mut Vec<u8>) -> Result<()> {
    joined.extend(without_remarks(&fs::read_to_string(folder.join(name))?).into_bytes());
    joined.push(b'\n');
    Ok(())
}

/// Remarks are for who reads the sources, and a tenth of what a phone would load.
fn without_remarks(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, remark)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = remark.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(sheets: &[(&str, &str)]) -> Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("components"))?;
        for (name, text) in sheets {
            fs::write(folder.path().join(name), text)?;
        }
        Ok(folder)
    }

    #[test]
    fn tokens_and_base_come_before_the_components() -> Result<()> {
        let folder = folder_with(&[("base.css", "2"), ("components/a.css", "3"), ("tokens.css", "1"), ("z.css", "4")])?;
        assert_eq!(gather(folder.path())?, b"1\n2\n3\n4\n");
        Ok(())
    }

    #[test]
    fn a_list_decides_what_comes_first() -> Result<()> {
        let folder = folder_with(&[("a.css", "2"), ("z.css", "1"), (ORDER, "# first\nz.css\n")])?;
        assert_eq!(gather(folder.path())?, b"1\n2\n");
        Ok(())
    }

    #[test]
    fn the_phone_does_not_load_what_only_the_pages_use() -> Result<()> {
        let folder =
            folder_with(&[("a.css", "1"), ("bureau.css", "2"), ("print.css", "3"), (ORDER, "a.css\nbureau.css\n")])?;
        assert_eq!(gather(folder.path())?, b"1\n3\n");
        Ok(())
    }

    #[test]
    fn remarks_stay_in_the_sources() {
        assert_eq!(without_remarks("/* one\n */a { }\nb { } /* two */\n"), "a { }\nb { } \n");
    }

    #[test]
    fn a_list_that_names_a_missing_sheet_is_refused() -> Result<()> {
        let folder = folder_with(&[("a.css", "2"), (ORDER, "b.css")])?;
        assert!(gather(folder.path()).is_err());
        Ok(())
    }
}
