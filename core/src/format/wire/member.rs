//! The messages of coming in (an invite, a device), and of held work.

use minicbor::{Decode, Encode};

use crate::access::Role;
use crate::decision::{Admit, SignedDecision};
use crate::id::{ChangeHash, DeviceId, DocId, PersonId, PublicKey, StudioId};
use crate::refusal::Holding;
use crate::time::Millis;

/// The path at which a member makes an invite (signed like a sync).
pub fn invite_path(studio: StudioId) -> String {
    format!("/v1/studios/{studio}/invites")
}

/// The path at which a chief sees held work and lets it in (signed like a sync).
pub fn held_path(studio: StudioId) -> String {
    format!("/v1/studios/{studio}/held")
}

/// The path of a phone's question for the guide of its project.
pub fn guide_path(studio: StudioId) -> String {
    format!("/v1/studios/{studio}/guide")
}

/// The path at which an invite is looked at, by its code in the body.
pub const LOOK_PATH: &str = "/v1/invites/look";
/// The path at which an invite is redeemed.
pub const ENROL_PATH: &str = "/v1/enrol";

/// The path at which a device whose name somebody else writes under enrols again (signed by the
/// old key). Body [`RenewRequest`], answer [`EnrolAnswer`].
pub fn renew_path(studio: StudioId) -> String {
    format!("/v1/studios/{studio}/devices")
}

/// A device asks for a new id under the same person.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RenewRequest {
    /// The fresh device id.
    #[n(0)]
    pub device: DeviceId,
    /// The fresh public key.
    #[n(1)]
    pub key: PublicKey,
    /// What its owner calls it.
    #[n(2)]
    pub device_name: String,
}

/// Asks who invites, before anything is redeemed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct LookRequest {
    /// The code, 8 Crockford characters.
    #[n(0)]
    pub code: String,
}

/// Who invites, as what.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct LookAnswer {
    /// The studio.
    #[n(0)]
    pub studio_name: String,
    /// The bureau.
    #[n(1)]
    pub bureau_name: String,
    /// Who invites.
    #[n(2)]
    pub inviter_name: String,
    /// As what.
    #[n(3)]
    pub role: Role,
    /// The name that the inviter typed for the person invited.
    #[n(4)]
    pub person_name: String,
    /// Their school, as the inviter typed it.
    #[n(5)]
    pub school: String,
    /// About how many bytes the first download takes.
    #[n(6)]
    pub download_bytes: u64,
    /// What the project calls who holds the role; absent where it is called as usual.
    #[n(7)]
    pub role_title: Option<String>,
    /// What the project calls a studio; absent likewise.
    #[n(8)]
    pub studio_word: Option<String>,
}

/// Redeems an invite for a device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct EnrolRequest {
    /// The code.
    #[n(0)]
    pub code: String,
    /// A fresh device id.
    #[n(1)]
    pub device: DeviceId,
    /// The device's public key.
    #[n(2)]
    pub key: PublicKey,
    /// What its owner calls it.
    #[n(3)]
    pub device_name: String,
    /// The name as its owner writes it.
    #[n(4)]
    pub person_name: String,
}

/// What a newly enrolled device needs to begin.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct EnrolAnswer {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// Who the device's owner is.
    #[n(1)]
    pub person: PersonId,
    /// The key to pin.
    #[n(2)]
    pub server_key: PublicKey,
    /// `Founded`, `Grant` and `Device`, signed.
    #[n(3)]
    pub decisions: Vec<SignedDecision>,
    /// When the studio was founded.
    #[n(4)]
    pub founded_at: Millis,
    /// School, as the inviter typed it, for the person's own entry in the roster.
    #[n(5)]
    pub school: String,
    /// Name, as it shall stand in the roster.
    #[n(6)]
    pub person_name: String,
}

/// A member invites a person, online.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct InviteRequest {
    /// The person in the roster.
    #[n(0)]
    pub person: PersonId,
    /// As what.
    #[n(1)]
    pub role: Role,
    /// Name, for the page that the invited person sees.
    #[n(2)]
    pub person_name: String,
    /// School, likewise.
    #[n(3)]
    pub school: String,
}

/// The invite.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct InviteAnswer {
    /// 8 Crockford characters; the link is the server's address, `/j#` and this.
    #[n(0)]
    pub code: String,
    /// Until when it can be redeemed.
    #[n(1)]
    pub expires_at: Millis,
}

/// What of the held work shall come in, then what still waits. Asked twice it says the same.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct HeldRequest {
    /// Let in first; nothing when the chief only looks.
    #[n(0)]
    pub let_in: Option<Admit>,
}

/// Held work of one author in one document: it is let in as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct HeldWork {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// Who wrote it.
    #[n(1)]
    pub person: PersonId,
    /// Why the first of it waits.
    #[n(2)]
    pub why: Holding,
    /// The changes in the order of their arrival.
    #[n(3)]
    pub hashes: Vec<ChangeHash>,
    /// When the first of it arrived.
    #[n(4)]
    pub first_seen: Millis,
    /// What it would say once it is let in, a line for each record, for people; an older server says nothing.
    #[n(5)]
    pub said: Option<Vec<String>>,
}

/// What waits to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct HeldAnswer {
    /// By author and document, the longest waiting first.
    #[n(0)]
    pub waiting: Vec<HeldWork>,
}

/// Which guide a phone counts by; what comes back is the one that its project goes by, where that is another one.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct GuideRequest {
    /// The form of a guide that this phone reads.
    #[n(0)]
    pub form: u32,
    /// The name of the guide.
    #[n(1)]
    pub guide: String,
    /// Its version; 0 where the phone has none of that name.
    #[n(2)]
    pub version: u32,
}

/// A guide, for a phone that has not got it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct GuideAnswer {
    /// Its bytes in the form that was asked for; nothing where the phone has it, or the server writes another form.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub guide: Option<Vec<u8>>,
}
