//! From what core computed to what people read: petals, verdicts, deadlines, 数据截至. One place for the phone and the
//! bureau, so that both say the same. Must not count or judge: numbers and states come from core.

mod album;
mod archive;
mod call;
mod chain;
mod deadline;
mod erased;
mod fields;
mod freshness;
mod history;
mod indicator;
mod missing;
mod paper;
mod phones;
mod steps;
mod studio;
mod summary;
mod team;
mod written;

pub use album::{is_drawn, picture_words, scans_words};
pub use archive::{PromiseWords, archive_facts, archive_paper, parts, promise, span_words, stretch};
pub use call::{Call, call};
pub use chain::chain_head;
pub use deadline::{DeadlineWords, ForecastWords, as_example, deadline, forecast, money, readiness};
pub use erased::{erased_shot, erased_words};
pub use fields::{Names, Tells, facts, facts_below_title, files_words, hours, label, name, one, value};
pub use freshness::{
    as_of, as_of_day, as_of_note, as_of_note_kept, as_of_rest, as_of_rows, as_of_short, silent_phones,
};
pub use history::{RevisedWords, born_with, revised};
pub use indicator::{
    beside, caveats, column, comes_by_sync, counted_how, doubt, evidence_words, heat_cell, home_petals, indicator_line,
    indicator_row, indicator_title, petal, petals, verdict,
};
pub use missing::{
    elsewhere, lacking_beyond, lacking_dimensions, lacking_note, lacking_title, lacking_township, left_out,
    left_out_unnamed, offer_label, offer_path, term,
};
pub use paper::{Printed, mark, paper};
pub use steps::{steps_rows, steps_taken};
pub use studio::{score_tone, studio_row};
pub use summary::{summary_notes, summary_text, summary_title};
pub use team::{backbones, role};
pub use written::{
    deliverable_note, deliverable_state, edition_at, evidence_line, figure_now, offer_said, paper_lack, paper_note,
    paper_tone, part_note, passage_place, told, unwritten, written, written_plain,
};
