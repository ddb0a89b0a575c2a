//! One turn over HTTP: what was sent is durable before the answer, and may be sent again.

use axum::http::StatusCode;
use studio_core::cbor::to_vec;
use studio_core::id::{DeviceId, PersonId};
use studio_core::log::{Entry, EntryBody};
use studio_core::replica::NewDevice;
use studio_core::sign::Secret;
use studio_core::wire::{
    self, EnrolAnswer, RenewRequest, SHORT, Sent, Sheaf, SyncAnswer, SyncRequest, Verdict, renew_path, sync_path,
};
use studio_sync_server::chance;

use crate::county::County;

#[tokio::test]
async fn what_one_phone_writes_the_other_reads_after_a_turn_each() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    backbone.add_person(PersonId([7; 16]), "李晓");
    assert!(matches!(backbone.sync(&county).await.as_slice(), [Verdict::Accepted(_)]));
    chief.sync(&county).await;
    assert_eq!(chief.replica.state().docs, backbone.replica.state().docs);
}

#[tokio::test]
async fn a_phone_that_speaks_the_short_form_brings_and_takes_the_same() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    backbone.add_person(PersonId([7; 16]), "李晓");
    backbone.sync(&county).await;
    for n in 8..12 {
        chief.add_person(PersonId([n; 16]), "孙梅");
    }
    let whole: SyncRequest = wire::read(&chief.body()).unwrap();
    let short = SyncRequest { capabilities: SHORT, ..whole.clone() }.shortened();
    assert!(short.envelopes.is_empty() && short.sheaf.is_some());
    let say = |request: &SyncRequest| county.send(chief.signed(&sync_path(studio), to_vec(request)));
    let torn = SyncRequest { sheaf: short.sheaf.clone().map(|s| Sheaf { runs: vec![0], ..s }), ..short.clone() };
    let refused = say(&torn).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    let answer: SyncAnswer = say(&short).await.read();
    assert!(answer.verdicts.is_empty() && answer.brought.is_some() && answer.changes.is_some());
    let is_decision = |entry: &Entry| matches!(entry.body, EntryBody::Decision(_));
    assert!(answer.entries.iter().all(is_decision), "changes stand in their columns, and nothing is said twice");
    let answer = answer.lengthened(&Sent::all(&whole.envelopes)).unwrap();
    assert!(answer.verdicts.iter().all(|judged| matches!(judged.verdict, Verdict::Accepted(_))));
    chief.take(&answer);
    backbone.sync(&county).await;
    assert_eq!(chief.replica.unsent(), 0);
    assert_eq!(chief.replica.state().docs, backbone.replica.state().docs);
}

#[tokio::test]
async fn an_answer_that_got_lost_after_the_commit_is_given_again_as_duplicate() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    chief.add_person(PersonId([7; 16]), "李晓");
    let lost: SyncAnswer = chief.send(&county).await.read();
    let again: SyncAnswer = chief.send(&county).await.read();
    let seq = match lost.verdicts.as_slice() {
        [judged] => match judged.verdict {
            Verdict::Accepted(seq) => seq,
            ref other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(again.verdicts[0].verdict, Verdict::Duplicate(seq));
    assert_eq!(again.head.seq, lost.head.seq);
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_the_server_starts_anew() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    chief.add_person(PersonId([7; 16]), "李晓");
    chief.sync(&county).await;
    let County { folder, app, router } = county;
    drop((app, router));
    let county = County::over(folder);
    let answer: SyncAnswer = chief.send(&county).await.read();
    assert_eq!(Some(answer.head.seq), chief.replica.bookmark().head.as_ref().map(|head| head.seq));
    assert!(answer.entries.is_empty());
}

#[tokio::test]
async fn many_phones_at_once_are_written_as_a_group_and_each_gets_its_own_answer() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let mut phones = Vec::new();
    for n in 0..6_u8 {
        let mut phone = county.backbone(&mut chief, &format!("骨干{n}")).await;
        phone.add_person(PersonId([100 + n; 16]), &format!("老师{n}"));
        phones.push(phone);
    }
    let sends = phones.iter().map(|phone| phone.send(&county));
    let answers: Vec<SyncAnswer> = futures(sends).await.iter().map(|answer| answer.read()).collect();
    let mut places: Vec<u64> = answers
        .iter()
        .map(|answer| match answer.verdicts.as_slice() {
            [judged] => match judged.verdict {
                Verdict::Accepted(seq) => seq,
                ref other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 6);
}

/// All at once, on one task: their jobs wait for the writer together.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pinned: Vec<_> = all.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, slot) in pinned.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(done.drain(..).flatten().collect())
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_cloned_device_enrols_again_under_its_old_key_and_asking_twice_is_once() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let new = NewDevice { device: DeviceId(chance::bytes()), seed: chance::bytes(), nonce: chance::bytes() };
    let request =
        RenewRequest { device: new.device, key: Secret::from_seed(new.seed).public(), device_name: "新手机".into() };
    let ask = || county.send(chief.signed(&renew_path(studio), to_vec(&request)));
    let first: EnrolAnswer = ask().await.read();
    let second: EnrolAnswer = ask().await.read();
    assert_eq!(first.person, chief.person());
    assert_eq!(first.decisions, second.decisions);
}
