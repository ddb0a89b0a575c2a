//! A limit on everything that grows or waits, each with its reason (PROTOCOL §12). No code here but one sum.

/// Protocol number of the sync messages; grows when a message can no longer be read by the old side.
pub const PROTOCOL: u16 = 1;
/// A request's body, before and after decompression: a studio's whole year in the short form fits, a bomb does not.
pub const BODY_BYTES_MAX: usize = 2 << 20;
/// The same at a server that does not take the short form.
pub const BODY_LONG_BYTES_MAX: usize = 1 << 20;
/// Envelopes in one request: as many as one device may send in a day. The work of one transaction on the server is bounded
/// by [`REQUEST_STEPS_MAX`].
pub const ENVELOPES_MAX: usize = 2_000;
/// The same at a server that does not take the short form.
pub const ENVELOPES_LONG_MAX: usize = 256;
/// One change, uncompressed: a record with every field at its limit fits.
pub const CHANGE_BYTES_MAX: usize = 256 << 10;
/// Operations in one change: 2,000 parse in 0.3 ms; more is a bomb.
pub const OPS_MAX: usize = 2_000;
/// Predecessors named in one change: conflicts multiply them, nothing else does.
pub const PREDS_MAX: usize = 8_000;
/// Dependencies of one change: an honest one has as many as there are writers.
pub const DEPS_MAX: usize = 64;
/// Characters in one text.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Bytes of all texts in one change.
pub const TEXT_BYTES_MAX: usize = 192 << 10;
/// Bytes of one flat key.
pub const KEY_BYTES_MAX: usize = 120;
/// Greatest operation counter; near 2^32 a document becomes unwritable (measured).
pub const OP_COUNTER_MAX: u64 = 1 << 30;
/// Changes that the server judges for one device in one day; more waits (`Later`), it is not refused.
pub const DEVICE_DAY_CHANGES_MAX: u32 = 2_000;
/// Bytes of them; more waits.
pub const DEVICE_DAY_BYTES_MAX: u64 = 8 << 20;
/// Days after a restore on which a device may send more: what the lost days acknowledged comes again, and a phone may
/// lie in a drawer over the holidays.
pub const RESTORE_DAYS: i64 = 60;
/// How many days' work it may send in one day then. A backup older than a fortnight is a rare one.
pub const RESTORE_DAY_TIMES: u32 = 16;
/// Refused changes that are remembered of one device: two days' work. The oldest go, and are refused again if they come.
pub const REFUSED_OF_DEVICE_MAX: usize = 4_000;
/// Refused changes that are remembered of one studio: 4 MB on the disk; none of them lies in memory.
pub const REFUSED_OF_STUDIO_MAX: usize = 40_000;
/// Descriptors in one request.
pub const DESCRIPTORS_MAX: usize = 256;
/// Entries of a re-offered run named in one request (40 bytes each).
pub const RUN_HEADERS_MAX: usize = 10_000;
/// Missing dependencies named in one verdict.
pub const MISSING_MAX: usize = 64;
/// Characters of an invite's code, Crockford base32.
pub const INVITE_CHARS: usize = 8;
/// Wrong tries at an invite before it closes.
pub const INVITE_TRIES_MAX: u32 = 5;
/// How long the same person may use a used invite again: chat apps open links in a browser that is
/// thrown away. Milliseconds.
pub const INVITE_REUSE_MS: i64 = 72 * 3_600_000;
/// Half-years before founding in which work may still be written down.
pub const HALF_YEARS_BACK: i32 = 4;
/// Half-years ahead of now for which a document may be opened.
pub const HALF_YEARS_AHEAD: i32 = 4;
/// Clock difference above which the user is told, never judged. Milliseconds.
pub const CLOCK_SKEW_TOLD_MS: i64 = 10 * 60_000;
/// Days after an event for which a record of it counts as written in time (补录, 迟到).
pub const LATE_AFTER_DAYS: i64 = 7;
/// Bytes of one answer when the phone does not say.
pub const ANSWER_BYTES_DEFAULT: u32 = 256 << 10;
/// Bytes of one answer at the most.
pub const ANSWER_BYTES_MAX: u32 = 2 << 20;
/// Gaps in a cursor: one for each stretch of the log that its reader, without a role then, could not see; a dozen is many.
pub const CURSOR_GAPS_MAX: usize = 1_000;
/// Held changes that a cursor lists by name, 5 bytes each; beyond it a sum over all held work stands for them.
pub const HELD_TOLD_MAX: usize = 1_000;
/// Places of the log that an answer shows a phone whose history parts somewhere: each twice as far back as the one
/// before, so these reach the beginning of any log.
pub const POINTS_MAX: usize = 64;
/// Decisions that a phone brings for a server that has lost them: its own certificates and grants.
pub const CREDENTIALS_MAX: usize = 256;
/// Bytes of a decision that a phone brings: a certificate has about 200.
pub const DECISION_BYTES_MAX: usize = 8 << 10;
/// Held changes that one decision lets in: their hashes fit into [`DECISION_BYTES_MAX`].
pub const ADMITTED_MAX: usize = 200;
/// Characters of a device's name.
pub const DEVICE_NAME_CHARS_MAX: usize = 40;
/// Steps that judging one request may cost; what is left over is answered `Later`. A step is about 25 ns of a small
/// server's core, so this is a tenth of a second: an honest request of a
/// thousand records costs all of it.
pub const REQUEST_STEPS_MAX: u64 = 4_000_000;
/// Steps that judging held work anew may cost in a turn; the next turn goes on.
pub const SETTLE_STEPS_MAX: u64 = REQUEST_STEPS_MAX / 4;
/// Steps of an envelope whatever it holds: two hashes, a signature, its rows.
pub const STEPS_AN_ENVELOPE: u64 = 2_500;
/// Steps of an operation: parsed, written again and compared, judged, applied; 2 µs (measured).
pub const STEPS_AN_OP: u64 = 80;
/// Steps of a change that is read again from the log, beside its operations.
pub const STEPS_A_CHANGE_READ: u64 = 400;
/// Steps of a question about one operation's place in a history: two look-ups in trees.
pub const STEPS_A_LOOK: u64 = 8;
/// Steps of a field of a record that an accepted change touches: the whole record is written again.
pub const STEPS_A_FIELD: u64 = 16;
/// Bytes that are hashed, copied and written in one step.
const BYTES_A_STEP: u64 = 4;
/// Operations of replaced values that are remembered of a studio's documents between requests, about 150 bytes each: an
/// honest year has some thousands.
pub const PAST_OPS_MAX: usize = 20_000;

/// The steps that so many bytes cost.
pub const fn bytes_in_steps(bytes: usize) -> u64 {
    bytes as u64 / BYTES_A_STEP
}
