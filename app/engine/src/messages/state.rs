//! How device, storage, network and tabs stand: the small print of 我的 and the grey lines of 首页.

use serde::{Deserialize, Serialize};
use studio_core::access::Role;
use studio_core::guide::Shape;
use studio_core::id::{PersonId, RecordId, StudioId};
use studio_core::record_type::RecordType;
use studio_core::time::Millis;

/// Where this device stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The studio that is open; `None` before joining: show 加入.
    pub open: Option<StudioHere>,
    /// Every studio that this device joined.
    pub studios: Vec<StudioHere>,
}

/// A studio that this device joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudioHere {
    /// Which.
    pub studio: StudioId,
    /// Its name; empty until the first sync brought it.
    pub name: String,
    /// Whom this device belongs to.
    pub person: PersonId,
    /// Their name; empty when it never reached this device.
    pub person_name: String,
    /// Role held today; `None` once it ended.
    pub role: Option<Role>,
    /// The first download is not complete yet; work can begin all the same.
    pub filling: bool,
    /// The phone was stopped, or its owner's role ended: what others wrote is not here any more.
    pub stopped: Option<Stopped>,
    /// What its project calls those who carry it.
    pub shape: Box<Shape>,
}

/// That a phone is no longer trusted or its owner no longer a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Which of the two.
    pub what: StoppedWhat,
    /// Since when.
    pub at: Millis,
    /// Who said so.
    pub by: StoppedBy,
}

/// What was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoppedWhat {
    /// 这部手机
    Phone,
    /// 职务
    Role,
}

/// For whom the server said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoppedBy {
    /// 教育局
    Bureau,
    /// A member, by name; the name is empty where this phone has forgotten it.
    Member(String),
    /// The server itself.
    Server,
}

/// How syncing stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncState {
    /// What it does now.
    pub phase: Phase,
    /// Changes that are only on this device.
    pub unsent: usize,
    /// Records that those changes concern.
    pub unsent_records: usize,
    /// Changes that the server keeps until somebody lets them in.
    pub held: usize,
    /// Records that those changes concern.
    pub held_records: usize,
    /// What was set aside.
    pub asides: usize,
    /// When a sync last ended well.
    pub last_at: Option<Millis>,
    /// Bytes that it took, both ways.
    pub last_bytes: u64,
    /// The server's clock minus this device's, when it is worth telling.
    pub clock_off_ms: Option<i64>,
    /// What is too large for the network that the device is on: all else goes, and so does this on another one.
    pub stuck: Vec<Stuck>,
    /// The server takes nothing more of this device before this time: a day's measure is full.
    pub quota_until: Option<Millis>,
    /// Pictures whose bytes are only on this device, of records that are on the server or on their way.
    pub pictures: usize,
    /// Whether they go.
    pub sending: Sending,
}

/// The setting by which a person says when pictures go, and its words; without one they go.
pub const SENDING: &str = "pictures";
/// Not for now.
pub const PAUSED: &str = "paused";
/// Over Wi-Fi only.
pub const OVER_WIFI: &str = "wifi";

/// Whether pictures go to the server, as far as the person and the network are concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sending {
    /// As soon as there is a network.
    #[default]
    Goes,
    /// The person wants none sent for now.
    Paused,
    /// The person wants them to go over Wi-Fi, and this is none.
    WaitsForWifi,
}

/// A change that is too large for the network that the device is on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// The first record that it writes in, if people see it.
    pub record: Option<RecordId>,
    /// What that is, if this device can tell.
    pub record_type: Option<RecordType>,
    /// Its title.
    pub title: String,
    /// Records that it writes in.
    pub records: usize,
    /// Its size.
    pub bytes: u64,
    /// Other records that wait for it.
    pub behind: usize,
}

/// What syncing does now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Nothing to do, or not tried yet.
    #[default]
    Idle,
    /// Talking with the server.
    Syncing(Progress),
    /// No answer from the server: normal. Tried again at this time, and whenever the page is shown.
    Offline {
        /// Next try.
        retry_at: Option<Millis>,
    },
    /// There was an answer, of the server or of somebody on the way, and it was no yes. Tried again at this time.
    NotNow {
        /// Next try.
        retry_at: Millis,
        /// What was said.
        notice: super::Notice,
    },
    /// It cannot go on without the person; the words are in the notice.
    Blocked(super::Notice),
}

/// How far a sync is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes that came so far.
    pub received_bytes: u64,
    /// Bytes expected of a first download; `None` when unknown.
    pub expected_bytes: Option<u64>,
    /// Log entries applied so far, of [`Self::entries_expected`].
    pub entries: u64,
    /// Log entries that the server has.
    pub entries_expected: u64,
    /// Since when.
    pub since: Millis,
}

/// Where records are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageState {
    /// Durable or not.
    pub kind: StorageKind,
    /// Why it is not durable: a translation key.
    pub reason_key: Option<String>,
    /// Bytes in use by this app.
    pub used_bytes: Option<u64>,
    /// Bytes that the browser grants it.
    pub quota_bytes: Option<u64>,
    /// Whether the browser promised not to clear it by itself.
    pub persisted: bool,
    /// A damaged database was set aside under this name and is being rebuilt from the server.
    pub set_aside: Option<String>,
}

/// Whether what is saved survives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageKind {
    /// Not opened yet.
    #[default]
    Opening,
    /// On the device's disk.
    Durable,
    /// In memory only: 此浏览器不能离线保存.
    Memory,
}

/// Whether this tab has the studio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TabState {
    /// This tab works.
    Here,
    /// 已在另一个标签页打开: nothing is answered until [`super::Request::TakeOver`].
    Elsewhere,
    /// 已让给另一个标签页
    GivenAway,
}
