//! Things that are one under several ids: connected components over pairs. It knows no names and
//! proposes nothing.

use std::collections::BTreeMap;

use crate::fact::Facts;
use crate::id::{PersonId, RecordId};

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
            let (a, b) = (joined.shorten(a), joined.shorten(b));
            if a != b {
                joined.parent.insert(a.max(b), a.min(b));
            }
        }
        let all: Vec<T> = joined.parent.keys().copied().collect();
        for id in all {
            joined.shorten(id);
        }
        joined
    }

    /// The smallest id of the component; everybody on the way there knows it from now on, so that no chain of pairs is
    /// walked again and again.
    fn shorten(&mut self, id: T) -> T {
        let root = self.root(id);
        let mut at = id;
        while let Some(up) = self.parent.get_mut(&at).filter(|up| **up != root) {
            at = std::mem::replace(up, root);
        }
        root
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
pub fn people(facts: &Facts) -> Joined<PersonId> {
    Joined::over(facts.person_pairs().filter(|(_, _, _, same)| *same).map(|(_, a, b, _)| (a, b)))
}

/// Records of work of the studio as they were joined: meetings that two recorded, a paper of two authors.
pub fn works(facts: &Facts) -> Joined<RecordId> {
    Joined::over(facts.work_pairs().filter(|(_, _, _, same)| *same).map(|(_, a, b, _)| (a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_whatever_order_a_chain_is_told_everybody_knows_its_beginning_at_once() {
        let chain: Vec<(u16, u16)> = (0..2_000).map(|n| (n, n + 1)).collect();
        let turned: Vec<_> = chain.iter().rev().copied().collect();
        for pairs in [chain, turned] {
            let joined = Joined::over(pairs);
            assert!(joined.parent.values().all(|root| *root == 0));
            assert_eq!(joined.groups()[&0].len(), 2_001);
        }
    }
}
