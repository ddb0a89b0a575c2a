//! What the pages read of a studio, as values: records with their documents, decisions, 数据截至. Computes no report.

use rusqlite::Connection;
use studio_core::changelog::{HeldChange, LogHead};
use studio_core::decision::SignedDecision;
use studio_core::doc::Descriptor;
use studio_core::envelope::Envelope;
use studio_core::id::{DeviceId, DocId, PersonId, StudioId};
use studio_core::record::Record;
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::{fault, log};

/// A studio as the pages read it: one moment of its log.
#[derive(Debug, Clone)]
pub struct StudioReading {
    /// The studio.
    pub studio: StudioId,
    /// Where its log ends.
    pub head: LogHead,
    /// Its decisions in log order.
    pub decisions: Vec<SignedDecision>,
    /// Its documents.
    pub descriptors: Vec<Descriptor>,
    /// Its records as they stand.
    pub records: Vec<Record>,
}

/// Where a studio's log ends; `None` when it has none.
///
/// # Errors
/// [`StoreError`].
pub fn head(db: &Connection, studio: StudioId) -> Result<Option<LogHead>, StoreError> {
    log::head(db, studio).map(|found| found.map(|(_, head)| head)).map_err(fault)
}

/// Reads a studio; `None` when it has no log.
///
/// # Errors
/// [`StoreError`].
pub fn studio(db: &Connection, studio: StudioId) -> Result<Option<StudioReading>, StoreError> {
    let Some(head) = head(db, studio)? else { return Ok(None) };
    let decisions = log::decisions(db, studio).map_err(fault)?;
    Ok(Some(StudioReading {
        studio,
        head,
        decisions: decisions.into_iter().map(|(_, decision)| decision).collect(),
        descriptors: log::descriptors(db, studio).map_err(fault)?,
        records: log::records(db, studio).map_err(fault)?,
    }))
}

/// When each member last synced.
///
/// # Errors
/// [`StoreError`].
pub fn fresh(db: &Connection, studio: StudioId) -> Result<Vec<(PersonId, Millis)>, StoreError> {
    log::fresh(db, studio).map_err(fault)
}

/// When each device last synced, as far as it did since this is kept.
///
/// # Errors
/// [`StoreError`].
pub fn seen(db: &Connection, studio: StudioId) -> Result<Vec<(DeviceId, Millis)>, StoreError> {
    log::seen(db, studio).map_err(fault)
}

/// Work that waits for somebody to let it in, in order of arrival.
///
/// # Errors
/// [`StoreError`].
pub fn held(db: &Connection, studio: StudioId) -> Result<Vec<HeldChange>, StoreError> {
    log::waiting(db, studio).map_err(fault)
}

/// All decisions of a studio in log order.
///
/// # Errors
/// [`StoreError`].
pub fn decisions(db: &Connection, studio: StudioId) -> Result<Vec<SignedDecision>, StoreError> {
    let found = log::decisions(db, studio).map_err(fault)?;
    Ok(found.into_iter().map(|(_, decision)| decision).collect())
}

/// All documents of a studio.
///
/// # Errors
/// [`StoreError`].
pub fn descriptors(db: &Connection, studio: StudioId) -> Result<Vec<Descriptor>, StoreError> {
    log::descriptors(db, studio).map_err(fault)
}

/// The sealed changes of a document in log order, each with the time when the server first had it.
///
/// # Errors
/// [`StoreError`].
pub fn envelopes(db: &Connection, studio: StudioId, doc: DocId) -> Result<Vec<(Millis, Envelope)>, StoreError> {
    log::envelopes(db, studio, doc).map_err(fault)
}

/// The hash that was kept beside an entry's body.
///
/// # Errors
/// [`StoreError`].
pub fn body_hash(db: &Connection, studio: StudioId, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
    log::body_hash(db, studio, seq).map_err(fault)
}
