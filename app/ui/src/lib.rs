//! What people see: tokens, components and pictures, drawn by the phone's app and by the county's server alike.
//!
//! Everything here is a function of plain data. This room must not know a router, an engine, a browser or a database:
//! a tap goes out through an `EventHandler` or, for a link, through [`link::Follow`]; words come from `assets/i18n`
//! ([`i18n`]), looks from `assets/styles` ([`styles`]).
//!
//! - [`components`]: buttons, lists, fields, banners: the pieces
//! - [`pictures`]: compass, sunflower, heat row, rhythm, meter: SVG as functions of small data, each with its table
//! - [`phone`]: the presentational parts of the teachers' screens
//! - [`read`]: what core computed, in the words and pictures of this room
//! - [`bureau`]: the officers' pages, the invite's landing page
//! - [`paper`]: the printable forms and pages of pictures, for the phone's printer and the bureau's

pub mod bureau;
pub mod components;
pub mod dates;
pub mod i18n;
pub mod icon;
pub mod link;
pub mod paper;
pub mod phone;
pub mod pictures;
pub mod read;
pub mod styles;
pub mod tone;

/// One line for screens and pages: `use studio_ui::prelude::*;`.
pub mod prelude {
    pub use crate::components::*;
    pub use crate::i18n::{t, t_with};
    pub use crate::icon::{Glyph, Icon};
    pub use crate::link::{Anchor, Follow};
    pub use crate::pictures::*;
    pub use crate::tone::Tone;
}
