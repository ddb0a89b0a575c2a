//! What phone and server think with: the trade's nouns, the rules, the formats.
//!
//! Pure: no clock, network, disk, thread or randomness. Time, ids and seeds come in as
//! arguments; requests and writes go out as values.
//!
//! Three wings: [`mod@format`] (what lies and travels), [`sync`] (what is judged and kept), [`trade`] (what it means).
//! Their rooms are named without the wing everywhere.

pub mod format;
pub mod sync;
pub mod trade;

#[cfg(feature = "testing")]
pub mod testing;

pub use format::{
    access, cbor, change, decision, doc, edit, envelope, files, id, limits, log, record, refusal, scan, sign, time,
    wire,
};
#[cfg(not(feature = "mutants"))]
pub(crate) use sync::mutant;
#[cfg(feature = "mutants")]
pub use sync::mutant;
pub use sync::{changelog, ingest, members, pieces, replica, state, store, turn};
#[cfg(feature = "demo")]
pub use trade::demo;
pub use trade::{
    activity, arrival, attachment, birth_month, closure, command, edition, face, fact, form, guide, initials, joined,
    lesson, mentoring, outcome, paper, paragraph, person, profile, project, read, record_type, reply, schema, sentence,
    studio, support, term, tolerant, view,
};
pub(crate) use trade::{budget, observation, reflection, resource, sound, task, topic, word};
