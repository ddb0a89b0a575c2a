//! The wing of formats: what lies on a disk and what travels, down to the byte. Must not judge, store or know the
//! trade's nouns. What stands here can never be taken back (`PROTOCOL.md`).

pub mod access;
pub mod cbor;
pub mod change;
pub mod decision;
pub mod doc;
pub mod edit;
pub mod envelope;
pub mod files;
pub mod id;
pub mod limits;
pub mod log;
pub mod record;
pub mod refusal;
pub mod scan;
pub mod sign;
pub mod time;
pub mod wire;
