//! What judging may cost: steps that are counted, so that the same request costs the same on every machine.

use crate::change::Body;
use crate::envelope::Envelope;
use crate::limits::{STEPS_AN_ENVELOPE, STEPS_AN_OP, bytes_in_steps};

/// Nothing new is begun with it.
const LAST_STEP: u64 = 1;

/// Steps left for a request. A phone that judges its own work has no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    left: u64,
}

/// The budget is used up: what was done stands, the rest waits for another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent;

impl Default for Budget {
    fn default() -> Self {
        Self { left: u64::MAX }
    }
}

impl Budget {
    /// So many steps.
    pub fn of(steps: u64) -> Self {
        Self { left: steps }
    }

    /// Steps left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Whether nothing new may be begun.
    pub fn is_spent(&self) -> bool {
        self.left <= LAST_STEP
    }

    /// Pays for a piece of work that was begun and will be ended, whatever is left. A last step stays: what it was done
    /// for goes on by that much, so that every request gets further than the one before it.
    pub(crate) fn pay(&mut self, steps: u64) {
        self.left = self.left.saturating_sub(steps).max(self.left.min(LAST_STEP));
    }

    /// Pays for an envelope that is decoded, whatever is left.
    pub(crate) fn take_envelope(&mut self, envelope: &Envelope) {
        let ops = STEPS_AN_OP * Body::claimed_ops(&envelope.body);
        self.left = self.left.saturating_sub(STEPS_AN_ENVELOPE + bytes_in_steps(envelope.body.len()) + ops);
    }

    /// Pays for something new, if more than the last step is left.
    pub(crate) fn begin(&mut self, steps: u64) -> Result<(), Spent> {
        if self.is_spent() {
            return Err(Spent);
        }
        self.pay(steps);
        Ok(())
    }

    /// Pays for the next piece of a long work that another request can go on with, if anything is left.
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), Spent> {
        if self.left == 0 {
            return Err(Spent);
        }
        self.left = self.left.saturating_sub(steps);
        Ok(())
    }
}
