//! Small: a file is read in one sitting, a function on one screen.

use crate::rust::{self, Source};
use crate::{but, none};

/// Lines of a file without its tests.
const FILE_LINES_MAX: usize = 400;
/// Lines of a function, from its name to its last brace.
const FUNCTION_LINES_MAX: usize = 70;
/// Above a component; its properties, each with its sentence, are its interface and no work: only the body counts.
const COMPONENT: &str = "#[component]";

/// Files that may be longer.
const LONG_FILES: &[(&str, &str)] = &[];
/// Functions that may be longer, as `file::name`.
const LONG_FUNCTIONS: &[(&str, &str)] =
    &[("app/ui/src/icon/paths.rs::outlines", "a table: one line a picture, nothing to follow")];

#[test]
fn no_file_is_longer_than_four_hundred_lines_without_its_tests() {
    let sources = rust::sources();
    let long = |source: &&Source| !source.is_test && source.lines() > FILE_LINES_MAX;
    let long = sources.iter().filter(long).map(|source| (source.path.clone(), format!("{} lines", source.lines())));
    none("a file has at most 400 lines, those of its test module not counted", but(LONG_FILES, long.collect()));
}

#[test]
fn no_function_is_longer_than_seventy_lines() {
    let long = rust::sources().iter().flat_map(long_functions).collect();
    none("a function has at most 70 lines", but(LONG_FUNCTIONS, long));
}

fn long_functions(source: &Source) -> Vec<(String, String)> {
    let code = source.product();
    let all = rust::functions(&code).into_iter().map(|(name, start, body)| {
        let above = code[..start].rfind(['}', ';']).map_or(0, |end| end);
        let from = if code[above..start].contains(COMPONENT) { body.start } else { start };
        (name, code[from..body.end].matches('\n').count() + 1)
    });
    let long = all.filter(|(_, lines)| *lines > FUNCTION_LINES_MAX);
    long.map(|(name, lines)| (format!("{}::{name}", source.path), format!("{lines} lines"))).collect()
}
