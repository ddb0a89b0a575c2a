//! What phone and server think with: the trade's nouns, the rules, the formats.
//!
//! Pure: no clock, network, disk, thread or randomness. Time, ids and seeds come in as
//! arguments; requests and writes go out as values.

pub mod access;
pub mod cbor;
pub mod change;
pub mod changelog;
pub mod decision;
pub mod doc;
pub mod edit;
pub mod envelope;
pub mod id;
pub mod ingest;
pub mod limits;
pub mod log;
pub mod members;
#[cfg(feature = "mutants")]
pub mod mutant;
#[cfg(not(feature = "mutants"))]
mod mutant;
pub mod record;
pub mod refusal;
pub mod replica;
pub mod schema;
pub mod sign;
pub mod state;
pub mod store;
pub mod time;
pub mod turn;
pub mod wire;

// The trade: what records mean, who sees what of them, how far a studio is.
pub mod activity;
pub mod arrival;
pub mod closure;
pub mod command;
#[cfg(feature = "demo")]
pub mod demo;
pub mod fact;
pub mod form;
pub mod guide;
pub mod initials;
pub mod joined;
pub mod mentoring;
pub mod outcome;
pub mod person;
pub mod profile;
pub mod project;
pub mod read;
pub mod record_type;
pub mod studio;
pub mod term;
pub mod tolerant;
pub mod view;
mod word;

#[cfg(feature = "testing")]
pub mod testing;
