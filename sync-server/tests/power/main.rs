//! The power goes: what the real binary acknowledged is on the disk, whatever it was doing and whoever killed it
//! before. A shim under the binary keeps a journal of writes and syncs; a cut keeps what was synced (`tests/power`).
//!
//! Syncs that an acknowledgement rests on, and the test that fails without each, stand in `core/ARCHITECTURE.md`.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

#[allow(dead_code, reason = "the county of the other tests; not all of it is needed here")]
#[path = "../server/county.rs"]
mod county;
#[path = "../../../tests/power/cut.rs"]
mod cut;
mod kills;
mod serving;
mod syncs;
mod work;
