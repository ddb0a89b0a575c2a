//! What proves the sync half of core: a seeded simulator of phones, a server and a bad network
//! between them, hostile authors, and automerge as the oracle. Nothing here reads a clock,
//! sleeps or draws true randomness.

pub mod oracle;
pub mod rng;
pub mod sim;
