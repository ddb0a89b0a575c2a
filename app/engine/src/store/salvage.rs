//! What a damaged database can still give: every row whose seal is whole. Reads only.

use std::collections::BTreeSet;

use minicbor::Decode;
use rusqlite::Connection;
use studio_core::doc::Descriptor;
use studio_core::envelope::Envelope;
use studio_core::id::{StudioId, to_text};
use studio_core::replica::{EXPORT_FORMAT, Export};
use studio_core::store::{Aside, KeptChange, KeptDraft, Outgoing, StoreError, Write};
use studio_core::time::Millis;

use super::table::{self, Table};

/// The setting under which unsent changes of a damaged database wait, as a backup file in text.
pub(crate) const WAITING: &str = "engine/salvaged";

/// The writes that bring over what is worth it.
pub(super) fn writes(damaged: &Connection, studio: StudioId) -> Result<Vec<Write>, StoreError> {
    let mut writes: Vec<Write> = Vec::new();
    writes.extend(values::<KeptDraft>(&table::DRAFT, damaged, studio).into_iter().map(Write::Draft));
    writes.extend(values::<Aside>(&table::ASIDE, damaged, studio).into_iter().map(Write::Aside));
    for row in table::SETTING.salvage(damaged, studio) {
        if let (Ok(name), Ok(value)) = (row.text(), row.read::<String>()) {
            writes.push(Write::Setting(name, value));
        }
    }
    if let Some(export) = unsent(damaged, studio) {
        let bytes = minicbor::to_vec(&export).map_err(|fault| StoreError::Other(fault.to_string()))?;
        writes.push(Write::Setting(WAITING.to_owned(), to_text(&bytes)));
    }
    Ok(writes)
}

/// The changes that had not reached the server, as a backup file.
fn unsent(damaged: &Connection, studio: StudioId) -> Option<Export> {
    let mut outgoing = values::<Outgoing>(&table::OUTGOING, damaged, studio);
    outgoing.sort_by_key(|out| out.place);
    let kept = values::<KeptChange>(&table::CHANGE, damaged, studio);
    let envelope = |out: &Outgoing| kept.iter().find(|kept| kept.hash == out.hash && kept.envelope.doc == out.doc);
    let envelopes: Vec<Envelope> = outgoing.iter().filter_map(|out| Some(envelope(out)?.envelope.clone())).collect();
    let docs: BTreeSet<_> = envelopes.iter().map(|envelope| envelope.doc).collect();
    let descriptors = values::<Descriptor>(&table::DESCRIPTOR, damaged, studio);
    let descriptors = descriptors.into_iter().filter(|descriptor| docs.contains(&descriptor.id(studio))).collect();
    if envelopes.is_empty() {
        return None;
    }
    Some(Export {
        format: EXPORT_FORMAT.to_owned(),
        studio,
        at: Millis(0),
        descriptors,
        envelopes,
        asides: Vec::new(),
        drafts: Vec::new(),
    })
}

fn values<T: for<'b> Decode<'b, ()>>(table: &Table, damaged: &Connection, studio: StudioId) -> Vec<T> {
    table.salvage(damaged, studio).iter().filter_map(|row| row.read().ok()).collect()
}
