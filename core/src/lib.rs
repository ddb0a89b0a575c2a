//! What phone and server think with: the trade's nouns, the rules, the formats.
//!
//! Pure: no clock, network, disk, thread or randomness. Time, ids and seeds come in as
//! arguments; requests and writes go out as values.

pub mod access;
pub mod cbor;
pub mod edit;
pub mod id;
pub mod record;
pub mod time;
