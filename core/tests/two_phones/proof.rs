//! Stories of certificates that come late: after a restore the changes of a run may stand, or be offered, before
//! the certificate of who wrote them. Whatever the order, every reader shows what the bureau shows, and nothing is
//! taken of one whom nobody can prove.

use studio_core::access::{DocKind, Role};
use studio_core::changelog::{ChangeLog, LogRow};
use studio_core::decision::{Revoke, What};
use studio_core::id::{DeviceId, RecordId};
use studio_core::log::{Entry, EntryBody, chain_next};
use studio_core::time::Millis;
use studio_core::turn::ServerStudio;
use studio_core::wire::SyncRequest;

use crate::server::{ACTIVITY, NOON, Phone, STUDIO, Server};

/// A county whose restored server lacks a teacher who enrolled and wrote since; the chief has both.
fn a_teacher_is_lost(server: &mut Server) -> Phone {
    let mut chief = server.enrol(1, Role::Chief);
    let backup = server.log.clone();
    let mut late = server.enrol(3, Role::Backbone);
    late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
    late.sync(server);
    chief.sync(server);
    server.copy_back(&backup);
    server.restore();
    chief.turn(server);
    chief
}

/// The chief's run without what the county decided.
fn without_decisions(request: SyncRequest) -> SyncRequest {
    let mut run = request.run.unwrap();
    run.bodies.retain(|body| matches!(body.body, EntryBody::Change(_)));
    SyncRequest { run: Some(run), credentials: Vec::new(), ..request }
}

#[test]
pub(crate) fn a_run_without_its_certificates_is_asked_for_them_and_taken_with_them() {
    let mut server = Server::found();
    let chief = a_teacher_is_lost(&mut server);
    let request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    let credentials = request.credentials.clone();
    let bare = without_decisions(request);
    let answer = server.sync(DeviceId([1; 16]), &bare);
    let set_back = answer.set_back.clone().unwrap();
    assert_eq!(set_back.unproven, Some(vec![DeviceId([3; 16])]));
    assert!(server.studio.state.record(RecordId([33; 16])).is_none(), "nobody proves it");
    let with = SyncRequest { cursor: answer.cursor, credentials: certificates(&chief), ..bare };
    assert!(credentials.len() <= with.credentials.len());
    server.sync(DeviceId([1; 16]), &with);
    assert!(server.studio.state.record(RecordId([33; 16])).is_some());
    reads_like_the_bureau(&mut server);
}

#[test]
fn one_who_never_brings_the_certificates_is_asked_once_and_stops_nobody() {
    let mut server = Server::found();
    let mut chief = a_teacher_is_lost(&mut server);
    let bare = without_decisions(chief.replica.request(&chief.store, Millis(NOON), 0).unwrap());
    let asked = server.sync(DeviceId([1; 16]), &bare);
    let again = SyncRequest { cursor: asked.cursor, ..bare };
    let answer = server.sync(DeviceId([1; 16]), &again);
    assert_eq!(answer.set_back.unwrap().want_from, None, "passed over");
    assert!(server.studio.state.record(RecordId([33; 16])).is_none());
    chief.sync(&mut server);
    assert!(server.studio.state.record(RecordId([33; 16])).is_some(), "it came with the next honest run");
    reads_like_the_bureau(&mut server);
}

#[test]
fn a_phone_brings_the_certificates_of_a_run_though_it_holds_their_entries_as_stubs() {
    let mut server = Server::found();
    let chief = a_teacher_is_lost(&mut server);
    let request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    let bare = without_decisions(request);
    let honest = SyncRequest { credentials: certificates(&chief), ..bare };
    server.sync(DeviceId([1; 16]), &honest);
    assert!(server.studio.state.record(RecordId([33; 16])).is_some());
    reads_like_the_bureau(&mut server);
}

#[test]
fn a_revoked_devices_certificate_proves_what_it_wrote_before() {
    let mut server = Server::found();
    let mut chief = a_teacher_is_lost(&mut server);
    server.decide(What::Revoke(Revoke { device: DeviceId([3; 16]) }));
    chief.sync(&mut server);
    assert!(server.studio.state.record(RecordId([33; 16])).is_some(), "accepted once, and not judged again");
    assert_eq!(server.studio.held().count(), 0);
    reads_like_the_bureau(&mut server);
}

#[test]
fn a_log_in_which_changes_stand_before_their_authors_certificate_reads_right_in_pages_of_any_size() {
    for page in [0, 1, 700] {
        let mut server = Server::found();
        let mut chief = server.enrol(1, Role::Chief);
        chief.sync(&mut server);
        let mut late = server.enrol(3, Role::Backbone);
        late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
        late.write(DocKind::Journal, 33, &[("place", "石佛小学")]).unwrap();
        late.sync(&mut server);
        let mut server = certificates_last(&server);
        for _ in 0..60 {
            let request = chief.replica.request(&chief.store, Millis(NOON), page).unwrap();
            let answer = server.sync(DeviceId([1; 16]), &request);
            if !chief.replica.answer(&mut chief.store, &answer, Millis(NOON)).unwrap().more {
                break;
            }
        }
        assert_eq!(chief.replica.state(), &server.studio.state, "pages of {page} bytes");
        assert!(chief.topic(33).is_some());
    }
}

#[test]
fn a_disk_of_an_earlier_release_is_healed_of_what_it_kept_out_of_sight() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.sync(&mut server);
    let mut late = server.enrol(3, Role::Backbone);
    late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
    late.sync(&mut server);
    let mut server = certificates_last(&server);
    chief.page(&mut server).unwrap();
    forget_what_was_not_proved(&mut chief, &mut server);
    chief.sync(&mut server);
    assert_eq!(chief.replica.state(), &server.studio.state);
}

/// Makes the phone's disk what the earlier release left: everything pulled, nothing noted of what was not proved.
fn forget_what_was_not_proved(phone: &mut Phone, server: &mut Server) {
    use studio_core::replica::Replica;
    use studio_core::store::{Bookmark, Store, Write};
    while phone.replica.bookmark().seq < server.studio.head().seq {
        phone.page(server).unwrap();
        let bookmark = Bookmark { unproved: None, again_from: None, ..phone.replica.bookmark().clone() };
        phone.store.commit(STUDIO, &[Write::Bookmark(bookmark)]).unwrap();
        phone.replica = Replica::open(&phone.store, STUDIO, [9; 8]).unwrap().unwrap();
    }
    assert_eq!(phone.topic(33), None);
}

fn certificates(phone: &Phone) -> Vec<studio_core::decision::SignedDecision> {
    use studio_core::store::Store;
    let saved = phone.store.load(STUDIO).unwrap().unwrap();
    saved.decisions.into_iter().filter(|signed| matches!(signed.read().unwrap().what, What::Device(_))).collect()
}

/// A log with the same entries, the certificate and role of device 3 behind what it wrote: as a run without
/// them left it in the earlier release.
fn certificates_last(server: &Server) -> Server {
    let saved = server.log.load(STUDIO).unwrap().unwrap();
    let entries = server.log.entries(STUDIO, 0, usize::MAX).unwrap();
    let is_late = |entry: &Entry| match &entry.body {
        EntryBody::Decision(signed) => match signed.read().unwrap().what {
            What::Device(device) => device.device == DeviceId([3; 16]),
            _ => false,
        },
        _ => false,
    };
    let (late, first): (Vec<_>, Vec<_>) = entries.into_iter().map(|(entry, _)| entry).partition(is_late);
    let mut head = saved.head;
    (head.seq, head.chain) = (0, studio_core::log::chain_start(STUDIO, saved.first_log));
    let expected = head;
    let mut rows = vec![LogRow::Begin(saved.first_log)];
    for entry in first.into_iter().chain(late) {
        head.seq += 1;
        head.chain = chain_next(head.chain, head.seq, entry.first_seen, entry.body.header_hash());
        let meta = match &entry.body {
            EntryBody::Change(envelope) => saved
                .metas
                .iter()
                .find(|(_, hash, ..)| *hash == envelope.hash())
                .map(|(_, hash, _, meta)| (*hash, meta.clone())),
            _ => None,
        };
        let decision = match &entry.body {
            EntryBody::Decision(signed) => Some(signed.read().unwrap().id),
            _ => None,
        };
        rows.push(LogRow::Entry {
            entry: Box::new(Entry { seq: head.seq, ..entry }),
            chain: head.chain,
            change: meta,
            decision,
        });
    }
    rows.extend(saved.descriptors.iter().map(|d| LogRow::Descriptor(d.id(STUDIO), d.clone())));
    rows.extend(saved.records.iter().map(|r| LogRow::Record(Box::new(r.clone()))));
    let mut log = studio_core::changelog::MemoryLog::default();
    log.append(STUDIO, expected, &rows).unwrap();
    let studio = ServerStudio::load(log.load(STUDIO).unwrap().unwrap()).unwrap();
    Server { log, studio, secret: server.secret.clone(), now: server.now, drawn: 120 }
}

/// A phone that joins now shows what the bureau shows.
fn reads_like_the_bureau(server: &mut Server) {
    let mut fresh = server.enrol(7, Role::Backbone);
    fresh.sync(server);
    assert_eq!(fresh.replica.state(), &server.studio.state);
}
