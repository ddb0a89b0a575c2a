//! Turns are thought beside the writer: nobody waits for another studio's thinking, and nothing that was decided
//! meanwhile is lost.

use std::pin::Pin;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Waker};

use axum::http::StatusCode;
use studio_core::access::Role;
use studio_core::decision::{By, Notice, What};
use studio_core::id::{PersonId, StudioId};
use studio_core::store::StoreError;
use studio_core::turn::TurnFault;
use studio_core::wire::{SyncAnswer, Verdict};
use studio_sync_server::chance;
use studio_sync_server::fault::Fault;
use studio_sync_server::limits::TURNS_WAITING_MAX;
use studio_sync_server::store::threads::Disk;

use crate::county::{County, Phone};

/// A turn that says when it thinks and goes on when it is told to.
struct Slow {
    thinks: Receiver<u32>,
    go_on: Sender<()>,
}

type Turn = tokio::task::JoinHandle<Result<u32, Fault>>;

/// Begins a slow turn of a studio: it says the number of its try.
fn slow(disk: &Disk, studio: StudioId) -> (Slow, Turn) {
    let ((started, thinks), (go_on, may_go_on)) = (channel(), channel::<()>());
    let (told, disk) = (Mutex::new((0, started, may_go_on)), disk.clone());
    let turn = tokio::spawn(async move {
        let done = disk.turn(studio, move |ready, log| {
            let mut told = told.lock().unwrap();
            told.0 += 1;
            told.1.send(told.0).unwrap();
            told.2.recv().unwrap();
            let decided = studio_core::turn::Decided {
                id: studio_core::id::DecisionId(chance::bytes()),
                by: &By::Server,
                now: chance::now(),
                secret: &studio_core::sign::Secret::from_seed([9; 32]),
            };
            let rows = ready.decide(log, What::Notice(Notice { text: "通知".into() }), &decided)?;
            Ok((told.0, rows))
        });
        Ok(done.await?.unwrap().unwrap())
    });
    (Slow { thinks, go_on }, turn)
}

impl Slow {
    /// Waits until it thinks, without keeping the runtime from its other work.
    async fn once_thinking(self) -> (Self, u32) {
        let waiting = move || {
            let try_number = self.thinks.recv().unwrap();
            (self, try_number)
        };
        tokio::task::spawn_blocking(waiting).await.unwrap()
    }
}

async fn second_studio(county: &County) -> Phone {
    let (_, code) = county.officer("lin").await.create("柳河乡数学首席教师工作室", "孙梅").await;
    county.join(&code, "孙梅").await
}

#[tokio::test]
async fn another_studios_push_is_answered_while_one_studio_thinks() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut neighbour = second_studio(&county).await;
    let (thinking, turn) = slow(&county.app.disk, studio);
    let (thinking, _) = thinking.once_thinking().await;
    neighbour.add_person(PersonId([7; 16]), "李晓");
    assert!(matches!(neighbour.sync(&county).await.as_slice(), [Verdict::Accepted(_)]), "durable and answered");
    thinking.go_on.send(()).unwrap();
    assert_eq!(turn.await.unwrap(), Ok(1));
    chief.sync(&county).await;
}

#[tokio::test]
async fn what_is_decided_while_a_studio_thinks_stands_and_the_turn_is_thought_again() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let person = PersonId(chance::bytes());
    chief.add_person(person, "王丽");
    chief.sync(&county).await;
    let before: SyncAnswer = chief.send(&county).await.read();
    let (thinking, turn) = slow(&county.app.disk, studio);
    let (thinking, _) = thinking.once_thinking().await;
    let invite: studio_core::wire::InviteAnswer = chief.invite(&county, person, Role::Backbone, "王丽").await.read();
    let mut joined = county.join(&invite.code, "王丽").await;
    thinking.go_on.send(()).unwrap();
    let (thinking, try_number) = thinking.once_thinking().await;
    assert_eq!(try_number, 2, "somebody appended first");
    thinking.go_on.send(()).unwrap();
    assert_eq!(turn.await.unwrap(), Ok(2));
    joined.sync(&county).await;
    let after: SyncAnswer = chief.send(&county).await.read();
    assert_eq!(after.head.seq, before.head.seq + 3, "a role and a device, and the slow turn's notice once");
    assert_eq!(joined.replica.state().members, {
        chief.sync(&county).await;
        chief.replica.state().members.clone()
    });
}

#[tokio::test]
async fn a_turn_that_came_to_nothing_leaves_nothing_in_memory() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let failing = county.app.disk.turn(studio, |ready, log| {
        let secret = studio_core::sign::Secret::from_seed([9; 32]);
        let spare = studio_sync_server::desk::spare();
        ready.restore(log, spare, chance::now(), &secret)?;
        Err::<((), _), _>(TurnFault::Store(StoreError::Full))
    });
    assert_eq!(failing.await, Err(Fault::Store(StoreError::Full)));
    chief.add_person(PersonId([7; 16]), "李晓");
    assert!(matches!(chief.sync(&county).await.as_slice(), [Verdict::Accepted(_)]));
}

/// Lets a future begin.
fn begin<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn turns_that_wait_for_one_studio() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let disk = &county.app.disk;
    let (thinking, turn) = slow(disk, studio);
    let (thinking, _) = thinking.once_thinking().await;
    let mut waiting: Vec<_> =
        (1..TURNS_WAITING_MAX).map(|_| Box::pin(disk.turn(studio, |_, _| Ok(((), Vec::new()))))).collect();
    assert!(waiting.iter_mut().all(|turn| begin(turn).is_pending()));
    let over = chief.send(&county).await;
    assert_eq!(over.status, StatusCode::SERVICE_UNAVAILABLE);
    let mut neighbour = second_studio(&county).await;
    neighbour.sync(&county).await;
    thinking.go_on.send(()).unwrap();
    for turn in waiting {
        assert_eq!(turn.await, Ok(Some(Ok(()))));
    }
    assert_eq!(turn.await.unwrap(), Ok(1));
    assert_eq!(chief.send(&county).await.status, StatusCode::OK);
}
