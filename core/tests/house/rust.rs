//! Rust sources as this test reads them: the code without comments and texts, and which of it is for tests. Only the plain
//! form in which this house writes is understood; no syntax is checked.

use std::ops::Range;
use std::sync::OnceLock;

use crate::tree;

/// One source file.
pub(crate) struct Source {
    /// From the repository's root.
    pub(crate) path: String,
    /// As it stands.
    pub(crate) text: String,
    /// With comments and the insides of texts blanked out; every byte keeps its place.
    pub(crate) code: String,
    /// Where items stand that are compiled for tests alone.
    pub(crate) tests: Vec<Range<usize>>,
    /// Nothing in it reaches a product: it lies in a folder of tests, or a `#[cfg(test)] mod` names it.
    pub(crate) is_test: bool,
}

impl Source {
    /// The code that reaches a product.
    pub(crate) fn product(&self) -> String {
        if self.is_test { String::new() } else { blanked(&self.code, &self.tests) }
    }

    /// The code that is for tests.
    pub(crate) fn for_tests(&self) -> String {
        let ends = std::iter::once(0).chain(self.tests.iter().map(|range| range.end));
        let starts = self.tests.iter().map(|range| range.start).chain(std::iter::once(self.code.len()));
        let product: Vec<Range<usize>> = ends.zip(starts).map(|(from, to)| from..to).collect();
        if self.is_test { self.code.clone() } else { blanked(&self.code, &product) }
    }

    /// Lines that are not for tests.
    pub(crate) fn lines(&self) -> usize {
        let tests: usize = self.tests.iter().map(|range| self.text[range.clone()].lines().count()).sum();
        self.text.lines().count() - tests
    }
}

/// Every Rust source of the tree, read once.
pub(crate) fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(read)
}

fn read() -> Vec<Source> {
    let read = |(path, text): (String, String)| {
        let code = without(&text, true);
        let tests = test_items(&code);
        Source { is_test: is_test_folder(&path), path, text, code, tests }
    };
    let mut all: Vec<Source> = tree::texts(".rs").into_iter().map(read).collect();
    let named: Vec<String> = all.iter().flat_map(test_files).collect();
    for source in &mut all {
        source.is_test |= named.contains(&source.path);
    }
    all
}

fn is_test_folder(path: &str) -> bool {
    let beside = ["/tests/", "/examples/", "/benches/"].iter().any(|folder| path.contains(folder));
    beside || path.starts_with("tests/") || path.starts_with("core/src/testing")
}

/// Files that `#[cfg(test)] mod name;` names.
fn test_files(source: &Source) -> Vec<String> {
    let stem = source.path.trim_end_matches(".rs");
    let own = ["/mod", "/lib", "/main"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
    let named = source.tests.iter().filter_map(|range| {
        let name = source.code[range.clone()].split("mod ").nth(1)?.strip_suffix(';')?.trim();
        Some([format!("{own}/{name}.rs"), format!("{own}/{name}/mod.rs")])
    });
    named.flatten().collect()
}

fn test_items(code: &str) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find("#[cfg(test)]").map(|at| at + from) {
        let open = code[start..].find(['{', ';']).map_or(code.len(), |at| at + start);
        let end = if code[open..].starts_with('{') { closing(code, open) } else { (open + 1).min(code.len()) };
        items.push(start..end);
        from = end;
    }
    items
}

/// The end of the braces that open here.
pub(crate) fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// Functions with a body: name, where the word `fn` stands, body.
pub(crate) fn functions(code: &str) -> Vec<(String, usize, Range<usize>)> {
    let starts = places(code, "fn");
    starts.into_iter().filter_map(|start| body(code, start).map(|body| (named(code, start), start, body))).collect()
}

fn named(code: &str, start: usize) -> String {
    code[start + 2..].trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn body(code: &str, start: usize) -> Option<Range<usize>> {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(at..closing(code, at)),
            b';' if depth == 0 => return None,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

/// Where a word stands that is not part of a longer one.
pub(crate) fn places(code: &str, word: &str) -> Vec<usize> {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let alone = |at: &usize| !part(code[..*at].chars().next_back()) && !part(code[at + word.len()..].chars().next());
    code.match_indices(word).map(|(at, _)| at).filter(alone).collect()
}

/// The number of the line of a place.
pub(crate) fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Comments, and with `texts` literals of text too, as blanks.
pub(crate) fn without(text: &str, texts: bool) -> String {
    let mut blanks = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let comment = comment(rest);
        let literal = literal(rest, text[..at].chars().next_back());
        let length = comment.or(literal);
        if comment.is_some() || texts {
            blanks.extend(length.map(|length| at..at + length));
        }
        at += length.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
    }
    blanked(text, &blanks)
}

fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        for byte in &mut bytes[range.clone()] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).expect("whole letters are blanked")
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.starts_with("/*").then(|| rest.find("*/").map_or(rest.len(), |end| end + 2))
}

/// The length of a literal of text or of one letter that begins here.
fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    if rest.starts_with('"') {
        return Some(quoted(rest));
    }
    if rest.starts_with('\'') {
        return letter(rest);
    }
    let raw = rest.strip_prefix('r')?;
    let fences = raw.len() - raw.trim_start_matches('#').len();
    let begins = raw[fences..].starts_with('"') && !before.is_some_and(|c| c.is_alphanumeric() && c != 'b');
    let close = format!("\"{}", "#".repeat(fences));
    begins.then(|| raw[fences + 1..].find(&close).map_or(rest.len(), |end| 1 + fences + 1 + end + close.len()))
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A letter in quotes; `None` for a lifetime.
fn letter(rest: &str) -> Option<usize> {
    let first = rest[1..].chars().next()?;
    if first == '\\' {
        return rest[3..].find('\'').map(|end| 3 + end + 1);
    }
    let end = 1 + first.len_utf8();
    rest[end..].starts_with('\'').then_some(end + 1)
}

#[test]
fn texts_and_comments_are_no_code_and_test_items_are_found() {
    let text =
        "fn a<'x>() { let q = '\"'; b(\"{ fn c\", r#\"}\"#) } // fn d {\n#[cfg(test)]\nmod tests {\n    fn e() {}\n}\n";
    let code = without(text, true);
    let names: Vec<String> = functions(&code).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["a", "e"]);
    let source = Source { path: String::new(), text: text.to_owned(), tests: test_items(&code), code, is_test: false };
    assert_eq!((source.lines(), functions(&source.product()).len(), functions(&source.for_tests()).len()), (1, 1, 1));
}
