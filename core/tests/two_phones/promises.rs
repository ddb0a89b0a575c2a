//! What `SECURITY.md` promises against a server or a file that lies: the phone notices, and shows nothing of it.

use studio_core::access::{DocKind, Role};
use studio_core::cbor::to_vec;
use studio_core::decision::{Device, What};
use studio_core::id::{ChainHash, DeviceId, PersonId, RecordId, Signature};
use studio_core::log::{Entry, EntryBody, Head, chain_next};
use studio_core::replica::SyncFault;
use studio_core::sign::Secret;
use studio_core::time::Millis;
use studio_core::wire::SyncAnswer;

use crate::server::{ACTIVITY, NOON, Phone, STUDIO, Server};

/// What the server says to the phone now; the phone has not read it yet.
fn answer_to(phone: &Phone, server: &mut Server) -> SyncAnswer {
    let request = phone.replica.request(&phone.store, Millis(NOON), 0).unwrap();
    server.sync(phone.replica.identity().device, &request)
}

/// The answer under a head that fits whatever its entries have become: its server rewrote them and signs.
fn signed_anew(answer: SyncAnswer, phone: &Phone, server: &Server) -> SyncAnswer {
    let mut chain = phone.replica.bookmark().chain.unwrap();
    for Entry { seq, first_seen, body } in &answer.entries {
        chain = chain_next(chain, *seq, *first_seen, body.header_hash());
    }
    let head = Head::sign(STUDIO, answer.head.log, answer.head.seq, chain, &server.secret);
    SyncAnswer { head, ..answer }
}

#[test]
fn a_log_that_was_rewritten_behind_a_phone_is_noticed() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    let before = chief.replica.bookmark().clone();
    let honest = answer_to(&chief, &mut server);
    let other = Head::sign(STUDIO, honest.head.log, honest.head.seq, ChainHash([7; 32]), &server.secret);
    let rewritten = SyncAnswer { head: other, set_back: None, ..honest };
    let said = chief.replica.answer(&mut chief.store, &rewritten, Millis(NOON));
    assert_eq!(said, Err(SyncFault::Chain));
    assert_eq!(*chief.replica.bookmark(), before, "nothing of it was taken");
}

#[test]
fn an_answer_under_another_servers_key_is_not_taken() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    let honest = answer_to(&chief, &mut server);
    let head = Head::sign(STUDIO, honest.head.log, honest.head.seq, honest.head.chain, &Secret::from_seed([8; 32]));
    let forged = SyncAnswer { head, ..honest };
    assert_eq!(chief.replica.answer(&mut chief.store, &forged, Millis(NOON)), Err(SyncFault::Forged));
    assert_eq!(chief.replica.bookmark().seq, 0);
}

#[test]
fn what_another_key_sealed_under_a_colleagues_name_is_shown_nowhere() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.sync(&mut server);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    let mut forged = answer_to(&backbone, &mut server);
    let change = forged.entries.iter_mut().find_map(|entry| match &mut entry.body {
        EntryBody::Change(envelope) => Some(envelope),
        EntryBody::Decision(_) | EntryBody::Stub(_) => None,
    });
    change.unwrap().signature = Signature([7; 64]);
    let forged = signed_anew(forged, &backbone, &server);
    let applied = backbone.replica.answer(&mut backbone.store, &forged, Millis(NOON)).unwrap();
    assert_eq!((applied.strange, backbone.topic(11)), (1, None));
}

#[test]
fn a_new_device_under_a_persons_name_reaches_all_their_phones_with_its_name() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.sync(&mut server);
    let (device, person) = (DeviceId([9; 16]), PersonId([1; 16]));
    let key = Secret::from_seed([9; 32]).public();
    server.decide(What::Device(Device { device, person, key, name: "旧手机".into() }));
    chief.sync(&mut server);
    let known = chief.replica.members().device(device).unwrap();
    assert_eq!((known.person, known.name.as_str()), (person, "旧手机"));
}

#[test]
fn a_backup_file_holds_the_unsent_work_and_no_key() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let export = chief.replica.export(&chief.store, Millis(NOON)).unwrap();
    assert_eq!(export.envelopes.len(), 1);
    let (bytes, seed) = (to_vec(&export), chief.replica.secret().seed());
    assert!(!bytes.windows(seed.len()).any(|part| part == seed));
    assert!(chief.replica.state().record(RecordId([11; 16])).is_some());
}
