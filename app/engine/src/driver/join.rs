//! The way in, and letting others in: invites looked at, redeemed and made; a second name for a
//! device that another installation writes under. All of it needs the server.

use futures_util::FutureExt;
use studio_core::access::Role;
use studio_core::command::{Command, NewPerson};
use studio_core::decision::Admit;
use studio_core::guide::Shape;
use studio_core::id::{ChangeHash, DeviceId, DocId, PersonId};
use studio_core::limits::DEVICE_NAME_CHARS_MAX;
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::Secret;
use studio_core::wire::{
    ENROL_PATH, EnrolAnswer, EnrolRequest, HeldAnswer, HeldRequest, HeldWork, InviteAnswer, InviteRequest, LOOK_PATH,
    LookAnswer, LookRequest, RenewRequest, held_path, invite_path, read, renew_path,
};

use super::act::not_joined;
use super::{Engine, Event, Joining, OPENED_AT, faults, fresh};
use crate::messages::{Changed, HeldRow, Invite, InviteSeen, Notice, Remedy, Reply, Update};
use crate::store;
use crate::transport::{Answer, SignedBy, Silence};

/// The own entry in the roster that an enrolment owes: name and school, a line each.
const OWN_ENTRY: &str = "engine/own-entry";

impl Engine {
    pub(super) fn look(&mut self, id: u64, code: &str) {
        let code = tidy(code);
        let body = minicbor::to_vec(LookRequest { code: code.clone() }).unwrap_or_default();
        let post = self.transport.post(LOOK_PATH, body, None);
        self.work.push(post.map(move |outcome| Event::Looked { id, code, outcome }).boxed_local());
    }

    pub(super) fn looked(&mut self, code: &str, outcome: Result<Answer, Silence>) -> Result<Reply, Notice> {
        let seen: LookAnswer = understood(outcome)?;
        self.sync.expected_bytes = Some(seen.download_bytes);
        Ok(Reply::InviteSeen(InviteSeen {
            code: code.to_owned(),
            studio_name: seen.studio_name,
            bureau_name: seen.bureau_name,
            inviter_name: seen.inviter_name,
            role: seen.role,
            person_name: seen.person_name,
            school: seen.school,
            download_bytes: seen.download_bytes,
            shape: Box::new(Shape::of_invite(seen.studio_word, seen.role_title)),
        }))
    }

    /// Redeems a code. A code whose answer was lost is asked for again under the same device.
    pub(super) fn enrol(&mut self, id: u64, code: &str, person_name: String, device_name: String) {
        let code = tidy(code);
        let held = self.joining.take().filter(|joining| joining.code == code);
        let joining = held.unwrap_or_else(|| Joining { code: code.clone(), device: DeviceId(fresh()), seed: fresh() });
        self.joining = Some(joining.clone());
        let request = EnrolRequest {
            code,
            device: joining.device,
            key: Secret::from_seed(joining.seed).public(),
            device_name: device_name.chars().take(DEVICE_NAME_CHARS_MAX).collect(),
            person_name: person_name.trim().to_owned(),
        };
        let body = minicbor::to_vec(request).unwrap_or_default();
        let secret = Secret::from_seed(joining.seed);
        let post = self.transport.post(ENROL_PATH, body, Some(SignedBy { device: joining.device, secret: &secret }));
        self.work.push(post.map(move |outcome| Event::Enrolled { id, outcome }).boxed_local());
    }

    pub(super) fn enrolled(&mut self, outcome: Result<Answer, Silence>) -> Result<Reply, Notice> {
        let answer: EnrolAnswer = understood(outcome)?;
        let joining = self.joining.clone().ok_or_else(faults::strange_answer)?;
        self.begin(&answer, &joining)?;
        self.joining = None;
        let entry = format!("{}\n{}", answer.person_name, answer.school);
        self.keep_setting(OWN_ENTRY, &entry)?;
        self.sync_now();
        Ok(Reply::Standing(self.standing()))
    }

    /// Opens the studio under a new device; what lies on the disk stays.
    fn begin(&mut self, answer: &EnrolAnswer, joining: &Joining) -> Result<(), Notice> {
        let new = NewDevice { device: joining.device, seed: joining.seed, nonce: fresh() };
        let replica = Replica::enrol(self.disk.store.as_mut(), answer, new, self.host.now());
        self.replica = Some(replica.map_err(|fault| self.disk_fault(&fault))?);
        if let Some(shelf) = self.disk.keep_keys.clone() {
            let kept = store::keep_keys(shelf.as_ref(), self.disk.store.as_ref());
            kept.map_err(|fault| self.disk_fault(&fault))?;
        }
        let at = self.host.now().0.to_string();
        self.keep_setting(OPENED_AT, &at)?;
        self.note_own_name(&answer.person_name);
        self.redraw();
        self.tell(Update::Standing(self.standing()));
        self.changed(&[Changed::Records, Changed::Team, Changed::Drafts, Changed::Asides, Changed::Settings]);
        self.tell_sync();
        Ok(())
    }

    fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), Notice> {
        let replica = self.replica.as_mut().ok_or_else(not_joined)?;
        replica.set(self.disk.store.as_mut(), name, value).map_err(|fault| self.disk_fault(&fault))
    }

    /// Once the roster is here: a member whom nobody put into it writes the own entry. Earlier, the
    /// entry might be born twice.
    pub(super) fn write_own_entry(&mut self) {
        let Some(replica) = &self.replica else { return };
        let Some(entry) = replica.setting(OWN_ENTRY).map(str::to_owned) else { return };
        if replica.bookmark().synced_at.is_none() {
            return;
        }
        let person = replica.identity().person;
        if self.picture.model.person(person).is_none() {
            let (name, school) = entry.split_once('\n').unwrap_or((&entry, ""));
            let new = NewPerson {
                person: Some(person),
                name: name.to_owned(),
                school: school.to_owned(),
                ..NewPerson::default()
            };
            if self.command(&Command::AddPeople(vec![new])).is_err() {
                // A role that may not write the roster: somebody else enters this member.
                return;
            }
        }
        if let Err(notice) = self.keep_setting(OWN_ENTRY, "") {
            self.tell(Update::Notice(notice));
        }
    }

    pub(super) fn invite(&mut self, id: u64, person: PersonId, role: Role) -> Result<(), Notice> {
        let replica = self.replica.as_ref().ok_or_else(not_joined)?;
        let known = self.picture.model.person(person).map(|kept| kept.content);
        let known = known.ok_or_else(|| Notice::needed("notice-invite-nobody"))?;
        let request = InviteRequest { person, role, person_name: known.name.clone(), school: known.school.clone() };
        let post = self.post_signed(replica, &invite_path(replica.identity().studio), &request);
        self.work.push(post.map(move |outcome| Event::Invited { id, outcome }).boxed_local());
        Ok(())
    }

    pub(super) fn invited(&self, outcome: Result<Answer, Silence>) -> Result<Reply, Notice> {
        let invite: InviteAnswer = understood(outcome)?;
        let link = format!("{}/j#{}", self.transport.origin(), invite.code);
        Ok(Reply::Invite(Invite { code: invite.code, link, expires_at: invite.expires_at }))
    }

    pub(super) fn held(&mut self, id: u64, let_in: Option<(DocId, Vec<ChangeHash>)>) -> Result<(), Notice> {
        let replica = self.replica.as_ref().ok_or_else(not_joined)?;
        let request = HeldRequest { let_in: let_in.map(|(doc, hashes)| Admit { doc, hashes }) };
        let post = self.post_signed(replica, &held_path(replica.identity().studio), &request);
        self.work.push(post.map(move |outcome| Event::HeldSeen { id, outcome }).boxed_local());
        Ok(())
    }

    pub(super) fn held_seen(&self, outcome: Result<Answer, Silence>) -> Result<Reply, Notice> {
        let answer: HeldAnswer = understood(outcome)?;
        let row = |work: HeldWork| HeldRow {
            name: self.picture.model.name_of(work.person).to_owned(),
            doc: work.doc,
            person: work.person,
            reason_key: work.why.key().to_owned(),
            hashes: work.hashes,
            at: work.first_seen,
            said: work.said.unwrap_or_default(),
        };
        Ok(Reply::Held(answer.waiting.into_iter().map(row).collect()))
    }

    /// Asks the server in this device's name.
    pub(super) fn post_signed<T: minicbor::Encode<()>>(
        &self,
        replica: &Replica,
        path: &str,
        message: &T,
    ) -> impl Future<Output = Result<Answer, Silence>> + 'static {
        let body = minicbor::to_vec(message).unwrap_or_default();
        let by = SignedBy { device: replica.identity().device, secret: replica.secret() };
        self.transport.post(path, body, Some(by))
    }

    /// Another installation writes under this device's name: this one takes a new name and goes on.
    pub(super) fn renew(&mut self) {
        let Some(replica) = &self.replica else { return };
        let identity = replica.identity();
        let joining = Joining { code: String::new(), device: DeviceId(fresh()), seed: fresh() };
        let known = replica.members().device(identity.device).map(|known| known.name.clone());
        let request = RenewRequest {
            device: joining.device,
            key: Secret::from_seed(joining.seed).public(),
            device_name: known.unwrap_or_default(),
        };
        let body = minicbor::to_vec(request).unwrap_or_default();
        let by = SignedBy { device: identity.device, secret: replica.secret() };
        let post = self.transport.post(&renew_path(identity.studio), body, Some(by));
        self.work.push(post.map(move |outcome| Event::Renewed { joining, outcome }).boxed_local());
        self.sync_under_way();
    }

    pub(super) fn renewed(&mut self, joining: &Joining, outcome: Result<Answer, Silence>) {
        if outcome.is_err() {
            return self.turned(self.host.now(), outcome);
        }
        self.sync_over();
        let begun = understood(outcome).and_then(|answer: EnrolAnswer| self.begin(&answer, joining));
        match begun {
            Ok(()) => {
                self.tell(Update::Notice(Notice::told("notice-renewed")));
                self.sync_now();
            }
            Err(notice) => self.blocked(notice.remedied(Remedy::JoinAgain)),
        }
    }
}

/// A code as the server knows it: people type spaces, dashes and either case.
fn tidy(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The message in an answer, or the notice that there is none.
fn understood<T: for<'b> minicbor::Decode<'b, ()>>(outcome: Result<Answer, Silence>) -> Result<T, Notice> {
    match outcome {
        Ok(answer) => read(&answer.body).map_err(|_| faults::strange_answer()),
        Err(Silence::Network) => Err(faults::no_network()),
        Err(Silence::Problem(problem)) => Err(faults::of_problem(&problem)),
    }
}
