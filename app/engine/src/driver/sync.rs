//! When to talk with the server, and what to do with its word. Failures wait longer each time,
//! never in step with others; nothing is tried while the page is hidden. A lost answer is harmless:
//! the next request asks for the same.

use futures_util::FutureExt;
use studio_core::id::DeviceId;
use studio_core::limits::{ANSWER_BYTES_DEFAULT, CLOCK_SKEW_TOLD_MS};
use studio_core::replica::{Applied, Replica, SyncFault};
use studio_core::time::Millis;
use studio_core::wire::{SyncAnswer, read, sync_path};

use super::{Engine, Event, faults, fresh};
use crate::messages::{Changed, Notice, Phase, Progress, Remedy, SyncState, Update};
use crate::transport::{Answer, Problem, SignedBy, Silence};

/// Saves close together go out together.
const AFTER_SAVE_MS: u32 = 1_500;
/// How often a page that is looked at asks for what colleagues wrote.
const IDLE_MS: u32 = 5 * 60_000;
/// First wait after a failure; it doubles each time.
const RETRY_FIRST_MS: u32 = 2_000;
/// Longest wait after failures.
const RETRY_MAX_MS: u32 = 5 * 60_000;
/// Turns in a row that brought nothing although more was promised: a server that errs must not keep a phone busy.
const FRUITLESS_MAX: u32 = 3;

/// Where syncing stands.
#[derive(Debug)]
pub(super) struct SyncDesk {
    phase: Phase,
    in_flight: bool,
    /// The number of the timer that counts; others have been overtaken.
    timer: u64,
    failures: u32,
    fruitless: u32,
    hidden: bool,
    /// Asked for while a turn was under way.
    again: bool,
    bytes: u64,
    last_bytes: u64,
    /// What the invite said that a first download takes.
    pub(super) expected_bytes: Option<u64>,
    since: Millis,
}

impl Default for SyncDesk {
    fn default() -> Self {
        Self {
            phase: Phase::Idle,
            in_flight: false,
            timer: 0,
            failures: 0,
            fruitless: 0,
            hidden: false,
            again: false,
            bytes: 0,
            last_bytes: 0,
            expected_bytes: None,
            since: Millis(0),
        }
    }
}

impl Engine {
    /// Tries now, whatever was believed of the network.
    pub(super) fn sync_now(&mut self) {
        if self.sync.in_flight {
            self.sync.again = true;
            return;
        }
        self.sync.bytes = 0;
        self.sync.since = self.host.now();
        self.sync.fruitless = 0;
        self.turn();
    }

    /// After a save: soon, unless a failure already waits for its time.
    pub(super) fn sync_soon(&mut self) {
        let waits = matches!(self.sync.phase, Phase::Offline { .. } | Phase::Busy { .. });
        if self.sync.in_flight {
            self.sync.again = true;
        } else if !waits {
            self.due_in(AFTER_SAVE_MS);
        }
    }

    pub(super) fn set_visible(&mut self, visible: bool) {
        let shown_again = visible && self.sync.hidden;
        self.sync.hidden = !visible;
        if shown_again {
            self.sync_now();
        }
    }

    /// A timer ended; one that was overtaken, or that finds the page hidden, does nothing.
    pub(super) fn due(&mut self, number: u64) {
        if number == self.sync.timer && !self.sync.hidden {
            self.sync_now();
        }
    }

    fn due_in(&mut self, ms: u32) {
        self.sync.timer += 1;
        let number = self.sync.timer;
        self.work.push(self.host.sleep(ms).map(move |()| Event::Due(number)).boxed_local());
    }

    /// Sends the next request. A page that was hidden meanwhile finishes what it began.
    fn turn(&mut self) {
        let Some(replica) = &self.replica else { return };
        if replica.bookmark().cloned {
            return self.renew();
        }
        let began = self.host.now();
        let request = match replica.request(self.disk.store.as_ref(), began, ANSWER_BYTES_DEFAULT) {
            Ok(request) => request,
            Err(fault) => {
                let notice = self.disk_fault(&fault);
                return self.blocked(notice);
            }
        };
        let Ok(body) = minicbor::to_vec(&request) else { return self.blocked(faults::strange_answer()) };
        let by = SignedBy { device: replica.identity().device, secret: replica.secret() };
        let path = sync_path(replica.identity().studio);
        let post = self.transport.post(&path, body, Some(by));
        self.work.push(post.map(move |outcome| Event::Turned { began, outcome }).boxed_local());
        self.sync.in_flight = true;
        self.sync.phase = Phase::Syncing(self.progress(0));
        self.tell_sync();
    }

    fn progress(&self, entries_expected: u64) -> Progress {
        let entries = self.replica.as_ref().map_or(0, |replica| replica.bookmark().seq);
        Progress {
            received_bytes: self.sync.bytes,
            expected_bytes: self.sync.expected_bytes,
            entries,
            entries_expected: entries_expected.max(entries),
            since: self.sync.since,
        }
    }

    pub(super) fn turned(&mut self, began: Millis, outcome: Result<Answer, Silence>) {
        self.sync.in_flight = false;
        match outcome {
            Ok(answer) => self.answered(began, &answer),
            Err(Silence::Network) => self.failed(None, false),
            Err(Silence::Problem(problem)) => self.said_no(&problem),
        }
    }

    fn answered(&mut self, began: Millis, answer: &Answer) {
        self.sync.bytes += answer.sent_bytes + answer.body.len() as u64;
        let Ok(message) = read::<SyncAnswer>(&answer.body) else {
            // A captive portal answers everything with its own page: the same as no network.
            return self.failed(None, false);
        };
        let Some(replica) = &mut self.replica else { return };
        let devices: Vec<DeviceId> = replica.members().devices.keys().copied().collect();
        // The middle of the round trip is when the server looked at its clock.
        let now = Millis(began.0 + (self.host.now().0 - began.0) / 2);
        match replica.answer(self.disk.store.as_mut(), &message, now) {
            Ok(applied) => self.applied(&applied, &devices, message.head.seq),
            Err(SyncFault::Store(fault)) => {
                let notice = self.disk_fault(&fault);
                self.blocked(notice);
            }
            Err(fault) => self.blocked(faults::of_sync(&fault)),
        }
    }

    fn applied(&mut self, applied: &Applied, devices_before: &[DeviceId], head: u64) {
        self.sync.failures = 0;
        let brought = applied.accepted + applied.pulled + applied.refused + applied.held;
        if brought > 0 {
            self.redraw();
            self.changed(&[Changed::Records, Changed::Team, Changed::Deliveries, Changed::Asides]);
        }
        if applied.refused > 0 {
            let notice = Notice::needed("notice-set-aside").with("count", applied.refused);
            self.tell(Update::Notice(notice.remedied(Remedy::ShowAsides)));
        }
        self.tell_new_devices(devices_before);
        self.sync.fruitless = if brought > 0 { 0 } else { self.sync.fruitless + 1 };
        if applied.more && self.sync.fruitless < FRUITLESS_MAX {
            self.turn();
            self.sync.phase = Phase::Syncing(self.progress(head));
            return self.tell_sync();
        }
        self.finished();
    }

    /// Something other than a turn talks with the server for syncing.
    pub(super) fn sync_under_way(&mut self) {
        self.sync.in_flight = true;
        self.sync.phase = Phase::Syncing(self.progress(0));
        self.tell_sync();
    }

    pub(super) fn sync_over(&mut self) {
        self.sync.in_flight = false;
    }

    fn finished(&mut self) {
        self.sync.last_bytes = self.sync.bytes;
        self.sync.expected_bytes = None;
        self.sync.phase = Phase::Idle;
        self.tell(Update::Standing(self.standing()));
        // A colleague who synced and had nothing new is fresh all the same.
        self.changed(&[Changed::Team]);
        self.tell_sync();
        self.due_in(IDLE_MS);
        if std::mem::take(&mut self.sync.again) {
            self.sync_soon();
        }
        self.write_own_entry();
        self.import_salvaged();
    }

    /// Everybody is told of a new device under their name: a bureau cannot add one unseen.
    fn tell_new_devices(&self, before: &[DeviceId]) {
        let Some(replica) = &self.replica else { return };
        let identity = replica.identity();
        // In a first download every device is new.
        if !before.contains(&identity.device) || replica.bookmark().synced_at.is_none() {
            return;
        }
        for (device, known) in &replica.members().devices {
            if known.person == identity.person && *device != identity.device && !before.contains(device) {
                self.tell(Update::Notice(Notice::told("notice-new-device").with("name", &known.name)));
            }
        }
    }

    fn said_no(&mut self, problem: &Problem) {
        let known = self.replica.as_ref().is_some_and(|replica| !replica.bookmark().unknown);
        match (problem.status, problem.code.as_str()) {
            // The server lost this device, in a restore perhaps: the next request brings its certificate.
            (401, "unknown-device") if known => self.bring_credentials(),
            (401 | 404, _) => self.blocked(faults::of_problem(problem).remedied(Remedy::JoinAgain)),
            (408 | 429 | 500..=599, _) => self.failed(problem.retry_after, true),
            _ => self.blocked(faults::of_problem(problem)),
        }
    }

    fn bring_credentials(&mut self) {
        let Some(replica) = &mut self.replica else { return };
        match replica.note_unknown(self.disk.store.as_mut()) {
            Ok(()) => self.turn(),
            Err(fault) => {
                let notice = self.disk_fault(&fault);
                self.blocked(notice);
            }
        }
    }

    /// No answer, or "not now": tried again later, at a time that no other phone has.
    fn failed(&mut self, retry_after: Option<u32>, answered: bool) {
        self.sync.again = false;
        self.sync.failures = (self.sync.failures + 1).min(16);
        let doubled = RETRY_FIRST_MS.saturating_mul(1 << (self.sync.failures - 1)).min(RETRY_MAX_MS);
        let jitter = u32::from(u16::from_le_bytes(fresh())) * (doubled / 2) / u32::from(u16::MAX);
        let asked = retry_after.unwrap_or(0).saturating_mul(1_000).min(RETRY_MAX_MS);
        let wait = (doubled / 2 + jitter).max(asked);
        let retry_at = Some(Millis(self.host.now().0 + i64::from(wait)));
        self.sync.phase = if answered { Phase::Busy { retry_at } } else { Phase::Offline { retry_at } };
        self.due_in(wait);
        self.tell_sync();
    }

    /// Nothing is tried again by itself; the user's 现在同步 does.
    pub(super) fn blocked(&mut self, notice: Notice) {
        self.sync.again = false;
        self.sync.phase = Phase::Blocked(notice);
        self.tell_sync();
    }

    pub(super) fn tell_sync(&self) {
        self.tell(Update::Sync(self.sync_state()));
    }

    pub(super) fn sync_state(&self) -> SyncState {
        let Some(replica) = &self.replica else { return SyncState::default() };
        let bookmark = replica.bookmark();
        let skewed = bookmark.synced_at.is_some() && bookmark.clock_skew_ms.abs() > CLOCK_SKEW_TOLD_MS;
        SyncState {
            phase: self.sync.phase.clone(),
            unsent: replica.unsent(),
            unsent_records: self.unsent_records(replica),
            held: replica.outgoing().iter().filter(|out| out.held.is_some()).count(),
            asides: replica.asides().len(),
            last_at: bookmark.synced_at,
            last_bytes: self.sync.last_bytes,
            clock_off_ms: skewed.then_some(bookmark.clock_skew_ms),
        }
    }

    /// What waits, in the user's units: a record with its facts counts once.
    fn unsent_records(&self, replica: &Replica) -> usize {
        let waiting = replica.outgoing().iter().filter(|out| out.held.is_none()).flat_map(|out| &out.edits);
        let records: std::collections::BTreeSet<_> = waiting.map(|edit| edit.record).collect();
        let shown = records.iter().filter(|record| self.picture.model.find(**record).is_some()).count();
        shown.max(usize::from(replica.unsent() > 0))
    }
}
