//! The shapes of screens. They travel from the worker to the page, so they own what they say.

mod history;
mod home;
mod records;
mod team;

pub use history::*;
pub use home::*;
pub use records::*;
pub use team::*;
