//! Options that are numbers: `--seeds 170 --first 1`, in any order.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// What was given.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Numbers(BTreeMap<String, u32>);

impl Numbers {
    /// Reads options of these names; each may be left out.
    pub(crate) fn read(flags: &[String], known: &[&str]) -> Result<Self> {
        let mut numbers = BTreeMap::new();
        for pair in flags.chunks(2) {
            let [name, number] = pair else { bail!("`{}` needs a number", pair.concat()) };
            let number = number.parse().with_context(|| format!("`{number}` is no number"))?;
            if !known.contains(&name.as_str()) {
                bail!("unknown option `{name}`");
            }
            numbers.insert(name.clone(), number);
        }
        Ok(Self(numbers))
    }

    /// The number that was given under a name, or this one.
    pub(crate) fn or(&self, name: &str, without: u32) -> u32 {
        self.0.get(name).copied().unwrap_or(without)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Numbers> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        Numbers::read(&words, &["--seeds", "--first"])
    }

    #[test]
    fn numbers_are_read_in_any_order_and_may_be_left_out() {
        let given = |words: &str| read(words).map(|numbers| (numbers.or("--seeds", 40), numbers.or("--first", 1))).ok();
        assert_eq!(given(""), Some((40, 1)));
        assert_eq!(given("--first 7 --seeds 170"), Some((170, 7)));
    }

    #[test]
    fn what_is_no_number_or_no_option_is_told() {
        for words in ["--seeds", "--seeds many", "--all 3"] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
