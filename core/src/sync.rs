//! The wing of sync: one studio's log on both sides, what is judged, answered, kept and healed. Must not read what a
//! record says.

pub mod changelog;
pub mod ingest;
pub mod members;
#[cfg(feature = "mutants")]
pub mod mutant;
#[cfg(not(feature = "mutants"))]
pub(crate) mod mutant;
pub mod pieces;
pub mod replica;
pub mod state;
pub mod store;
pub mod turn;
