//! The short form of a sync: its golden bytes, and that it says what the long form says, or is refused as a whole.

use studio_core::cbor::to_vec;
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::envelope::{Envelope, Signer};
use studio_core::id::{ChainHash, ChangeHash, RecordId};
use studio_core::limits::ENVELOPES_MAX;
use studio_core::log::{Entry, EntryBody, Head};
use studio_core::record::Scalar;
use studio_core::refusal::Refusal;
use studio_core::time::Millis;
use studio_core::wire::{Judged, SHORT, Sent, Sheaf, SyncAnswer, SyncRequest, Torn, Verdict, read};

use crate::{AT, DEVICE, Golden, LOG, STUDIO, change, journal, secret};

/// So many changes of a journal, each on the one before it, minutes apart.
fn line(count: u8) -> Vec<Envelope> {
    let doc = journal().id(STUDIO);
    let records = Obj::Map(studio_core::doc::records_op(doc));
    let mut all: Vec<Envelope> = Vec::new();
    let mut body = change();
    for n in 0..count {
        let made_at = Millis(AT.0 + i64::from(n) * 60_000);
        all.push(Envelope::seal(
            Signer { studio: STUDIO, device: DEVICE, secret: &secret(), made_at },
            doc,
            body.encode().bytes,
        ));
        let (before, id) = (body.encode().hash, RecordId([n + 100; 16]).to_string());
        let start_op = body.max_op() + 1;
        let born = Obj::Map(studio_core::record::OpId { counter: start_op, actor: body.actor });
        let birth = Op { obj: records, key: id, write: Write::MakeMap, pred: Vec::new() };
        let typed = Op { obj: born, key: "type".into(), write: Write::Put(Scalar::from("activity")), pred: Vec::new() };
        body = Body { actor: body.actor, seq: body.seq + 1, start_op, deps: vec![before], ops: vec![birth, typed] };
    }
    all
}

fn request(envelopes: Vec<Envelope>) -> SyncRequest {
    SyncRequest {
        protocol: 1,
        capabilities: SHORT,
        seen: None,
        cursor: vec![1],
        device_time: AT,
        answer_bytes_max: 0,
        descriptors: vec![journal()],
        envelopes,
        run: None,
        credentials: Vec::new(),
        again_from: None,
        sheaf: None,
    }
}

/// What a server says of these, which stand in its log from 5 on, but for the last, which it refused; and of three that it
/// had of others, at 2, 3 and 9.
fn answer(sent: &[Envelope]) -> SyncAnswer {
    let (others, doc) = (line(3), journal().id(STUDIO));
    let refused = sent.len() - 1;
    let verdict =
        |n: usize| if n == refused { Verdict::Refused(Refusal::Role) } else { Verdict::Accepted(5 + n as u64) };
    let judged = |(n, envelope): (usize, &Envelope)| Judged { doc, hash: envelope.hash(), verdict: verdict(n) };
    let other = |(seq, envelope): (u64, &Envelope)| {
        let body = EntryBody::Change(envelope.clone());
        Entry { seq, first_seen: Millis(AT.0 + i64::try_from(seq).unwrap()), body }
    };
    let own = |(n, envelope): (usize, &Envelope)| {
        let body = EntryBody::Stub(EntryBody::Change(envelope.clone()).header_hash());
        Entry { seq: 5 + n as u64, first_seen: AT, body }
    };
    let mut entries: Vec<Entry> = [2, 3, 9].into_iter().zip(&others).map(other).collect();
    entries.push(Entry { seq: 4, first_seen: AT, body: EntryBody::Stub(ChainHash([13; 32])) });
    entries.extend(sent.iter().take(refused).enumerate().map(own));
    entries.sort_by_key(|entry| entry.seq);
    SyncAnswer {
        protocol: 1,
        verdicts: sent.iter().enumerate().map(judged).collect(),
        entries,
        descriptors: vec![journal()],
        cursor: vec![3],
        more: false,
        head: Head::sign(STUDIO, LOG, 9, ChainHash([11; 32]), &secret()),
        freshness: Vec::new(),
        server_time: AT,
        set_back: None,
        wait_s: None,
        takes: Some(SHORT),
        told: None,
        brought: None,
        changes: None,
    }
}

pub(super) fn add(golden: &mut Golden) {
    let sent = line(4);
    golden.add("sync request, short", &to_vec(&request(sent.clone()).shortened()));
    golden.add("sync answer, short", &to_vec(&answer(&sent).shortened(&sent)));
}

#[test]
fn a_request_and_its_answer_say_the_same_in_the_short_form() {
    let sent = line(4);
    let short = to_vec(&request(sent.clone()).shortened());
    assert!(short.len() + 4 * 60 < to_vec(&request(sent.clone())).len(), "what repeats is said once");
    assert_eq!(read::<SyncRequest>(&short).unwrap().lengthened(), Ok(request(sent.clone())));
    let whole = answer(&sent);
    let short = whole.clone().shortened(&sent);
    assert_eq!((short.verdicts.len(), short.entries.len()), (0, 1), "only the stub of another is left as it is");
    let short: SyncAnswer = read(&to_vec(&short)).unwrap();
    assert_eq!(short.lengthened(&Sent::all(&sent)), Ok(whole));
}

#[test]
fn what_has_no_place_in_a_sheaf_travels_as_it_is() {
    let mut odd = line(2);
    odd[1].body_kind = 2;
    assert_eq!(request(odd.clone()).shortened(), request(odd));
    let mut strange = line(3);
    strange[1].body = b"no chunk at all".to_vec();
    strange[2].made_at = Millis(i64::from(i32::MIN));
    let short = request(strange.clone()).shortened();
    assert!(short.sheaf.is_some());
    assert_eq!(short.lengthened(), Ok(request(strange)), "whatever the bytes are");
}

#[test]
fn envelopes_in_a_sheaf_are_counted_before_they_are_unpacked() {
    let over = vec![line(1).remove(0); ENVELOPES_MAX + 1];
    let short = request(over).shortened();
    assert_eq!(short.count(), ENVELOPES_MAX + 1);
    assert_eq!(short.clone().lengthened(), Ok(short), "it stays a sheaf, and is told to send less");
}

#[test]
fn an_answer_to_another_request_is_none() {
    let sent = line(4);
    let short = answer(&sent).shortened(&sent);
    let fewer = Sent::all(&sent[..3]);
    assert_eq!(short.clone().lengthened(&fewer), Err(Torn));
    assert_eq!(short.clone().lengthened(&[]), Err(Torn));
    let twice = |count: usize| {
        let brought = short.brought.clone().map(|all| all.repeat(count));
        SyncAnswer { brought, ..short.clone() }.lengthened(&Sent::all(&sent))
    };
    assert_eq!((twice(1).is_ok(), twice(2), twice(9)), (true, Err(Torn), Err(Torn)), "no entry comes twice");
    let more = Sent::all(&line(5));
    assert_eq!(short.lengthened(&more), Err(Torn));
}

#[test]
fn columns_that_do_not_belong_together_are_refused() {
    let whole = Sheaf::of(&line(4)).unwrap();
    assert_eq!(whole.envelopes(), Ok(line(4)));
    let spoilt: [fn(&mut Sheaf); 12] = [
        |s| s.places.clear(),
        |s| s.runs = vec![0, 3],
        |s| s.runs = vec![0, 5],
        |s| s.runs = vec![0, u32::MAX],
        |s| s.runs = vec![0],
        |s| s.runs = vec![1, 4],
        |s| s.made_at[1] = i64::MAX,
        |s| s.made_at.truncate(3),
        |s| s.signatures.truncate(255),
        |s| s.lengths[0] |= 1,
        |s| s.lengths[3] += 2,
        |s| s.bodies.push(0),
    ];
    for (n, spoil) in spoilt.into_iter().enumerate() {
        let mut sheaf = whole.clone();
        spoil(&mut sheaf);
        assert_eq!(sheaf.envelopes(), Err(Torn), "{n}");
    }
}

#[test]
fn a_change_that_goes_on_elsewhere_keeps_its_own_beginning() {
    let mut two = line(2);
    // the second builds on something that is not here
    let (mut body, _) = Body::decode(&two[1].body).unwrap();
    body.deps = vec![ChangeHash([7; 32])];
    two[1].body = body.encode().bytes;
    assert_eq!(Sheaf::of(&two).unwrap().envelopes(), Ok(two));
}
