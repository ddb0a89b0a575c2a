//! Contracts of the two disks as suites that every implementation runs, and made-up rows for them.
//! Compiled under the feature `testing` alone; it must not reach a program that people use.

mod changelog;
mod filled;
mod pieces;
mod sample;
mod store;

pub use changelog::changelog_conformance;
pub use filled::{born, filled};
pub use pieces::{pieces_conformance, pieces_notice_damage};
pub use store::{store_conformance, store_notices_damage};
