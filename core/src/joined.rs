//! Things that are one under several ids: connected components over pairs. It knows no names and
//! proposes nothing.

use std::collections::BTreeMap;

use crate::id::{PersonId, RecordId};
use crate::read::ReadModel;

/// Components; an id that nobody joined stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined<T> {
    parent: BTreeMap<T, T>,
}

impl<T: Copy + Ord> Joined<T> {
    /// The components over these pairs.
    pub fn over(pairs: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut joined = Self { parent: BTreeMap::new() };
        for (a, b) in pairs {
            let (a, b) = (joined.root(a), joined.root(b));
            if a != b {
                joined.parent.insert(a.max(b), a.min(b));
            }
        }
        joined
    }

    /// The smallest id of the component.
    pub fn root(&self, id: T) -> T {
        let mut at = id;
        while let Some(up) = self.parent.get(&at) {
            at = *up;
        }
        at
    }

    /// Everybody who was joined with somebody, by component.
    pub fn groups(&self) -> BTreeMap<T, Vec<T>> {
        let mut groups: BTreeMap<T, Vec<T>> = BTreeMap::new();
        for id in self.parent.keys() {
            groups.entry(self.root(*id)).or_default().push(*id);
        }
        for (root, members) in &mut groups {
            members.push(*root);
            members.sort_unstable();
        }
        groups
    }
}

/// People of the studio as they were joined.
pub fn people(model: &ReadModel) -> Joined<PersonId> {
    Joined::over(model.facts.person_pairs().filter(|(_, _, _, same)| *same).map(|(_, a, b, _)| (a, b)))
}

/// Activities of the studio as they were joined.
pub fn activities(model: &ReadModel) -> Joined<RecordId> {
    Joined::over(model.facts.activity_pairs().filter(|(_, _, _, same)| *same).map(|(_, a, b, _)| (a, b)))
}
