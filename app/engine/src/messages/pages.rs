//! Contents of screens where the engine adds to what core's views say: delivery, devices, drafts,
//! backup, invites. They own what they say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use studio_core::access::Role;
use studio_core::guide::Shape;
use studio_core::id::{ChainHash, ChangeHash, DeviceId, DocId, PersonId, PieceHash, RecordId};
use studio_core::pieces::PieceState;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::Millis;
use studio_core::view::{
    Me, PaperEdition, PaperPage, Prefill, RecordDetail, RecordHistory, SentenceRead, Telling, Waiting,
};

use super::{PicturesHere, StorageState, SyncState};

/// A record opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPage {
    /// What core knows of it.
    pub detail: RecordDetail,
    /// Who stands behind the devices named in its conflicts.
    pub writers: BTreeMap<DeviceId, Writer>,
    /// When each value of a field with two was written, in the order of its conflict.
    pub values_at: BTreeMap<String, Vec<Option<Millis>>>,
    /// Who wrote its newest change, and on which phone.
    pub written: Option<Writer>,
    /// How often it was changed since it was born.
    pub changed: usize,
    /// How far each piece of its pictures has come that lies on this phone.
    pub pieces: BTreeMap<PieceHash, PieceState>,
}

/// 修改历史
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// What core folded from the changes.
    pub history: RecordHistory,
    /// Who stands behind the devices named in it.
    pub writers: BTreeMap<DeviceId, Writer>,
    /// Those of its changes that are not on the server, with the reason.
    pub waiting: BTreeMap<ChangeHash, Waiting>,
}

/// A paper as this phone has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperHere {
    /// What core knows of it.
    pub page: PaperPage,
    /// Who stands behind the devices of paragraphs with two values.
    pub writers: BTreeMap<DeviceId, Writer>,
    /// Paragraphs of it that are open and not saved.
    pub drafts: Vec<Draft>,
    /// The edition that it is shown as; `None` when it is as it stands now.
    pub edition: Option<PaperEdition>,
}

/// Who stands behind a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writer {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they call the device.
    pub device_name: String,
    /// 这部手机
    pub this_device: bool,
}

/// What a new record's form opens with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordStart {
    /// The fresh id that it will have.
    pub record: RecordId,
    /// Fields, places and people.
    pub prefill: Prefill,
}

/// What a line of a teacher becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceStart {
    /// The fresh id that the record will have.
    pub record: RecordId,
    /// What was read in the line.
    pub read: SentenceRead,
}

/// 我的
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MePage {
    /// What core knows.
    pub me: Me,
    /// Sync.
    pub sync: SyncState,
    /// Storage.
    pub storage: StorageState,
    /// Devices under this person's name, this one first.
    pub devices: Vec<DeviceRow>,
    /// What was set aside.
    pub asides: Vec<AsideRow>,
    /// Forms not saved.
    pub drafts: usize,
    /// Settings of this device.
    pub settings: BTreeMap<String, String>,
    /// How far this phone holds the studio's log; `None` before the first sync.
    pub chain: Option<ChainHere>,
    /// What pictures take here.
    pub pictures: PicturesHere,
}

/// The end of the studio's log as this phone computed it: two that hold as many entries hold the same chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHere {
    /// Number of the last entry.
    pub seq: u64,
    /// The chain there.
    pub chain: ChainHash,
}

/// A device under one's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Which.
    pub device: DeviceId,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub since: Millis,
    /// 这部手机
    pub this_device: bool,
    /// It joined after this one: its owner should know it.
    pub newer: bool,
    /// Its owner has seen on this phone that it is there.
    pub seen: bool,
    /// It may no longer write.
    pub revoked: bool,
}

/// The setting that says that the owner of this phone knows of another device under their name.
pub fn device_seen(device: DeviceId) -> String {
    format!("device-seen/{device}")
}

/// A form that was not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The record that it will be or that it edits.
    pub record: RecordId,
    /// Which form, in the screen's words.
    pub form: String,
    /// Its content, in the screen's own encoding.
    pub content: Vec<u8>,
    /// When it was last kept.
    pub at: Millis,
}

/// Work that could not stand as it was written: kept, named, shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideRow {
    /// Its number on this device.
    pub place: u64,
    /// When it was written.
    pub at: Millis,
    /// Why: a translation key.
    pub reason_key: String,
    /// The record that it belongs to.
    pub record: RecordId,
    /// What that is, if this device can tell.
    pub record_type: Option<RecordType>,
    /// Its title as it stands or as it was meant.
    pub title: String,
    /// What was meant, field by field.
    pub fields: Vec<AsideField>,
    /// What its values are told with.
    pub telling: Telling,
}

/// One field of something set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideField {
    /// Flat key.
    pub key: String,
    /// What the user wrote; `None`: cleared.
    pub meant: Option<Scalar>,
    /// What stands there now.
    pub stands: Option<Scalar>,
}

/// Who invites, as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteSeen {
    /// The code as the server knows it.
    pub code: String,
    /// The studio.
    pub studio_name: String,
    /// The bureau.
    pub bureau_name: String,
    /// Who invites.
    pub inviter_name: String,
    /// As what.
    pub role: Role,
    /// The name that the inviter typed.
    pub person_name: String,
    /// School, likewise.
    pub school: String,
    /// About how many bytes the first download takes.
    pub download_bytes: u64,
    /// The words of the project, as far as the invite says them.
    pub shape: Box<Shape>,
}

/// A fresh invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// 8 characters.
    pub code: String,
    /// The address to send.
    pub link: String,
    /// Until when.
    pub expires_at: Millis,
}

/// 备份文件
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFile {
    /// A name for it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Changes in it.
    pub changes: usize,
    /// Drafts in it.
    pub drafts: usize,
}

/// What a backup file brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Changes that this device did not have.
    pub changes: usize,
    /// Changes that it had already.
    pub known: usize,
    /// Drafts.
    pub drafts: usize,
    /// Drafts of somebody else: theirs, shown when they join on this phone.
    pub drafts_of_others: usize,
}

/// Work of a colleague that waits until a chief lets it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// Its document.
    pub doc: DocId,
    /// Who wrote it.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// The translation key of why it waits.
    pub reason_key: String,
    /// Its changes.
    pub hashes: Vec<ChangeHash>,
    /// When the first of it arrived.
    pub at: Millis,
    /// What it would say, a line for each record; none where an older server does not say.
    pub said: Vec<String>,
}
