//! Decisions made at the server: for the bureau, for a chief who asks online, for a restore.

use crate::changelog::{ChangeLog, HeldChange, LogHead, LogRow};
use crate::decision::{Admit, By, Decision, What};
use crate::id::{ChangeHash, DecisionId, DeviceId, DocId, LogId, StudioId};
use crate::ingest::{Budget, Judge};
use crate::limits::REQUEST_STEPS_MAX;
use crate::log::chain_start;
use crate::sign::Secret;
use crate::store::StoreError;
use crate::time::Millis;
use crate::turn::append::Rows;
use crate::turn::{ServerStudio, Spare, Turn, TurnFault};

/// Who decides, when, under which key and id.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// The decision's id.
    pub id: DecisionId,
    /// For whom.
    pub by: &'a By,
    /// When.
    pub now: Millis,
    /// The server's key.
    pub secret: &'a Secret,
}

impl ServerStudio {
    /// Founds a studio: the log's first life begins with a `Founded` decision. The rows go into the
    /// log with the head that is returned as `expected`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] never for a well-formed decision.
    pub fn found(
        studio: StudioId,
        log_id: LogId,
        log: &dyn ChangeLog,
        what: What,
        decided: &Decided<'_>,
    ) -> Result<(Self, LogHead, Vec<LogRow>), StoreError> {
        let head = LogHead { log: log_id, seq: 0, chain: chain_start(studio, log_id) };
        let mut founded = Self::empty(studio, head);
        let mut rows = Rows::new(head, log);
        rows.add(LogRow::Begin(log_id));
        founded.append_decided(&mut rows, what, decided)?;
        let rows = rows.into_rows(&founded.state);
        Ok((founded, head, rows))
    }

    /// Appends one decision.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] never for a well-formed decision.
    pub fn decide(
        &mut self,
        log: &dyn ChangeLog,
        what: What,
        decided: &Decided<'_>,
    ) -> Result<Vec<LogRow>, StoreError> {
        let mut rows = Rows::new(self.head, log);
        self.append_decided(&mut rows, what, decided)?;
        Ok(rows.into_rows(&self.state))
    }

    /// Lets held work in, unchanged, in order of arrival: an `Admit` decision and the changes after
    /// it. What does not fit its document any more is refused, and set aside by its author's phone;
    /// its body stays here, because that phone may be gone. What is more than one request may cost waits on: asked
    /// again, it is let in.
    ///
    /// # Errors
    /// [`TurnFault::Store`] when the history of a document was needed and did not come.
    pub fn admit(
        &mut self,
        log: &dyn ChangeLog,
        doc: DocId,
        hashes: &[ChangeHash],
        decided: &Decided<'_>,
    ) -> Result<Vec<LogRow>, TurnFault> {
        let mut rows = Rows::new(self.head, log);
        let what = What::Admit(Admit { doc, hashes: hashes.to_vec() });
        self.append_decided(&mut rows, what, decided)?;
        let pasts = std::mem::take(&mut self.pasts);
        let mut judge = Judge::admitting().remembering(pasts, Budget::of(REQUEST_STEPS_MAX));
        let is_meant = |hash, held: &HeldChange| held.envelope.doc == doc && hashes.contains(&hash);
        let meant = self.held.waiting().filter(|(hash, held)| is_meant(*hash, held));
        let meant: Vec<HeldChange> = meant.map(|(_, held)| held.clone()).collect();
        for held in meant {
            // One before it may have been refused, and this one with it.
            if self.held.waits(doc, held.envelope.hash()) {
                self.state.open(&held.descriptor);
                self.judge_held(&mut rows, &mut judge, &held, held.envelope.hash())?;
            }
        }
        self.pasts = judge.into_pasts();
        self.settle_held(&mut rows)?;
        self.state.docs.retain(|_, doc| doc.changes() > 0);
        Ok(rows.into_rows(&self.state))
    }

    /// Opens a new life of the log after a restore from a backup.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] never for a well-formed decision.
    pub fn restore(
        &mut self,
        log: &dyn ChangeLog,
        spare: Spare,
        now: Millis,
        secret: &Secret,
    ) -> Result<Vec<LogRow>, StoreError> {
        let mut rows = Rows::new(self.head, log);
        let turn = Turn { device: DeviceId([0; 16]), now, secret, spare };
        self.open_new_life(&mut rows, &turn, spare)?;
        Ok(rows.into_rows(&self.state))
    }

    fn append_decided(&mut self, rows: &mut Rows<'_>, what: What, decided: &Decided<'_>) -> Result<(), StoreError> {
        let decision = Decision { id: decided.id, by: decided.by.clone(), at: decided.now, what };
        let signed = decision.sign(self.state.studio, decided.secret);
        self.append_decision(rows, &signed, decided.now)
    }
}
