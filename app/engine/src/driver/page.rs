//! How much of the log the next answer may bring: as much as the line carried lately. It asks for nothing itself.

use studio_core::limits::ANSWER_BYTES_MAX;

/// Bytes of the first page of a sync: what a new phone needs before it is of use comes soon, on any line.
const FIRST_BYTES: u32 = 128 << 10;
/// No page is smaller: asking again costs as much.
const BYTES_MIN: u32 = 64 << 10;
/// A page is as large as what the line brings in so long; it is lost when the line breaks.
const LONG_MS: i64 = 8_000;

/// The next page.
#[derive(Debug)]
pub(super) struct Page {
    bytes: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { bytes: FIRST_BYTES }
    }
}

impl Page {
    /// What it may hold.
    pub(super) fn bytes(&self) -> u32 {
        self.bytes
    }

    /// One of so many bytes came in so many milliseconds. A short one says nothing of the line.
    pub(super) fn came(&mut self, bytes: usize, ms: i64) {
        if bytes < BYTES_MIN as usize / 2 {
            return;
        }
        let line = i64::try_from(bytes).unwrap_or(i64::MAX).saturating_mul(LONG_MS) / ms.max(1);
        self.bytes = u32::try_from(line).unwrap_or(ANSWER_BYTES_MAX).clamp(BYTES_MIN, ANSWER_BYTES_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(came: &[(usize, i64)]) -> u32 {
        let mut page = Page::default();
        came.iter().for_each(|(bytes, ms)| page.came(*bytes, *ms));
        page.bytes()
    }

    #[test]
    fn a_page_follows_the_line_and_a_short_answer_says_nothing_of_it() {
        assert_eq!(after(&[]), FIRST_BYTES);
        assert_eq!(after(&[(128 << 10, 40)]), ANSWER_BYTES_MAX, "what is quick is asked for all that may come");
        assert_eq!(after(&[(128 << 10, 16_000)]), BYTES_MIN, "a village's line loses little when it breaks");
        assert_eq!(after(&[(200_000, 8_000)]), 200_000);
        assert_eq!(after(&[(200_000, 8_000), (300, 2_000)]), 200_000);
        assert_eq!(after(&[(usize::MAX, 0)]), ANSWER_BYTES_MAX);
    }
}
