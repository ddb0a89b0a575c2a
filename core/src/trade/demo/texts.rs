//! Texts with open places: who and what is filled in from the record, the rest by the dice, and no long text twice.

use std::ops::Range;

use super::Stage;

/// How many open places a text may have, with those that their words bring along.
const PLACES_MAX: usize = 40;
/// How often another way is looked for to say what was said already.
const TRIES: usize = 8;

impl Stage<'_> {
    /// A lesson of the studio's subject, another one each turn.
    pub(super) fn lesson(&self, turn: usize) -> String {
        let lessons = self.content.lessons(&self.plan.subject);
        lessons.get(turn * 5 % lessons.len().max(1)).cloned().unwrap_or_default()
    }

    /// A text with its places filled: `{name}` from the cast or one of the slot of that name, `{12-40}` a number between.
    pub(super) fn told(&mut self, text: &str, cast: &[(&str, String)]) -> String {
        let mut told = text.to_owned();
        for _ in 0..PLACES_MAX {
            let Some(Range { start, end }) = place_in(&told) else { break };
            let name = told.get(start + 1..end - 1).unwrap_or_default();
            let known = cast.iter().find(|(one, _)| *one == name).map(|(_, value)| value.clone());
            let word = known.or_else(|| self.between(name)).or_else(|| self.of_slot(name));
            // a name that nothing stands for stays, and a test finds it
            let Some(word) = word else { break };
            told.replace_range(start..end, &word);
        }
        told
    }

    /// The same, and a sentence that was said already is said otherwise or goes on in another way.
    pub(super) fn fresh(&mut self, text: &str, cast: &[(&str, String)]) -> String {
        let mut told = self.told(text, cast);
        if !told.ends_with('。') {
            return told;
        }
        for tried in 0..TRIES {
            if !self.said.contains(&told) {
                break;
            }
            told = self.told(text, cast);
            if tried > 1 {
                told.push_str(&self.told("{more}", cast));
            }
        }
        self.said.insert(told.clone());
        told
    }

    fn between(&mut self, name: &str) -> Option<String> {
        let (from, to) = name.split_once('-')?;
        let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
        Some((from + self.dice.below(to.saturating_sub(from) + 1)).to_string())
    }

    fn of_slot(&mut self, name: &str) -> Option<String> {
        let words = self.content.slot(name);
        self.dice.pick(words).cloned()
    }
}

/// The first open place, with its braces.
fn place_in(text: &str) -> Option<Range<usize>> {
    let start = text.find('{')?;
    let length = text.get(start..)?.find('}')?;
    Some(start..start + length + 1)
}
