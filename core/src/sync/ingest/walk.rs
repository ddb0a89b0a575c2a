//! What some changes build on, found by one walk that goes back as far as it was asked about and no further.

use std::collections::BinaryHeap;

use crate::ingest::budget::{Budget, Spent};
use crate::state::{Graph, Number};

/// A walk from some changes back. It can stop at any step and go on later.
#[derive(Debug, Clone, Default)]
pub(super) struct Walk {
    roots: Vec<Number>,
    seen: Bits,
    /// Seen, and not yet looked behind; the greatest operation counter first. What has a greater counter than a change
    /// can build on it, what has not cannot: that is where the walk is cut.
    waiting: BinaryHeap<(u64, Number)>,
}

impl Walk {
    fn begin(graph: &Graph, roots: Vec<Number>) -> Self {
        let mut walk = Self { seen: Bits::for_count(graph.len()), ..Self::default() };
        for root in &roots {
            walk.meet(graph, *root);
        }
        walk.roots = roots;
        walk
    }

    fn meet(&mut self, graph: &Graph, number: Number) {
        if self.seen.set(number) {
            self.waiting.push((graph.max_op(number), number));
        }
    }

    /// Whether a change is among the roots and what they build on.
    pub(super) fn reaches(&mut self, graph: &Graph, target: Number, budget: &mut Budget) -> Result<bool, Spent> {
        let floor = graph.max_op(target);
        while !self.seen.has(target) {
            let Some((_, number)) = self.waiting.peek().copied().filter(|(max_op, _)| *max_op > floor) else {
                return Ok(false);
            };
            budget.spend(1 + graph.deps(number).len() as u64)?;
            self.waiting.pop();
            for dep in graph.deps(number) {
                self.meet(graph, *dep);
            }
        }
        Ok(true)
    }

    /// The walk from other roots. One whose roots build on all of this one's takes over what this one has seen: the
    /// changes of one branch, judged one after another, are one walk.
    pub(super) fn turn_to(&mut self, graph: &Graph, roots: Vec<Number>, budget: &mut Budget) -> Result<(), Spent> {
        if self.roots == roots {
            return Ok(());
        }
        budget.pay(graph.len() as u64 / Bits::PER_STEP);
        let older = std::mem::replace(self, Self::begin(graph, roots));
        for root in &older.roots {
            if !self.reaches(graph, *root, budget)? {
                return Ok(());
            }
        }
        self.seen.join(&older.seen);
        self.waiting.extend(older.waiting);
        Ok(())
    }
}

/// A set of numbers, a bit each.
#[derive(Debug, Clone, Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// Numbers that are cleared and joined in about the time of one step.
    const PER_STEP: u64 = 512;

    fn for_count(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn has(&self, number: Number) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Whether it was not there before.
    fn set(&mut self, number: Number) -> bool {
        let place = number as usize / 64;
        if place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        let is_new = !self.has(number);
        if let Some(word) = self.0.get_mut(place) {
            *word |= 1 << (number % 64);
        }
        is_new
    }

    fn join(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}
