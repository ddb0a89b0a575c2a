//! What screens and pages show: pure functions of the read model, the guide and what the engine
//! knows of delivery. No sentences: words for people come from the translations, by key.
//!
//! Each screen is one function of a [`Scene`]; progress is [`crate::closure::report()`].

mod archive;
mod choice;
mod detail;
mod history;
mod home;
mod list;
mod mine;
mod offer;
mod paper;
mod replies;
mod row;
mod sentence;
mod summary;
mod team;
mod types;
mod used;
mod visit;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use archive::{archive, awaiting};
pub use detail::{pointed_at, prefill, record_detail, telling};
pub use history::{REVISIONS_MAX, Sealed, history_docs, record_history};
pub use home::{compass, home, me};
pub use list::record_list;
pub use mine::{days_of_work, indicator, past_report};
pub use offer::offered;
pub use paper::{
    OfferSaid, PaperEdition, PaperFigure, PaperLine, PaperOffer, PaperPage, PaperPart, PaperScan, PassagePlace, Piece,
    SaidForm, bracketed, figure, paper_edition, paper_offers, paper_page, paper_rule, paper_then, shared_fields,
};
pub use replies::replies_to;
pub use sentence::sentence;
pub use summary::{summary, term_page};
pub use team::{person_page, team};
pub use types::*;
pub use used::{USED_MAX, used};
pub use visit::{LastVisit, last_visit};

use crate::guide::Guide;
use crate::id::{PersonId, RecordId};
use crate::read::ReadModel;
use crate::time::Millis;
use crate::wire::LastSync;

/// Everything that a view is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The studio's records.
    pub model: &'a ReadModel,
    /// The guide of its project.
    pub guide: &'a Guide,
    /// Who looks.
    pub me: PersonId,
    /// Now.
    pub now: Millis,
    /// Last sync of each member, as the server told.
    pub freshness: &'a BTreeMap<PersonId, LastSync>,
    /// How far each record's changes have come. A record that is absent came from the server.
    pub deliveries: &'a BTreeMap<RecordId, Delivery>,
}

/// How far a record's newest change has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Saved on this device.
    pub saved_at: Option<Millis>,
    /// Acknowledged by the server.
    pub server_at: Option<Millis>,
    /// Bytes that the upload took.
    pub upload_bytes: Option<u64>,
    /// Not on the server yet, held or refused.
    pub waiting: Waiting,
}

/// Why a record's newest change is not on the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Waiting {
    /// It is there.
    #[default]
    No,
    /// Waits for the network.
    Network,
    /// Waits for the network, and only the open page has it: the browser refuses a disk.
    PageOnly,
    /// The server keeps it until the chief lets it in.
    Held,
    /// Set aside after a refusal: shown, exportable, not lost.
    SetAside,
}
