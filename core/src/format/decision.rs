//! Decisions: what the server says, for the bureau or for a chief. Ordered by the log, signed by
//! the server, never merged. Unknown types are kept and passed on.

use minicbor::decode::Error as DecodeError;
use minicbor::{Decode, Decoder, Encode};

use crate::access::Role;
use crate::cbor::cbor;
use crate::id::{
    ChainHash, ChangeHash, DecisionId, DeviceId, DocId, KeyId, LogId, PersonId, PieceHash, ProjectId, PublicKey,
    Signature, StudioId,
};
use crate::sign::{SUITE, Secret};
use crate::time::Millis;

/// For whom the server speaks.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum By {
    /// The server itself (enrolment, restore).
    #[n(0)]
    Server,
    /// An officer of the bureau, by login name.
    #[n(1)]
    Officer(#[n(0)] String),
    /// A member, online.
    #[n(2)]
    Member(#[n(0)] PersonId),
}

/// A decision, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its random id.
    pub id: DecisionId,
    /// For whom it was made.
    pub by: By,
    /// When.
    pub at: Millis,
    /// What.
    pub what: What,
}

/// What was decided. Type numbers are part of the format; 10 `Review`, 11 `Joined` and 13 `ServerKey` are reserved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// 1: the studio exists.
    Founded(Founded),
    /// 2: a person has a role.
    Grant(Grant),
    /// 3: a grant ends, for good.
    End(End),
    /// 4: a device belongs to a person; also its certificate.
    Device(Device),
    /// 5: a device is no longer trusted, for good.
    Revoke(Revoke),
    /// 6: the project's terms; the highest number wins.
    Terms(Terms),
    /// 7: a notice to the studio.
    Notice(Notice),
    /// 8: held work is let in unchanged.
    Admit(Admit),
    /// 9: the log goes on after a restore.
    Restored(Restored),
    /// 12: a picture is erased.
    Erased(Erased),
    /// A type that a newer server knows.
    Unknown(u16),
}

/// 1 · The studio exists.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Founded {
    /// The project that it belongs to.
    #[n(0)]
    pub project: ProjectId,
    /// 工作室名称 at founding.
    #[n(1)]
    pub name: String,
    /// The server's key, pinned by every device at enrolment.
    #[n(2)]
    pub server_key: PublicKey,
    /// The life that the studio's log begins with: base of its chain.
    #[n(3)]
    pub log: LogId,
}

/// 2 · A person has a role.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Grant {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// As what.
    #[n(1)]
    pub role: Role,
}

/// 3 · A grant ends.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct End {
    /// The decision that granted the role.
    #[n(0)]
    pub grant: DecisionId,
}

/// 4 · A device belongs to a person.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Device {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Whose it is.
    #[n(1)]
    pub person: PersonId,
    /// Its public key.
    #[n(2)]
    pub key: PublicKey,
    /// What its owner calls it.
    #[n(3)]
    pub name: String,
}

/// 5 · A device is no longer trusted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Revoke {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
}

/// 6 · The project's terms.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Terms {
    /// Number; the highest wins.
    #[n(0)]
    pub number: u32,
    /// The project.
    #[n(1)]
    pub project: ProjectId,
    /// 项目名称.
    #[n(2)]
    pub name: String,
    /// Direction 1–5 of the guide.
    #[n(3)]
    pub direction: u8,
    /// Batch 批次.
    #[n(4)]
    pub batch: u8,
    /// The guide's name, e.g. `henan-2024-batch-3`.
    #[n(5)]
    pub guide: String,
    /// Deadline as the guide has it, `2025-12-31`.
    #[n(6)]
    pub deadline: String,
    /// Extended to this day, and why.
    #[n(7)]
    pub extension: Option<Extension>,
    /// Grant 经费 in 分.
    #[n(8)]
    pub grant_fen: i64,
}

/// A deadline moved by the province.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Extension {
    /// The new day, `2026-12-31`.
    #[n(0)]
    pub until: String,
    /// The reason or the document's number.
    #[n(1)]
    pub reason: String,
}

/// 7 · A notice to the studio.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Notice {
    /// Plain text.
    #[n(0)]
    pub text: String,
}

/// 8 · Held work is let in unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Admit {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The changes, in the order in which they enter.
    #[n(1)]
    pub hashes: Vec<ChangeHash>,
}

/// 9 · The log goes on after a restore.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Restored {
    /// The log's former life.
    #[n(0)]
    pub old_log: LogId,
    /// The last entry that the backup holds; 0 when the log was copied back by hand, for then
    /// nobody knows how far it is the same.
    #[n(1)]
    pub seq: u64,
    /// The chain there.
    #[n(2)]
    pub chain: ChainHash,
}

/// 12 · A picture is erased wherever a record of the studio names it, with its small one. Its hash and the fact stay.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Erased {
    /// The picture.
    #[n(0)]
    pub hash: PieceHash,
}

impl Decision {
    /// Canonical CBOR `[id, type, by, at, body]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor(|e| {
            e.array(5)?.encode(self.id)?.u16(self.what.number())?;
            e.encode(&self.by)?.encode(self.at)?;
            match &self.what {
                What::Founded(body) => e.encode(body)?.ok(),
                What::Grant(body) => e.encode(body)?.ok(),
                What::End(body) => e.encode(body)?.ok(),
                What::Device(body) => e.encode(body)?.ok(),
                What::Revoke(body) => e.encode(body)?.ok(),
                What::Terms(body) => e.encode(body)?.ok(),
                What::Notice(body) => e.encode(body)?.ok(),
                What::Admit(body) => e.encode(body)?.ok(),
                What::Restored(body) => e.encode(body)?.ok(),
                What::Erased(body) => e.encode(body)?.ok(),
                What::Unknown(_) => e.null()?.ok(),
            }
        })
    }

    /// Reads a decision; a type that this side does not know keeps its number alone.
    ///
    /// # Errors
    /// When the bytes are not a decision.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut d = Decoder::new(bytes);
        d.array()?;
        let id = d.decode()?;
        let number = d.u16()?;
        let (by, at) = (d.decode()?, d.decode()?);
        let what = match number {
            1 => What::Founded(d.decode()?),
            2 => What::Grant(d.decode()?),
            3 => What::End(d.decode()?),
            4 => What::Device(d.decode()?),
            5 => What::Revoke(d.decode()?),
            6 => What::Terms(d.decode()?),
            7 => What::Notice(d.decode()?),
            8 => What::Admit(d.decode()?),
            9 => What::Restored(d.decode()?),
            12 => What::Erased(d.decode()?),
            other => What::Unknown(other),
        };
        Ok(Self { id, by, at, what })
    }

    /// Signs it with the server's key, for one studio.
    pub fn sign(&self, studio: StudioId, secret: &Secret) -> SignedDecision {
        let bytes = self.to_bytes();
        let key_id = secret.public().id();
        let signature = secret.sign(&[&signed_bytes(SUITE, studio, key_id, &bytes)]);
        SignedDecision { suite: SUITE, key_id, signature, bytes }
    }
}

impl What {
    /// The type's number in the format.
    pub fn number(&self) -> u16 {
        match self {
            Self::Founded(_) => 1,
            Self::Grant(_) => 2,
            Self::End(_) => 3,
            Self::Device(_) => 4,
            Self::Revoke(_) => 5,
            Self::Terms(_) => 6,
            Self::Notice(_) => 7,
            Self::Admit(_) => 8,
            Self::Restored(_) => 9,
            Self::Erased(_) => 12,
            Self::Unknown(number) => *number,
        }
    }
}

/// A decision's bytes under the server's signature; the bytes are what was signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignedDecision {
    /// Cryptographic suite.
    #[n(0)]
    pub suite: u8,
    /// Which server key.
    #[n(1)]
    pub key_id: KeyId,
    /// Ed25519 over `"studio-dec/1" ‖ suite ‖ studio ‖ key_id ‖ bytes`.
    #[n(2)]
    pub signature: Signature,
    /// The decision.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl SignedDecision {
    /// Whether this server key signed it for this studio.
    pub fn is_signed_by(&self, studio: StudioId, key: &PublicKey) -> bool {
        self.suite == SUITE
            && self.key_id == key.id()
            && key.verifies(&[&signed_bytes(self.suite, studio, self.key_id, &self.bytes)], &self.signature)
    }

    /// Reads it.
    ///
    /// # Errors
    /// When the bytes are not a decision.
    pub fn read(&self) -> Result<Decision, DecodeError> {
        Decision::from_bytes(&self.bytes)
    }
}

fn signed_bytes(suite: u8, studio: StudioId, key_id: KeyId, bytes: &[u8]) -> Vec<u8> {
    [b"studio-dec/1".as_slice(), &[suite], &studio.0, &key_id.0, bytes].concat()
}
