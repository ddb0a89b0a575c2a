//! Requests and answers on a bad network: late, twice, never, in another order.

use studio_core::cbor::to_vec;
use studio_core::changelog::ChangeLog;
use studio_core::decision::What;
use studio_core::log::{EntryBody, Head};
use studio_core::replica::SyncFault;
use studio_core::sign::sign_request;
use studio_core::time::DAY_MS;
use studio_core::wire::{Sent, SyncAnswer, SyncRequest, Verdict, read, sync_path};

use crate::sim::disk::{Disks, Fault};
use crate::sim::effect::Effect;
use crate::sim::net::{Answer, Content, Request, has_accepted};
use crate::sim::server::{Reply, STUDIO};
use crate::sim::world::World;

/// An answer in the short form says what it says in the long one, to the phone that sent this request.
fn check_short(request: &Request, answer: &SyncAnswer) {
    let sent = read::<SyncRequest>(&request.bytes).unwrap().envelopes;
    let short = read::<SyncAnswer>(&to_vec(&answer.clone().shortened(&sent))).unwrap();
    assert_eq!(short.lengthened(&Sent::all(&sent)).as_ref(), Ok(answer), "an answer survives its short form");
}

impl<D: Disks> World<D> {
    pub(super) fn send(&mut self) {
        let at = self.any_phone();
        if !self.phone(at).in_drawer {
            let page = [0, 300, 3_000, 60_000][self.rng.below(4)];
            let request = self.ask(at, page);
            self.net.requests.push(request);
        }
    }

    /// The phone's next request, signed. One that noticed a second writer under its name enrols
    /// again first.
    pub(super) fn ask(&mut self, at: usize, page: u32) -> Request {
        if self.phone(at).disk.is_dead() {
            self.restart(at);
        }
        if self.must_renew(at) {
            self.renew(at);
            self.effects.note(Effect::CloneRenewed);
        }
        let true_now = self.server.now;
        self.net.sent += 1;
        let number = self.net.sent;
        let phone = self.phone(at);
        let portion = phone.portion.clone();
        let request = phone.replica.request_within(&phone.disk, phone.now(true_now), page, &portion).unwrap();
        let bytes = to_vec(&request);
        assert_eq!(read::<SyncRequest>(&bytes).unwrap(), request, "a request survives its bytes");
        let short = read::<SyncRequest>(&to_vec(&request.clone().shortened())).unwrap();
        assert_eq!(short.lengthened().unwrap(), request, "and its short form");
        let again = phone.replica.request_within(&phone.disk, phone.now(true_now), page, &portion).unwrap();
        assert_eq!(again, request, "asking twice gives the same request");
        // Once: the server asks for them, and who never brings them is passed over.
        let leaves_out = self.rng.chance(20) && !self.phone(at).left_out;
        let without = if leaves_out { bare(request) } else { None };
        let phone = self.phone(at);
        phone.left_out |= without.is_some();
        let bytes = without.unwrap_or(bytes);
        let signature = sign_request(phone.replica.secret(), "POST", &sync_path(STUDIO), &bytes);
        phone.waiting = Some(number);
        let device = phone.replica.identity().device;
        Request { number, phone: at, device, bytes, signature, sent_at: true_now, is_copy: false }
    }

    /// Enrols the device under another name: somebody else writes under its own, or its disk was made
    /// anew and the server, set back, has lost its certificate too.
    pub(super) fn renew(&mut self, at: usize) {
        let (phone, server) = (&mut self.phones[at], &mut self.server);
        phone.renew(server, &mut self.rng);
    }

    /// Whether the device writes under a name that another installation uses; a revoked one is
    /// given no other.
    pub(super) fn must_renew(&mut self, at: usize) -> bool {
        let (cloned, device) = {
            let replica = &self.phone(at).replica;
            (replica.bookmark().cloned, replica.identity().device)
        };
        cloned && !self.server.studio().state.members.is_revoked(device)
    }

    pub(super) fn deliver_request(&mut self) {
        if self.net.requests.is_empty() {
            return;
        }
        let at = self.rng.below(self.net.requests.len());
        let request = self.net.requests.remove(at);
        if self.net.requests.iter().take(at).any(|older| older.phone == request.phone && !older.is_copy) {
            self.effects.note(Effect::Overtaken);
        }
        if self.rng.chance(20) {
            let copy = Request { is_copy: true, ..request.clone() };
            let late = self.rng.chance(50) && self.old_mail.len() < 20;
            if late { self.old_mail.push(copy) } else { self.net.requests.push(copy) }
        }
        self.deliver(request);
    }

    /// A copy of a request arrives long after.
    pub(super) fn deliver_old_mail(&mut self) {
        if self.old_mail.is_empty() {
            return;
        }
        let at = self.rng.below(self.old_mail.len());
        let request = self.old_mail.remove(at);
        if self.server.now - request.sent_at > 30 * DAY_MS {
            self.effects.note(Effect::ThirtyDaysLate);
        }
        self.deliver(request);
    }

    fn deliver(&mut self, request: Request) {
        let reply = self.serve(&request);
        let content = match reply {
            Reply::Answer(answer) => {
                self.check_again(&request, &answer);
                check_short(&request, &answer);
                if request.is_copy {
                    let known = answer.verdicts.iter().any(|j| matches!(j.verdict, Verdict::Duplicate(_)));
                    self.effects.note_many(Effect::DuplicateKnown, usize::from(known));
                    return;
                }
                Content::Sync(to_vec(&answer))
            }
            Reply::Unknown if !request.is_copy => Content::Unknown,
            Reply::Unknown | Reply::Down => return,
            Reply::NotSigned => panic!("an honest request was called unsigned"),
            Reply::Bad(what) => {
                assert!(request.is_copy || self.set_backs > 0, "an honest request was called bad: {what}");
                return;
            }
        };
        self.net.answers.push(Answer { number: request.number, phone: request.phone, content });
    }

    /// The server's reply; when it died over the request, it is started again.
    pub(super) fn serve(&mut self, request: &Request) -> Reply {
        let before = self.server.studio().head().seq;
        let reply = self.server.serve(request.device, &request.bytes, &request.signature);
        match self.server.log.struck {
            Some(Fault::DieBefore) => self.effects.note(Effect::ServerDiedBeforeAppend),
            Some(Fault::DieAfter) => self.effects.note(Effect::ServerDiedAfterAppend),
            Some(Fault::Full) | None => {}
        }
        if self.server.log.struck.is_some() {
            self.server.restart();
        }
        if let (Reply::Answer(_), Ok(sent)) = (&reply, read::<SyncRequest>(&request.bytes)) {
            let again = sent.run.is_some() && self.server.studio().head().seq > before;
            self.effects.note_many(Effect::TakenAgain, usize::from(again));
            self.effects.note_many(Effect::CertificateShown, usize::from(!sent.credentials.is_empty()));
        }
        reply
    }

    /// The same request once more changes nothing and is answered with the same judgements.
    fn check_again(&mut self, request: &Request, first: &SyncAnswer) {
        if self.server.log.armed.is_some() || !self.rng.chance(10) {
            return;
        }
        let before = self.server.studio().clone();
        let Reply::Answer(second) = self.server.serve(request.device, &request.bytes, &request.signature) else {
            panic!("a request that was answered is not answered again");
        };
        let after = self.server.studio();
        assert_eq!(after.head(), before.head(), "a request sent again appends nothing");
        assert_eq!(after.state, before.state);
        assert!(after.held().eq(before.held()));
        for (first, second) in first.verdicts.iter().zip(&second.verdicts) {
            let same = match (&first.verdict, &second.verdict) {
                (Verdict::Accepted(a), Verdict::Duplicate(b)) => a == b,
                (a, b) => a == b,
            };
            assert!(same, "judged {:?}, then {:?}", first.verdict, second.verdict);
        }
    }

    pub(super) fn deliver_answer(&mut self) {
        if self.net.answers.is_empty() {
            return;
        }
        let at = self.rng.below(self.net.answers.len());
        let answer = self.net.answers.remove(at);
        if self.phone(answer.phone).disk.is_dead() {
            self.restart(answer.phone);
        }
        if self.phone(answer.phone).waiting != Some(answer.number) {
            self.effects.note(Effect::StaleAnswer);
            return;
        }
        self.phone(answer.phone).waiting = None;
        match answer.content {
            Content::Unknown => self.note_unknown(answer.phone),
            Content::Sync(bytes) => {
                self.alter(answer.phone, &bytes);
                self.take(answer.phone, &read(&bytes).unwrap());
            }
        }
    }

    pub(super) fn note_unknown(&mut self, at: usize) {
        let phone = self.phone(at);
        if phone.replica.note_unknown(&mut phone.disk).is_err() && phone.disk.is_dead() {
            self.restart(at);
        }
    }

    /// Whether the server's log still leads to a head that it gave once. When it does not, and a late answer says that one
    /// has left, a phone forgets what it alone still held of others: nobody could tell it.
    fn stands(&self, head: &Head) -> bool {
        self.server.log.inner.chain_at(STUDIO, head.seq).unwrap() == Some(head.chain)
    }

    /// The phone takes an answer. Whether another turn should follow.
    pub(super) fn take(&mut self, at: usize, answer: &SyncAnswer) -> bool {
        let true_now = self.server.now;
        let phone = self.phone(at);
        let now = phone.now(true_now);
        let (asides, out) = (phone.replica.asides().len(), phone.replica.outgoing().to_vec());
        let before = (phone.replica.state().clone(), phone.replica.bookmark().clone());
        // What it has beyond its signed head may come from a log that was set back since: it finds out at the head.
        let beyond_head = before.1.head.as_ref().is_none_or(|h| h.seq < before.1.seq);
        let may_have_parted = self.set_backs > 0 && beyond_head;
        let phone = self.phone(at);
        if answer.set_back.is_some() {
            phone.way.server_was_set_back(&mut phone.pieces, STUDIO);
        }
        let fault = match phone.replica.answer(&mut phone.disk, answer, now) {
            Ok(applied) => {
                assert!(applied.strange == 0 || may_have_parted, "an honest entry could not be proved");
                let (set_aside, made) = {
                    let phone = self.phone(at);
                    let fresh = phone.replica.outgoing().iter().filter(|o| out.iter().all(|old| old.hash != o.hash));
                    (phone.replica.asides().len().saturating_sub(asides), fresh.filter(|o| !o.edits.is_empty()).count())
                };
                let forgot = self.phone(at).replica.state().docs.len() < before.0.docs.len();
                if forgot && !self.stands(&answer.head) {
                    self.mark_lost();
                }
                self.effects.note_many(Effect::Refused, applied.refused);
                self.effects.note_many(Effect::SetAside, set_aside);
                self.effects.note_many(Effect::MadeAgain, made);
                self.effects.note_many(Effect::Held, applied.held);
                self.note_made(at);
                self.take_twice(at, answer, applied.strange);
                self.phone(at).way.text_went();
                return applied.more;
            }
            Err(fault) => fault,
        };
        if self.phone(at).disk.is_dead() {
            self.restart(at);
            return true;
        }
        match fault {
            SyncFault::Store(_) => self.effects.note(Effect::DiskFull),
            SyncFault::Chain if beyond_head || answer.set_back.is_some() => {
                assert!(self.set_backs > 0, "an honest answer was not taken");
                self.effects.note(Effect::StartedOver);
                return true;
            }
            fault => panic!("an honest answer was not taken: {fault:?}"),
        }
        let phone = self.phone(at);
        if fault_wrote_nothing(&fault) {
            let difference = crate::oracle::difference(&before.0, phone.replica.state());
            assert_eq!(difference, None, "a fault changes nothing");
            assert_eq!(phone.replica.bookmark(), &before.1);
        }
        true
    }

    fn take_twice(&mut self, at: usize, answer: &SyncAnswer, strange: usize) {
        let (person, device) = (self.phone(at).person, self.phone(at).replica.identity().device);
        let members = self.phone(at).replica.members();
        // One who left forgets a document with the first answer after its last word was sent.
        let has_left = members.role_of(person).is_none() || members.is_revoked(device);
        if has_left || !self.rng.chance(15) {
            return;
        }
        let true_now = self.server.now;
        let phone = self.phone(at);
        let now = phone.now(true_now);
        phone.disk.armed = None;
        let before =
            (phone.replica.state().clone(), phone.replica.outgoing().to_vec(), phone.replica.asides().to_vec());
        let again = phone.replica.answer(&mut phone.disk, answer, now);
        let more_strange = again.is_ok_and(|applied| applied.strange > strange);
        assert!(!more_strange, "an entry could not be proved the second time");
        let after = (phone.replica.state().clone(), phone.replica.outgoing().to_vec(), phone.replica.asides().to_vec());
        assert_eq!(crate::oracle::difference(&before.0, &after.0), None, "the same answer twice changes nothing");
        assert_eq!((after.1, after.2), (before.1, before.2), "the same answer twice changes nothing");
        self.effects.note(Effect::AnswerTwice);
    }

    pub(super) fn lose_request(&mut self) {
        if !self.net.requests.is_empty() {
            let at = self.rng.below(self.net.requests.len());
            self.net.requests.remove(at);
            self.effects.note(Effect::RequestLost);
        }
    }

    pub(super) fn lose_answer(&mut self) {
        if !self.net.answers.is_empty() {
            let at = self.rng.below(self.net.answers.len());
            let Content::Sync(bytes) = self.net.answers.remove(at).content else { return };
            let committed = read(&bytes).is_ok_and(|answer| has_accepted(&answer));
            self.effects.note_many(Effect::CommittedAnswerLost, usize::from(committed));
        }
    }
}

/// The same request as a phone would send it to whom the certificates came by another way than its log: their entries
/// are stubs to it, and a run leaves them out. `None` where there is no run, or nothing is left of it: that would say that
/// the phone has no more.
fn bare(mut request: SyncRequest) -> Option<Vec<u8>> {
    let run = request.run.as_mut()?;
    let is_certificate = |body: &EntryBody| match body {
        EntryBody::Decision(signed) => signed.read().is_ok_and(|decision| matches!(decision.what, What::Device(_))),
        EntryBody::Change(_) | EntryBody::Stub(_) => false,
    };
    run.bodies.retain(|body| !is_certificate(&body.body));
    let is_left = !run.bodies.is_empty();
    is_left.then(|| to_vec(&request))
}

/// A rebase follows in a transaction of its own: what was committed before it stays.
fn fault_wrote_nothing(fault: &SyncFault) -> bool {
    !matches!(fault, SyncFault::Store(_))
}
