//! 备份到文件 and back; and what a damaged database still gave, which comes back the same way once
//! the server has brought what it builds on.

use studio_core::id::{from_text, to_text};
use studio_core::replica::{EXPORT_FORMAT, Export, Replica};
use studio_core::wire::read;

use super::act::not_joined;
use super::{Engine, faults};
use crate::messages::{Changed, ExportFile, Imported, Notice, Reply, Update};
use crate::store::SALVAGED;

/// A backup holds what one phone has not sent yet: more than this is no backup.
const BACKUP_BYTES_MAX: usize = 64 << 20;

impl Engine {
    pub(super) fn export(&mut self) -> Result<Reply, Notice> {
        let now = self.host.now();
        let replica = self.replica.as_ref().ok_or_else(not_joined)?;
        let own = self.drafts(replica);
        let others = replica.drafts_of_others().to_vec();
        let exported = replica.export(self.disk.store.as_ref(), now).map_err(|fault| self.disk_fault(&fault))?;
        let export = Export { drafts: own.into_iter().chain(others).collect(), ..exported };
        let bytes = minicbor::to_vec(&export).map_err(|_| faults::strange_answer())?;
        Ok(Reply::Export(ExportFile {
            name: format!("studio-backup-{}.bak", now.day()),
            bytes,
            changes: export.envelopes.len(),
            drafts: export.drafts.len(),
        }))
    }

    pub(super) fn import(&mut self, bytes: &[u8]) -> Result<Reply, Notice> {
        let broken = || Notice::needed("notice-backup-broken");
        if bytes.len() > BACKUP_BYTES_MAX {
            return Err(broken());
        }
        let export: Export = read(bytes).map_err(|_| broken())?;
        let imported = self.take_back(&export)?;
        self.redraw();
        self.changed(&[Changed::Records, Changed::Team, Changed::Drafts, Changed::Asides, Changed::Deliveries]);
        self.tell_sync();
        self.sync_soon();
        Ok(Reply::Imported(imported))
    }

    fn take_back(&mut self, export: &Export) -> Result<Imported, Notice> {
        let replica = self.replica.as_mut().ok_or_else(not_joined)?;
        if export.format != EXPORT_FORMAT {
            return Err(Notice::needed("notice-backup-broken"));
        }
        if export.studio != replica.identity().studio {
            return Err(Notice::needed("notice-backup-other-studio"));
        }
        let count = |replica: &Replica| (replica.drafts().len(), replica.drafts_of_others().len());
        let before = count(replica);
        let taken = replica.import(self.disk.store.as_mut(), export);
        let after = count(replica);
        let changes = taken.map_err(|fault| self.disk_fault(&fault))?;
        Ok(Imported {
            changes,
            known: export.envelopes.len().saturating_sub(changes),
            drafts: after.0.saturating_sub(before.0),
            drafts_of_others: after.1.saturating_sub(before.1),
        })
    }

    /// After a first download over a database that was set aside: its unsent changes come back.
    pub(super) fn import_salvaged(&mut self) {
        let Some(replica) = &self.replica else { return };
        let Some(text) = replica.setting(SALVAGED).map(str::to_owned) else { return };
        if replica.bookmark().synced_at.is_none() {
            return;
        }
        let export = from_text(&text).ok().and_then(|bytes| read::<Export>(&bytes).ok());
        let left = export.and_then(|mut export| {
            self.take_back(&export).ok()?;
            let replica = self.replica.as_ref()?;
            export
                .envelopes
                .retain(|e| replica.state().docs.get(&e.doc).is_none_or(|doc| doc.meta(e.hash()).is_none()));
            Some(export)
        });
        // What still does not fit waits for a later sync; the damaged file keeps it in any case.
        let Some(left) = left else { return };
        let rest = if left.envelopes.is_empty() { String::new() } else { text_of(&left) };
        if rest != text
            && let Some(replica) = &mut self.replica
        {
            if let Err(fault) = replica.set(self.disk.store.as_mut(), SALVAGED, &rest) {
                let notice = self.disk_fault(&fault);
                return self.tell(Update::Notice(notice));
            }
            self.redraw();
            self.changed(&[Changed::Records, Changed::Team, Changed::Drafts, Changed::Deliveries]);
            self.sync_soon();
        }
    }
}

fn text_of(export: &Export) -> String {
    minicbor::to_vec(export).map(|bytes| to_text(&bytes)).unwrap_or_default()
}
