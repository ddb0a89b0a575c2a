//! Which bytes of a file a request wants (RFC 9110, 13 and 14). A file is named by its hash, so its tag is strong and never
//! changes. What is no single range of bytes that can be read without doubt is no range: the whole file is never wrong.

use std::ops::Range;

use axum::http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};
use axum::http::{HeaderMap, HeaderName, Method};

/// What a request wants of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// These bytes, at least one.
    Part(Range<u64>),
    /// Bytes behind its end.
    Behind,
    /// Nothing: whoever asks has it.
    Nothing,
}

/// What a request wants of a file with this tag and so many bytes.
pub fn wanted(method: &Method, headers: &HeaderMap, tag: &str, length: u64) -> Wanted {
    if tags(headers).any(|one| one == "*" || one.trim_start_matches("W/") == tag) {
        return Wanted::Nothing;
    }
    // a range is asked of GET alone; one of another version, or of two lines, is none
    let same = headers.get(IF_RANGE).is_none_or(|version| version.as_bytes() == tag.as_bytes());
    match only(headers, &RANGE).filter(|_| *method == Method::GET && same) {
        Some(text) => part(text, length),
        None => Wanted::Whole,
    }
}

/// The tags of versions that whoever asks has.
fn tags(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// A header that stands there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut lines = headers.get_all(name).iter();
    let line = lines.next().filter(|_| lines.next().is_none())?;
    line.to_str().ok()
}

fn part(text: &str, length: u64) -> Wanted {
    let Some((first, last)) = positions(text) else { return Wanted::Whole };
    let range = match (first, last) {
        (Some(first), Some(last)) if first > last => return Wanted::Whole,
        (Some(first), last) => first..last.map_or(length, |last| last.saturating_add(1)).min(length),
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (None, None) => return Wanted::Whole,
    };
    if range.is_empty() { Wanted::Behind } else { Wanted::Part(range) }
}

/// `bytes=first-last`, each as far as it is there; `None` for several ranges and for what is none.
fn positions(text: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, range) = text.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    unit.eq_ignore_ascii_case("bytes").then_some(())?;
    Some((position(first)?, position(last)?))
}

/// Digits alone; more than can be counted is behind every file.
fn position(digits: &str) -> Option<Option<u64>> {
    if digits.is_empty() {
        return Some(None);
    }
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| Some(digits.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const TAG: &str = "\"0abc\"";

    fn wanted_by(lines: &[(HeaderName, &str)], length: u64) -> Wanted {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        wanted(&Method::GET, &headers, TAG, length)
    }

    fn wanted_of(text: &str, length: u64) -> Wanted {
        wanted_by(&[(RANGE, text)], length)
    }

    /// The bytes that a range means by the words of the RFC, one byte after the other.
    fn slowly(first: Option<u64>, last: Option<u64>, length: u64) -> Vec<u64> {
        let wants = |at: &u64| match (first, last) {
            (Some(first), Some(last)) => first <= *at && *at <= last,
            (Some(first), None) => first <= *at,
            (None, Some(suffix)) => *at + suffix >= length,
            (None, None) => false,
        };
        (0..length).filter(wants).collect()
    }

    #[test]
    fn every_single_range_of_every_short_file_is_the_bytes_that_it_says() {
        let ends: Vec<Option<u64>> = (0..8).map(Some).chain([None, Some(u64::MAX - 1), Some(u64::MAX)]).collect();
        for (length, first, last) in (0..6).flat_map(|length| {
            ends.iter()
                .flat_map(move |first| [(length, *first)])
                .flat_map(|(length, first)| ends.iter().map(move |last| (length, first, *last)))
        }) {
            let text = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
            let said = format!("bytes={}-{}", text(first), text(last));
            let is_none = (first, last) == (None, None) || matches!((first, last), (Some(a), Some(b)) if a > b);
            // what a suffix reaches over the beginning is the whole, and never wraps round
            let bytes = slowly(first, last.map(|last| last.min(1 << 40)), length);
            let right = match (is_none, bytes.as_slice()) {
                (true, _) => Wanted::Whole,
                (false, []) => Wanted::Behind,
                (false, [from, .., to]) => Wanted::Part(*from..to + 1),
                (false, [one]) => Wanted::Part(*one..one + 1),
            };
            assert_eq!(wanted_of(&said, length), right, "{said} of {length}");
        }
    }

    #[test]
    fn several_ranges_and_what_is_none_are_answered_by_the_whole() {
        for said in [
            "bytes=0-1,3-4",
            "bytes=0-1,0-1,0-1",
            "bytes=0-,-1",
            "bytes=5-2",
            "bytes=-",
            "bytes=",
            "bytes",
            "",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=0x0-1",
            "bytes=1 - 2",
            "bytes=-1-2",
            "bytes=1--2",
            "items=0-1",
            "bytes:0-1",
            "bytes=٠-١",
        ] {
            if let Ok(value) = HeaderValue::from_bytes(said.as_bytes()) {
                let headers = HeaderMap::from_iter([(RANGE, value)]);
                assert_eq!(wanted(&Method::GET, &headers, TAG, 10), Wanted::Whole, "{said}");
            }
        }
        assert_eq!(wanted_by(&[(RANGE, "bytes=0-1"), (RANGE, "bytes=0-1")], 10), Wanted::Whole, "two lines");
        assert_eq!(wanted_of("Bytes= 0-1", 10), Wanted::Part(0..2), "a unit is written as one likes");
        assert_eq!(wanted_of("bytes=99999999999999999999-", 10), Wanted::Behind);
        assert_eq!(wanted_of("bytes=3-99999999999999999999", 10), Wanted::Part(3..10));
        assert_eq!(wanted_of("bytes=-99999999999999999999", 10), Wanted::Part(0..10));
    }

    #[test]
    fn a_range_of_another_version_is_none_and_of_what_is_there_nothing_is_sent() {
        let part = (RANGE, "bytes=0-1");
        assert_eq!(wanted_by(&[part.clone(), (IF_RANGE, TAG)], 10), Wanted::Part(0..2));
        for other in ["\"other\"", "W/\"0abc\"", "Mon, 30 Nov 2026 00:00:00 GMT", ""] {
            assert_eq!(wanted_by(&[part.clone(), (IF_RANGE, other)], 10), Wanted::Whole, "{other}");
        }
        for had in [TAG, "W/\"0abc\"", "\"x\", \"0abc\"", "*"] {
            assert_eq!(wanted_by(&[part.clone(), (IF_NONE_MATCH, had)], 10), Wanted::Nothing, "{had}");
        }
        assert_eq!(wanted_by(&[(IF_NONE_MATCH, "\"x\"")], 10), Wanted::Whole);
        let headers = HeaderMap::from_iter([(RANGE, HeaderValue::from_static("bytes=0-1"))]);
        assert_eq!(wanted(&Method::HEAD, &headers, TAG, 10), Wanted::Whole, "HEAD tells of the whole");
    }
}
