//! Counting tests from what cargo and node print. It reads lines; it runs nothing.

use std::fmt;

/// How many tests passed, failed, or were left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
    /// The house knows no ignored tests: one of these is a failure too.
    ignored: usize,
}

impl Tally {
    pub(crate) fn failed(&self) -> usize {
        self.failed
    }

    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0 && self.ignored == 0 && self.passed > 0
    }

    pub(crate) fn add_failure(&mut self) {
        self.failed += 1;
    }

    /// `test result: ok. 12 passed; 0 failed; 0 ignored; …`
    pub(crate) fn read_cargo(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else { return };
        let counts = counts.split_once(". ").map_or("", |(_, counts)| counts);
        for part in counts.split("; ") {
            match part.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse::<usize>().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse::<usize>().unwrap_or(0),
                Some((number, "ignored")) => self.ignored += number.parse::<usize>().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// `# pass 3`, `# fail 0`, `# skipped 0`, as TAP ends.
    pub(crate) fn read_node(&mut self, line: &str) {
        let Some((what, number)) = line.strip_prefix("# ").and_then(|line| line.split_once(' ')) else { return };
        let Ok(number) = number.parse::<usize>() else { return };
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.ignored += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_results_add_up() {
        let mut tally = Tally::default();
        tally.read_cargo(
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        tally.read_cargo("test one::two ... ok");
        tally.read_cargo("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(tally.to_string(), "15 passed, 2 failed");
        assert!(!tally.is_good());
    }

    #[test]
    fn nodes_summary_is_counted() {
        let mut tally = Tally::default();
        for line in
            ["# Subtest: a chief joins", "# tests 4", "# pass 3", "# fail 1", "# skipped 0", "# duration_ms 12.5"]
        {
            tally.read_node(line);
        }
        assert_eq!(tally.to_string(), "3 passed, 1 failed");
    }

    #[test]
    fn an_ignored_test_is_not_good() {
        let mut tally = Tally::default();
        tally.read_cargo("test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        assert!(!tally.is_good());
    }

    #[test]
    fn no_tests_at_all_is_not_good() {
        assert!(!Tally::default().is_good());
    }
}
