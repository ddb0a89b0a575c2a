//! The shapes of screens. They travel from the worker to the page, so they own what they say.

mod home;
mod records;
mod team;

pub use home::*;
pub use records::*;
pub use team::*;
