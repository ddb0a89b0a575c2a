//! The disks in memory keep the contracts that the disks of phone and server keep.

use studio_core::changelog::MemoryLog;
use studio_core::pieces::MemoryPieces;
use studio_core::store::MemoryStore;
use studio_core::testing::{changelog_conformance, pieces_conformance, store_conformance};

#[test]
fn the_store_in_memory_keeps_the_contract() {
    store_conformance(MemoryStore::default, |store| store);
}

#[test]
fn the_log_in_memory_keeps_the_contract() {
    changelog_conformance(MemoryLog::default, |log| log);
}

#[test]
fn the_pictures_in_memory_keep_the_contract() {
    pieces_conformance(MemoryPieces::default, |pieces| pieces);
}
