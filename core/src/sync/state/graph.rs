//! The changes of a document as a dense graph: small numbers in place of hashes, so that a walk through a long
//! history costs nanoseconds a change. It follows from the metas and judges nothing.

use std::collections::BTreeMap;

use crate::id::{Actor, ChangeHash};
use crate::record::OpId;
use crate::state::Meta;

/// A change's number in its document: the order in which it became known here.
pub(crate) type Number = u32;

/// Who builds on whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    numbers: BTreeMap<ChangeHash, Number>,
    nodes: Vec<Node>,
    /// Of each actor: counter of the last operation and number of its changes, ascending.
    runs: BTreeMap<Actor, Vec<(u64, Number)>>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    deps: Box<[Number]>,
    max_op: u64,
}

impl Graph {
    /// Takes a change in. Twice is once.
    pub(crate) fn note(&mut self, hash: ChangeHash, meta: &Meta) {
        let deps: Box<[Number]> = meta.deps.iter().map(|dep| self.number(*dep)).collect();
        let number = self.number(hash);
        if let Some(node) = self.nodes.get_mut(number as usize) {
            *node = Node { deps, max_op: meta.max_op };
        }
        let run = self.runs.entry(meta.actor).or_default();
        let place = run.partition_point(|known| *known < (meta.max_op, number));
        if run.get(place) != Some(&(meta.max_op, number)) {
            run.insert(place, (meta.max_op, number));
        }
    }

    /// The number of a change; one that others build on and that is not here itself gets its number in advance.
    fn number(&mut self, hash: ChangeHash) -> Number {
        let next = self.nodes.len() as Number;
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            self.nodes.push(Node::default());
        }
        number
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The number of a known change.
    pub(crate) fn find(&self, hash: ChangeHash) -> Option<Number> {
        self.numbers.get(&hash).copied()
    }

    /// The change that made an operation, if the operation is here.
    pub(crate) fn change_of(&self, op: OpId) -> Option<Number> {
        let run = self.runs.get(&op.actor)?;
        let place = run.partition_point(|(max_op, _)| *max_op < op.counter);
        run.get(place).map(|(_, number)| *number)
    }

    /// What a change builds on.
    pub(crate) fn deps(&self, number: Number) -> &[Number] {
        self.nodes.get(number as usize).map(|node| &*node.deps).unwrap_or_default()
    }

    /// Counter of a change's last operation: always greater than those of what it builds on.
    pub(crate) fn max_op(&self, number: Number) -> u64 {
        self.nodes.get(number as usize).map_or(0, |node| node.max_op)
    }
}

/// Two pictures of one document may have numbered its changes in another order: what they hold is compared elsewhere.
impl PartialEq for Graph {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Graph {}
