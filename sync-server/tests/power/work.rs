//! A county at work, and what its phones were told.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use studio_core::id::{ChangeHash, DocId, PersonId};
use studio_core::store::StoreError;
use studio_core::wire::{SyncAnswer, Verdict, sync_path};
use studio_sync_server::chance;
use studio_sync_server::config::{DATABASE, database};
use studio_sync_server::store::sqlite::{fault, open_reader};
use tempfile::TempDir;

use crate::county::{County, Phone};
use crate::cut::{Disk, Unsynced};
use crate::serving::{Serving, illness, read};

/// A change that the server has acknowledged, or an enrolment by the id of its decision.
pub(crate) type Told = BTreeSet<(Vec<u8>, Vec<u8>)>;

/// A folder with `data` in it, a journal beside it, and phones.
pub(crate) struct Place {
    pub(crate) root: TempDir,
    journals: TempDir,
    made: u32,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap(), journals: tempfile::tempdir().unwrap(), made: 0 }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    pub(crate) fn watch(&mut self) -> Disk {
        self.made += 1;
        Disk::watch(self.root.path(), &self.journals.path().join(self.made.to_string()))
    }

    /// What a cut leaves, beside the running server.
    pub(crate) fn after_cut(disk: &Disk, unsynced: Unsynced) -> Self {
        let left = Self::new();
        disk.cut(unsynced, left.root.path());
        left
    }

    /// Asserts that what people were told is in the database, and that it is whole.
    pub(crate) fn assert_holds(&self, told: &Told, when: &str) {
        let held = held(&self.data()).unwrap_or_else(|error| panic!("{when}: {error}"));
        let lost = told.difference(&held).count();
        assert_eq!(lost, 0, "{when}: {lost} of {} acknowledged are lost", told.len());
        if let Some(illness) = illness(&self.data()) {
            panic!("{when}: {illness}");
        }
    }

    /// How much of what people were told is not in the database; all of it when there is none.
    pub(crate) fn lost(&self, told: &Told) -> usize {
        held(&self.data()).map_or(told.len(), |held| told.difference(&held).count())
    }
}

/// Changes and decisions in the database of a data folder.
pub(crate) fn held(data: &Path) -> Result<Told, StoreError> {
    let db = open_reader(&database(data))?;
    let sql = "SELECT doc_id, change_hash FROM changes UNION ALL SELECT decision_id, x'' FROM decisions";
    let mut statement = db.prepare(sql).map_err(fault)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(fault)?;
    rows.map(|row| row.map_err(fault)).collect()
}

/// A county in a place of its own: a chief and members with their phones.
pub(crate) async fn county(members: usize) -> (Place, Vec<Phone>) {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let mut phones = Vec::new();
    for number in 0..members {
        phones.push(county.backbone(&mut chief, &format!("王{number}")).await);
    }
    phones.push(chief);
    // a device that is new here is told of a set-back once, without a cause
    for phone in &mut phones {
        phone.sync(&county).await;
        phone.sync(&county).await;
    }
    let place = Place::new();
    std::fs::create_dir(place.data()).unwrap();
    // a copy of one moment: that county's own writer may still be closing
    let db = open_reader(&database(county.folder.path())).unwrap();
    db.execute("VACUUM INTO ?1", [place.data().join(DATABASE).to_str().unwrap()]).unwrap();
    (place, phones)
}

/// What a round trip told a phone.
pub(crate) struct Heard {
    pub(crate) accepted: Vec<(DocId, ChangeHash)>,
    pub(crate) duplicates: Vec<(DocId, ChangeHash)>,
    pub(crate) more: bool,
}

impl Heard {
    pub(crate) fn all(&self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
        self.accepted.iter().chain(&self.duplicates).map(told_of)
    }
}

/// A change as what people were told.
pub(crate) fn told_of((doc, hash): &(DocId, ChangeHash)) -> (Vec<u8>, Vec<u8>) {
    (doc.0.to_vec(), hash.0.to_vec())
}

/// One round trip of a phone; an error when the server died meanwhile.
pub(crate) fn round_trip(serving: &Serving, phone: &mut Phone) -> io::Result<Heard> {
    let answer: SyncAnswer = read(&serving.signed(phone, &sync_path(phone.studio()), &phone.body())?);
    assert_eq!(answer.set_back, None, "the server has lost what a phone had seen");
    let mut heard = Heard { accepted: Vec::new(), duplicates: Vec::new(), more: false };
    for judged in &answer.verdicts {
        match judged.verdict {
            Verdict::Accepted(_) => heard.accepted.push((judged.doc, judged.hash)),
            Verdict::Duplicate(_) => heard.duplicates.push((judged.doc, judged.hash)),
            ref other => panic!("honest work is taken, not {other:?}"),
        }
    }
    heard.more = phone.take(&answer);
    Ok(heard)
}

/// A phone writes something.
pub(crate) fn write(phone: &mut Phone) {
    phone.add_person(PersonId(chance::bytes()), "孙红梅");
}
