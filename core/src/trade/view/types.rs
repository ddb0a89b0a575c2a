//! The shapes of screens. They travel from the worker to the page, so they own what they say.

mod archive;
mod history;
mod home;
mod records;
mod summary;
mod team;

pub use archive::*;
pub use history::*;
pub use home::*;
pub use records::*;
pub use summary::*;
pub use team::*;
