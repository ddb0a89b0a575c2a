//! The officers' pages, the invite's landing page, drawn by the server. Must not need a script:
//! every page works as plain HTML; [`PAGE_SCRIPT`] only adds comfort (print, copy, keys).

mod box_card;
mod checklist;
mod evidence;
mod form;
mod frame;
mod front;
mod invite;
mod landing;
mod login;
mod message;
mod overview;
mod qr;
mod studio;
mod tiles;

pub use box_card::BoxCard;
pub use checklist::{Checklist, ChecklistRow, PaperLink, PaperLinks};
pub use evidence::{EvidenceRow, EvidenceTable, RecordSheet, Split};
pub use form::FormPage;
pub use frame::{Crumb, Frame, NavLink, PageHead};
pub use front::FrontPage;
pub use invite::InviteSlip;
pub use landing::Landing;
pub use login::Login;
pub use message::MessagePage;
pub use overview::{OverviewTable, StudioRow};
pub use qr::{Qr, QrModules};
pub use studio::{AsOfRow, AsOfTable, DeadlineCard, IndicatorRow, IndicatorTable};
pub use tiles::{Tile, Tiles};

/// Comfort for the server's pages, served as a file of its own: 打印, 复制, J/K through a list, the invite's code from the
/// fragment. Nothing on a page depends on it.
pub const PAGE_SCRIPT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/pages/page.js"));
