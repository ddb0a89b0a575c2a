//! A line as it is read: letter by letter, with what is a title in marks and what was understood already. It knows no
//! word of the trade.

use std::ops::Range;

/// Letters that are read: what is longer is a report, and no form's first line.
const LETTERS_MAX: usize = 500;
/// Marks around a title or a saying.
const MARKS: [(char, char); 4] = [('《', '》'), ('“', '”'), ('「', '」'), ('"', '"')];
/// Where a clause ends.
const STOPS: &str = ",。;!?、\n\t()<>|…~";

/// Places are counted in letters; only [`Line::bytes`] tells them in bytes.
pub(super) struct Line<'a> {
    source: &'a str,
    letters: Vec<char>,
    at: Vec<usize>,
    quoted: Vec<bool>,
    taken: Vec<bool>,
    /// The insides of 《…》.
    pub(super) titles: Vec<Range<usize>>,
    /// The insides of other marks.
    pub(super) sayings: Vec<Range<usize>>,
}

impl<'a> Line<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let (mut at, letters): (Vec<usize>, Vec<char>) =
            source.char_indices().take(LETTERS_MAX).map(|(at, letter)| (at, plain(letter))).unzip();
        let end = source.char_indices().nth(LETTERS_MAX).map_or(source.len(), |(end, _)| end);
        at.push(end);
        let none = vec![false; letters.len()];
        let mut line =
            Self { source, letters, at, quoted: none.clone(), taken: none, titles: Vec::new(), sayings: Vec::new() };
        line.mark();
        line
    }

    fn mark(&mut self) {
        let mut from = 0;
        while let Some(open) = self.letter(from) {
            let close = MARKS.iter().find(|(mark, _)| *mark == open).and_then(|(_, close)| self.next(*close, from + 1));
            let Some(close) = close.filter(|close| *close > from + 1) else {
                from += 1;
                continue;
            };
            self.quoted.iter_mut().take(close + 1).skip(from).for_each(|quoted| *quoted = true);
            let inside = from + 1..close;
            if open == '《' {
                self.titles.push(inside)
            } else {
                self.sayings.push(inside)
            }
            from = close + 1;
        }
    }

    fn next(&self, letter: char, from: usize) -> Option<usize> {
        (from..self.len()).find(|at| self.letter(*at) == Some(letter))
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    pub(super) fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).copied()
    }

    /// Whether a word stands here.
    pub(super) fn is_at(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(step, letter)| self.letter(at + step) == Some(letter))
    }

    /// The first of these words that stands here.
    pub(super) fn one_at<'w>(&self, at: usize, words: &[&'w str]) -> Option<&'w str> {
        words.iter().copied().find(|word| self.is_at(at, word))
    }

    /// The first of these words that ends here, and where it begins.
    pub(super) fn one_before<'w>(&self, end: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words.iter().copied().find_map(|word| {
            let start = end.checked_sub(word.chars().count())?;
            self.is_at(start, word).then_some((word, start))
        })
    }

    /// Where a word stands outside of marks, the first time.
    pub(super) fn find(&self, word: &str) -> Option<Range<usize>> {
        self.find_from(word, 0)
    }

    /// The same, at or after a place.
    pub(super) fn find_from(&self, word: &str, from: usize) -> Option<Range<usize>> {
        let long = word.chars().count();
        (from..self.len()).find(|at| self.is_at(*at, word) && !self.is_quoted(*at)).map(|at| at..at + long)
    }

    /// Everywhere that a word stands outside of marks.
    pub(super) fn each<'w>(&'w self, word: &'w str) -> impl Iterator<Item = Range<usize>> + 'w {
        let long = word.chars().count();
        (0..self.len()).filter(move |at| self.is_at(*at, word) && !self.is_quoted(*at)).map(move |at| at..at + long)
    }

    /// The first of these words, in the table's order, that stands outside of marks.
    pub(super) fn any(&self, words: &[&str]) -> Option<Range<usize>> {
        words.iter().find_map(|word| self.find(word))
    }

    /// The earliest of these words at or after a place.
    pub(super) fn earliest(&self, words: &[&str], from: usize) -> Option<Range<usize>> {
        words
            .iter()
            .filter_map(|word| self.find_from(word, from))
            .min_by_key(|found| (found.start, self.len() - found.end))
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.find(word).is_some()
    }

    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.quoted.get(at).copied().unwrap_or_default()
    }

    /// What was understood is not read a second time.
    pub(super) fn take(&mut self, range: &Range<usize>) {
        self.taken.iter_mut().take(range.end).skip(range.start).for_each(|taken| *taken = true);
    }

    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken.get(at).copied().unwrap_or_default()
    }

    /// Whether nothing of it was understood yet, and no mark stands around it.
    pub(super) fn is_free(&self, range: &Range<usize>) -> bool {
        range.clone().all(|at| !self.is_taken(at) && !self.is_quoted(at))
    }

    /// As it is written.
    pub(super) fn text(&self, range: &Range<usize>) -> &'a str {
        self.source.get(self.bytes(range)).unwrap_or_default()
    }

    /// As places in the text that was typed.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.at.get(at).copied().unwrap_or(self.source.len());
        place(range.start)..place(range.end)
    }

    /// Whether each letter lies in one of these places of the text that was typed.
    pub(super) fn letters_in(&self, bytes: &[Range<usize>]) -> Vec<bool> {
        let letters = self.at.iter().take(self.len());
        letters.map(|at| bytes.iter().any(|range| range.contains(at))).collect()
    }

    /// With the marks around each title or saying that is used whole.
    pub(super) fn with_marks(&self, used: &mut [bool]) {
        for inside in self.titles.iter().chain(&self.sayings) {
            if used.get(inside.clone()).is_some_and(|letters| letters.iter().all(|used| *used)) {
                used.iter_mut().take(inside.end + 1).skip(inside.start - 1).for_each(|used| *used = true);
            }
        }
    }

    /// What was typed behind the letters that are read.
    pub(super) fn tail(&self) -> Range<usize> {
        self.at.last().copied().unwrap_or_default()..self.source.len()
    }

    /// Without blanks and marks at both ends.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let idle =
            |at: usize| self.letter(at).is_some_and(|letter| is_blank(letter) || is_stop(letter) || letter == ':');
        let start = range.clone().find(|at| !idle(*at)).unwrap_or(range.end);
        let end = (start..range.end).rev().find(|at| !idle(*at)).map_or(start, |at| at + 1);
        start..end
    }

    /// From here to where the clause ends or what was understood begins; a title in marks is inside.
    pub(super) fn clause(&self, from: usize) -> Range<usize> {
        let ends = |at: &usize| {
            let ended = |letter: char| is_stop(letter) || is_blank(letter) || (is_item(letter) && *at > from);
            let breaks = self.letter(*at).is_some_and(ended);
            !self.is_quoted(*at) && (breaks || self.is_taken(*at))
        };
        from..(from..self.len()).find(ends).unwrap_or(self.len())
    }
}

/// One letter without its wide form.
fn plain(letter: char) -> char {
    match letter {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '—' | '–' => '-',
        _ => letter,
    }
}

pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
}

/// ① of a list: what was said before it ends.
pub(super) fn is_item(letter: char) -> bool {
    ('①'..='⑳').contains(&letter)
}

pub(super) fn is_stop(letter: char) -> bool {
    STOPS.contains(letter)
}
