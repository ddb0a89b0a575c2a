//! The server's own limits, each with its reason; those of the protocol are `studio_core::limits`. No code here.

use std::time::Duration;

/// Jobs that one fsync makes durable: 64 at once are 25 times one by one (measured), more only adds waiting.
pub const GROUP_JOBS_MAX: usize = 64;
/// Jobs that wait for the writer, and turns that are thought or wait to be; beyond it the answer is "busy", so that memory
/// stays bounded.
pub const WAITING_JOBS_MAX: usize = 1_024;
/// Turns of one studio that wait for one another, phones of its members all of them: beyond it the answer is "busy", so that
/// one studio does not take the whole server's room.
pub const TURNS_WAITING_MAX: usize = 64;
/// How often a turn is thought when somebody appends to its studio meanwhile: enrolments and decisions alone do, and those
/// come by hand.
pub const TURN_TRIES_MAX: usize = 5;
/// Studios whose state lies ready in memory; about 2 MB each after a year's work.
pub const READY_STUDIOS_MAX: usize = 64;
/// Connections that pages read through: more than the cores of a county's machine would only queue inside SQLite.
pub const READERS_MAX: usize = 4;
/// Pictures that one phone has begun to bring and not ended: 32 MB on the disk, of scans 320 MB.
pub const PARTS_OF_DEVICE_MAX: usize = 16;
/// A picture that gets no chunk for so long was left lying, and makes room for another one: the slowest line takes half a
/// minute for a chunk.
pub const PART_IDLE: Duration = Duration::from_secs(600);
/// Jobs with the folder of pictures at once: one disk does no more, and each may hold a whole scan.
pub const FILE_JOBS_MAX: usize = 4;
/// Bytes of a studio's pictures: 1,500 photos of a studio-term, for six terms, twice over.
pub const FILES_OF_STUDIO_BYTES_MAX: u64 = 4 << 30;
/// Bytes of a guide's file: the notice with its five directions has 45 KB.
pub const GUIDE_BYTES_MAX: u64 = 1 << 20;
/// Reports kept ready: one a studio and day.
pub const REPORTS_MAX: usize = 256;
/// From the first byte of a request to the end of its head: slow phones send 300 bytes, attackers drip.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// For the whole of a request: 1 MiB over a village's 2G uplink takes about 25 s.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// After the word to stop, for answers on their way.
pub const STOP_WAIT: Duration = Duration::from_secs(10);
/// Open connections: bounds memory when a whole county wakes up.
pub const CONNECTIONS_MAX: usize = 4_096;
/// What a connection holds of what came and was not taken yet; 50 phones that bring pictures cost no more than that each.
pub const CONNECTION_BYTES_MAX: usize = 64 << 10;
/// Body of a form: names and a few lines.
pub const FORM_BYTES_MAX: usize = 64 << 10;
/// What was typed into a form, carried through the login when the session has ended: every text of a form of ours, many
/// times over, and with its letters written as a form writes them still within a form.
pub const KEPT_BYTES_MAX: usize = 16 << 10;
/// How long a guess may wait for its look: with the look itself within [`REQUEST_TIMEOUT`], and three of the longest
/// pauses, so that one who guesses without end leaves room for an honest one at the same address. Milliseconds.
pub const GUESS_WAIT_MAX_MS: u64 = 24_000;
/// Guesses that wait at once, over all places: an eighth of the connections. Who has not guessed wrong never waits.
pub const GUESSES_WAITING_MAX: usize = 512;
/// Places whose wrong guesses are remembered, about 1 MB; the least guilty fall out first.
pub const GUESSERS_MAX: usize = 8_192;
/// How long an officer stays signed in: a working week's morning does not begin with a password. Milliseconds.
pub const SESSION_MS: i64 = 12 * 3_600_000;
/// Bytes of an officer's password at the most: hashing is paid by the server.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Characters of a password that an administrator sets.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Password checks at once for browsers that have signed in before: each takes 19 MiB and a core, and strangers
/// never stand in their line.
pub const HASHING_KNOWN_MAX: usize = 1;
/// Password checks at once for all other browsers.
pub const HASHING_STRANGERS_MAX: usize = 1;
/// Password checks that wait for their place: two seconds' work.
pub const HASHING_LINE_MAX: usize = 64;
/// How long a browser counts as known after its last good login: browsers keep no cookie longer. Milliseconds.
pub const KNOWN_BROWSER_MS: i64 = 400 * 86_400_000;
/// How long an invite stays open. Milliseconds.
pub const INVITE_OPEN_MS: i64 = 14 * 86_400_000;
/// Characters of a name that people type.
pub const NAME_CHARS_MAX: usize = 40;
/// Characters of a school's, a studio's or a project's name.
pub const TITLE_CHARS_MAX: usize = 80;
/// Invites of one studio in a day: 1 + 10, assistants, and people who lost theirs.
pub const INVITES_A_DAY_MAX: usize = 60;
/// Devices ever enrolled under one name in one studio: phones break and browsers forget, a loop must not fill the log.
pub const DEVICES_MAX: usize = 40;
