//! Pictures as functions of data: pure SVG for the phone and for the bureau's pages alike. Each has a text alternative
//! (`role="img"` with a label) and its numbers as a table ([`Figures`]). Must not compute what it shows.

mod arc;
mod compass;
mod figures;
mod heat_row;
mod logo;
mod meter;
mod petal;
mod petal_strip;
mod rhythm;
mod sunflower;

pub use compass::Compass;
pub use figures::{Figures, FiguresRow};
pub use heat_row::{HeatCell, HeatCellBox};
pub use logo::Logo;
pub use meter::Meter;
pub use petal::{Petal, PetalState};
pub use petal_strip::PetalStrip;
pub use rhythm::{RhythmBars, Week};
pub use sunflower::{Backbone, Reach, ReachCounts, Sunflower, SunflowerLegend};
