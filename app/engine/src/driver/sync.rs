//! When to talk with the server, and what to do with its word. Failures wait longer each time,
//! never in step with others; nothing is tried while the page is hidden. A lost answer is harmless:
//! the next request asks for the same.

use futures_util::FutureExt;
use studio_core::replica::{Applied, Replica, SyncFault};
use studio_core::store::StoreError;
use studio_core::time::Millis;
use studio_core::wire::{SHORT, Sent, SyncAnswer, SyncRequest, read, sync_path};

use super::page::Page;
use super::portions::Portions;
use super::{Engine, Event, faults, fresh};
use crate::messages::{Changed, Notice, Phase, Progress, Remedy, Update};
use crate::transport::{Answer, Problem, SignedBy, Silence, is_page};

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
/// A request that takes longer is one that the line can hardly carry: the next ones are smaller.
const SLOW_MS: i64 = 20_000;
/// Where it is kept until when the server takes nothing more of this device: a day's measure is full.
const QUOTA_UNTIL: &str = "engine/quota-until";
/// A day's measure is empty again after a day; a longer wait is a clock that was set meanwhile.
const QUOTA_WAIT_MAX_MS: i64 = 26 * 3_600_000;

/// Where syncing stands.
#[derive(Debug, Default)]
pub(super) struct SyncDesk {
    pub(super) phase: Phase,
    in_flight: bool,
    /// The number of the timer that counts; others have been overtaken.
    timer: u64,
    /// That one was set by a save.
    after_save: bool,
    failures: u32,
    fruitless: u32,
    hidden: bool,
    /// Asked for while a turn was under way.
    again: bool,
    bytes: u64,
    pub(super) last_bytes: u64,
    /// What the invite said that a first download takes.
    pub(super) expected_bytes: Option<u64>,
    since: Millis,
    pub(super) portions: Portions,
    page: Page,
    /// What the request under way brings.
    sent: Vec<Sent>,
    /// The person asked for it: also what waits for a day to pass is tried, once.
    asked: bool,
}

impl Engine {
    /// 现在同步: everything is tried, also what this network or this day did not take.
    pub(super) fn sync_asked(&mut self) {
        self.sync.asked = true;
        self.sync.portions.ask_again();
        self.sync_now();
    }

    /// Tries now, whatever was believed of the network.
    pub(super) fn sync_now(&mut self) {
        if self.sync.in_flight {
            self.sync.again = true;
            return;
        }
        self.sync.bytes = 0;
        self.sync.since = self.host.now();
        self.sync.fruitless = 0;
        self.sync.portions.begin();
        self.sync.page = Page::default();
        self.turn();
    }

    /// After a save: soon, unless a failure already waits for its time. A save that finds another one's timer goes with that
    /// one: whoever saves again and again would put it off for ever.
    pub(super) fn sync_soon(&mut self) {
        let waits = matches!(self.sync.phase, Phase::Offline { .. } | Phase::NotNow { .. });
        if self.sync.in_flight {
            self.sync.again = true;
        } else if !waits && !self.sync.after_save {
            self.due_in(AFTER_SAVE_MS);
            self.sync.after_save = true;
        }
    }

    pub(super) fn set_visible(&mut self, visible: bool) {
        let shown_again = visible && self.sync.hidden;
        self.sync.hidden = !visible;
        if shown_again {
            self.sync_now();
        }
    }

    /// Whether nobody looks at the page.
    pub(super) fn is_hidden(&self) -> bool {
        self.sync.hidden
    }

    /// A timer ended; one that was overtaken, or that finds the page hidden, does nothing.
    pub(super) fn due(&mut self, number: u64) {
        if number != self.sync.timer {
            return;
        }
        self.sync.after_save = false;
        if !self.sync.hidden {
            self.sync_now();
        }
    }

    fn due_in(&mut self, ms: u32) {
        self.sync.timer += 1;
        self.sync.after_save = false;
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
        let asks_only = !self.sync.asked && self.quota_until(replica).is_some();
        let portion = self.sync.portions.next(asks_only);
        let store = self.disk.store.as_ref();
        let request = match replica.request_within(store, began, self.sync.page.bytes(), &portion) {
            Ok(request) => request,
            Err(fault) => {
                let notice = self.disk_fault(&fault);
                return self.blocked(notice);
            }
        };
        let may_be_short = replica.may_be_short();
        self.sync.portions.sent(&request);
        self.sync.sent = Sent::all(&request.envelopes);
        let request = SyncRequest { capabilities: SHORT, ..request };
        let request = if may_be_short { request.shortened() } else { request };
        let Ok(body) = minicbor::to_vec(&request) else { return self.blocked(faults::strange_answer()) };
        self.sync.asked = false;
        self.post(body, began);
        self.sync.in_flight = true;
        self.sync.phase = Phase::Syncing(self.progress(0));
        self.tell_sync();
    }

    fn post(&self, body: Vec<u8>, began: Millis) {
        let Some(replica) = &self.replica else { return };
        let by = Some(SignedBy { device: replica.identity().device, secret: replica.secret() });
        let path = sync_path(replica.identity().studio);
        let turned = move |outcome| Event::Turned { began, outcome };
        self.work.push(if self.sync.portions.is_plain() {
            self.transport.post_plain(&path, body, by).map(turned).boxed_local()
        } else {
            self.transport.post(&path, body, by).map(turned).boxed_local()
        });
    }

    /// Until when the server said that it takes nothing more of this device, while that lies ahead.
    pub(super) fn quota_until(&self, replica: &Replica) -> Option<Millis> {
        let until: i64 = replica.setting(QUOTA_UNTIL)?.parse().ok()?;
        let wait = until.saturating_sub(self.host.now().0);
        (wait > 0 && wait <= QUOTA_WAIT_MAX_MS).then_some(Millis(until))
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
            Err(Silence::Network) => {
                if self.host.now().0 - began.0 >= SLOW_MS {
                    self.sync.portions.slow();
                }
                self.failed();
            }
            Err(Silence::Problem(problem)) => self.said_no(&problem),
        }
    }

    fn answered(&mut self, began: Millis, answer: &Answer) {
        self.sync.bytes += answer.sent_bytes + answer.body.len() as u64;
        let sent = std::mem::take(&mut self.sync.sent);
        let message = read::<SyncAnswer>(&answer.body).ok().and_then(|short| short.lengthened(&sent).ok());
        let Some(message) = message else {
            // A captive portal answers everything with its own page.
            let page = is_page(&answer.body);
            return self.not_now(if page { faults::network_login() } else { faults::strange_answer() }, None);
        };
        let is_healing = message.set_back.is_some();
        if is_healing {
            // it is said once: should the program end between the two, pictures are asked about in vain, not lost
            self.pieces_may_be_lost();
        }
        let Some(replica) = &mut self.replica else { return };
        self.sync.page.came(answer.body.len(), self.host.now().0 - began.0);
        // The middle of the round trip is when the server looked at its clock.
        let now = Millis(began.0 + (self.host.now().0 - began.0) / 2);
        let applied = replica.answer(self.disk.store.as_mut(), &message, now);
        let noted = applied.and_then(|applied| Ok((applied, self.note_quota(message.wait_s)?)));
        match noted {
            Ok((applied, ())) => {
                self.sync.portions.taken();
                self.applied(&applied, message.head.seq, is_healing);
            }
            Err(SyncFault::Store(fault)) => {
                let notice = self.disk_fault(&fault);
                self.blocked(notice);
            }
            Err(fault) => self.blocked(faults::of_sync(&fault)),
        }
    }

    /// The day's measure of this device is full until then; or it has room, for what was sent was taken.
    fn note_quota(&mut self, wait_s: Option<u32>) -> Result<(), StoreError> {
        let brought = self.sync.portions.brings();
        let until = wait_s.map(|wait| self.host.now().0.saturating_add(i64::from(wait) * 1_000).to_string());
        let Some(replica) = &mut self.replica else { return Ok(()) };
        let known = replica.setting(QUOTA_UNTIL).is_some();
        if until.is_none() && !(brought && known) {
            return Ok(());
        }
        replica.set(self.disk.store.as_mut(), QUOTA_UNTIL, &until.unwrap_or_default())
    }

    fn applied(&mut self, applied: &Applied, head: u64, is_healing: bool) {
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
        self.sync.fruitless = if brought > 0 { 0 } else { self.sync.fruitless + 1 };
        // What stays behind is no reason to ask again.
        let withholds = self.replica.as_ref().is_some_and(|replica| self.withholds(replica));
        let fruitless_max = if withholds && !is_healing { 1 } else { FRUITLESS_MAX };
        if applied.more && self.sync.fruitless < fruitless_max {
            self.turn();
            self.sync.phase = Phase::Syncing(self.progress(head));
            return self.tell_sync();
        }
        self.finished();
    }

    /// Whether something waits that is not even sent now.
    fn withholds(&self, replica: &Replica) -> bool {
        !self.sync.portions.stuck().is_empty() || self.quota_until(replica).is_some()
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
        self.note_owner();
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
        self.keep_unkept();
        self.ask_guide();
        self.pieces_go();
    }

    fn note_owner(&mut self) {
        let name = self.replica.as_ref().map(|replica| self.owner_name(replica));
        name.into_iter().for_each(|name| self.note_own_name(&name));
    }

    fn said_no(&mut self, problem: &Problem) {
        let known = self.replica.as_ref().is_some_and(|replica| !replica.bookmark().unknown);
        match (problem.status, problem.code.as_str()) {
            (413, _) => self.send_less(),
            // It cannot unpack, or somebody before it cannot.
            (415, _) if self.sync.portions.pack_no_more() => self.turn(),
            // The server lost this device, in a restore perhaps: the next request brings its certificate.
            (401, "unknown-device") if known => self.bring_credentials(),
            (401 | 404, code) if !code.is_empty() => {
                self.blocked(faults::of_problem(problem).remedied(Remedy::JoinAgain));
            }
            (408, _) => {
                self.sync.portions.slow();
                self.not_now(faults::of_problem(problem).calm(), problem.retry_after);
            }
            (426, _) => self.blocked(faults::of_problem(problem)),
            (425 | 429 | 500..=599, _) => self.not_now(faults::of_problem(problem).calm(), problem.retry_after),
            // A no that is none of the server's: this network lets nothing through, another one will.
            (_, "") if problem.is_page => self.not_now(faults::of_problem(problem), problem.retry_after),
            _ => self.blocked(faults::of_problem(problem)),
        }
    }

    /// Too much for the server, or for somebody on the way to it.
    fn send_less(&mut self) {
        if self.sync.portions.refused() {
            return self.turn();
        }
        self.blocked(faults::network_small());
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

    /// No answer at all.
    fn failed(&mut self) {
        let retry_at = self.try_again(None);
        self.sync.phase = Phase::Offline { retry_at: Some(retry_at) };
        self.tell_sync();
    }

    /// An answer, and not the one that was wanted.
    fn not_now(&mut self, notice: Notice, retry_after: Option<u32>) {
        let retry_at = self.try_again(retry_after);
        self.sync.phase = Phase::NotNow { retry_at, notice };
        self.tell_sync();
    }

    /// Later, at a time that no other phone has; when that is.
    fn try_again(&mut self, retry_after: Option<u32>) -> Millis {
        self.sync.again = false;
        self.sync.failures = (self.sync.failures + 1).min(16);
        let doubled = RETRY_FIRST_MS.saturating_mul(1 << (self.sync.failures - 1)).min(RETRY_MAX_MS);
        let asked = retry_after.unwrap_or(0).saturating_mul(1_000).min(RETRY_MAX_MS);
        let wait = (doubled / 2 + u32::from_le_bytes(fresh()) % (doubled / 2)).max(asked);
        self.due_in(wait);
        Millis(self.host.now().0 + i64::from(wait))
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
}
