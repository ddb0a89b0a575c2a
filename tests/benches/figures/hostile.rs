//! What one hostile request costs, and what the neighbours notice: requests within every limit that a member signs, built
//! so that each change of theirs asks far back into a long history.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use studio_core::access::Role;
use studio_core::cbor::to_vec;
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::doc::{Descriptor, genesis, records_op};
use studio_core::envelope::{Envelope, Signer, change_hash};
use studio_core::id::{Actor, ChangeHash, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId};
use studio_core::limits::{DEPS_MAX, ENVELOPES_MAX, OPS_MAX, PROTOCOL};
use studio_core::record::{OpId, TYPE_KEY};
use studio_core::sign::Secret;
use studio_core::time::{DAY_MS, HalfYear, Millis};
use studio_core::wire::{Judged, SyncRequest, Verdict};

use crate::{County, NOW, STUDIO, cpu_used, milliseconds, work};

const OTHER: StudioId = StudioId([201; 16]);
/// Writes the long histories.
const WRITER: u8 = 50;
/// A second device of the same person: it has no head in them.
const VISITOR: u8 = 51;
const TIMES: usize = 5;
const NEIGHBOURS_PUSHES: usize = 200;
/// No longer than this, however slow the server is.
const LONGEST: Duration = Duration::from_secs(40);

/// A sort of hostile request.
struct Shape {
    name: &'static str,
    /// Changes that the document has.
    changes: usize,
    /// Dependencies of each.
    width: usize,
    /// Operations of each change that is sent.
    ops: usize,
}

const SHAPES: &[Shape] = &[
    Shape { name: "256 changes on old ones of 1,750", changes: 1_750, width: 1, ops: 1 },
    Shape { name: "256 changes on 64 old ones each, of 500 with 64 each", changes: 500, width: DEPS_MAX, ops: 1 },
    Shape { name: "256 changes of 2,000 operations", changes: 1, width: 1, ops: OPS_MAX },
];

/// Prints the worst request of each shape, alone and beside a neighbour.
pub(crate) async fn requests(county: &County, folder: &Path) -> Result<()> {
    enrol(county).await?;
    let mut neighbour = neighbour(county, folder).await?;
    quiet(county, &mut neighbour).await?;
    for (n, shape) in (1_i64..).zip(SHAPES) {
        let hostile = Arc::new(Hostile::prepare(county, shape, n).await?);
        let (mut worst, mut later) = (Duration::ZERO, 0);
        for time in 0..TIMES {
            let request = hostile.request(time);
            let before = cpu_used()?;
            let now = day(n * 1_000 + 1 + time as i64);
            let answer = county.turn_at(STUDIO, DeviceId([VISITOR; 16]), request, now).await?;
            worst = worst.max(cpu_used()?.saturating_sub(before));
            later = later.max(answer.verdicts.iter().filter(|judged| judged.verdict == Verdict::Later).count());
        }
        let (name, worst) = (shape.name, milliseconds(worst));
        println!("{name}: worst of {TIMES}: {worst} CPU (≤ 250 ms), {later} of them for later");
        beside(county, &hostile, &mut neighbour, n * 1_000).await?;
    }
    Ok(())
}

fn day(n: i64) -> Millis {
    Millis(NOW.0 + n * DAY_MS)
}

async fn enrol(county: &County) -> Result<()> {
    let person = PersonId([WRITER; 16]);
    county.decide(STUDIO, What::Grant(Grant { person, role: Role::Backbone })).await?;
    for n in [WRITER, VISITOR] {
        let device = Device { device: DeviceId([n; 16]), person, key: secret(n).public(), name: "手机".to_owned() };
        county.decide(STUDIO, What::Device(device)).await?;
    }
    Ok(())
}

async fn neighbour(county: &County, folder: &Path) -> Result<crate::Phone> {
    let founded = Founded {
        project: ProjectId([2; 16]),
        name: "柳河乡数学首席教师工作室".to_owned(),
        server_key: county.disk.secret().public(),
        log: LogId([33; 16]),
    };
    county.disk.write(move |desk| desk.found(OTHER, founded, &By::Server, NOW)).await?;
    county.join_in(OTHER, folder, 60).await
}

/// What the neighbour's push takes when nobody else is there.
async fn quiet(county: &County, neighbour: &mut crate::Phone) -> Result<()> {
    let mut waits = Vec::new();
    for n in 0..NEIGHBOURS_PUSHES / 4 {
        waits.push(push(county, neighbour, n).await?);
    }
    println!("a neighbour's push of one record, alone: {}", percentiles(waits));
    Ok(())
}

/// The neighbour pushes while hostile requests follow one another.
async fn beside(county: &County, hostile: &Arc<Hostile>, neighbour: &mut crate::Phone, first_day: i64) -> Result<()> {
    let over = Arc::new(AtomicBool::new(false));
    let attack = tokio::spawn({
        let (county, hostile, over) = (county.clone(), Arc::clone(hostile), Arc::clone(&over));
        async move {
            let mut sent = 0_usize;
            while !over.load(Ordering::Relaxed) {
                let request = hostile.request(TIMES + sent);
                sent += 1;
                county.turn_at(STUDIO, DeviceId([VISITOR; 16]), request, day(first_day + 100 + sent as i64)).await?;
            }
            Ok::<usize, anyhow::Error>(sent)
        }
    });
    let (began, mut waits) = (Instant::now(), Vec::new());
    while waits.len() < NEIGHBOURS_PUSHES && began.elapsed() < LONGEST {
        waits.push(push(county, neighbour, first_day as usize + waits.len()).await?);
    }
    over.store(true, Ordering::Relaxed);
    let (pushes, waited) = (waits.len(), percentiles(waits));
    println!("  beside {} of them, {pushes} pushes of a neighbour: {waited} (99 % ≤ 50 ms)", attack.await??);
    Ok(())
}

async fn push(county: &County, phone: &mut crate::Phone, n: usize) -> Result<Duration> {
    phone.record(work(u16::try_from(n)?))?;
    let request = to_vec(&phone.replica.request(&phone.store, NOW, crate::ANSWER_BYTES_MAX)?);
    let began = Instant::now();
    let answer = county.turn_at(OTHER, phone.replica.identity().device, request, NOW).await?;
    let waited = began.elapsed();
    phone.replica.answer(&mut phone.store, &answer, NOW)?;
    Ok(waited)
}

fn percentiles(mut waits: Vec<Duration>) -> String {
    waits.sort_unstable();
    let at = |hundredth: usize| waits.get((waits.len() * hundredth / 100).min(waits.len() - 1)).copied();
    let said = |hundredth| milliseconds(at(hundredth).unwrap_or_default());
    format!("median {}, 99 % {}, longest {}", said(50), said(99), said(100))
}

fn secret(n: u8) -> Secret {
    Secret::from_seed([n; 32])
}

/// A long history, and requests that build on it.
struct Hostile {
    shape: &'static Shape,
    descriptor: Descriptor,
    hashes: Vec<ChangeHash>,
    first: OpId,
}

impl Hostile {
    async fn prepare(county: &County, shape: &'static Shape, n: i64) -> Result<Self> {
        let half_year = HalfYear { year: 2026 - u16::try_from(n / 2)?, half: 1 + u8::try_from(n % 2)? };
        let descriptor = Descriptor::journal(PersonId([WRITER; 16]), half_year);
        let doc = descriptor.id(STUDIO);
        let actor = Actor::new(DeviceId([WRITER; 16]), [u8::try_from(n)?; 8]);
        let (mut hashes, mut bodies) = (vec![genesis(doc).hash], Vec::new());
        for change in 0..shape.changes {
            let deps = last(&hashes, shape.width);
            let start_op = 3 + 2 * change as u64;
            let map = Op {
                obj: Obj::Map(records_op(doc)),
                key: record(n as u64 * 10_000 + change as u64).to_string(),
                write: Write::MakeMap,
                pred: Vec::new(),
            };
            let obj = Obj::Map(OpId { counter: start_op, actor });
            let put = Op { obj, key: TYPE_KEY.into(), write: Write::Put("activity".into()), pred: Vec::new() };
            let body = Body { actor, seq: change as u64 + 1, start_op, deps, ops: vec![map, put] };
            let chunk = body.encode().bytes;
            hashes.push(change_hash(&chunk));
            bodies.push(chunk);
        }
        let hostile = Self { shape, descriptor, hashes, first: OpId { counter: 3, actor } };
        for some in bodies.chunks(ENVELOPES_MAX) {
            let request = hostile.sealed(WRITER, some.to_vec());
            let answer = county.turn_at(STUDIO, DeviceId([WRITER; 16]), request, day(n * 1_000)).await?;
            let taken = |judged: &Judged| matches!(judged.verdict, Verdict::Accepted(_));
            anyhow::ensure!(answer.verdicts.iter().all(taken), "the history: {:?}", answer.verdicts.first());
        }
        Ok(hostile)
    }

    /// The n-th request: no two hold the same change.
    fn request(&self, n: usize) -> Vec<u8> {
        let actor = Actor::new(DeviceId([VISITOR; 16]), [9; 8]);
        let bodies = (0..ENVELOPES_MAX).map(|at| {
            let end = self.hashes.len() - (at % (self.hashes.len() - 1).max(1));
            let deps = last(&self.hashes[..end.max(1)], self.shape.width);
            let known = (end - 1) as u64;
            // one key for all: it packs to nothing, and is parsed all the same
            let op = |_| Op {
                obj: Obj::Map(self.first),
                key: format!("{n}-{at}"),
                write: Write::Delete,
                pred: vec![self.first],
            };
            let ops = (0..self.shape.ops).map(op).collect();
            Body { actor, seq: 1, start_op: 3 + 2 * known, deps, ops }.encode().bytes
        });
        let mut bodies: Vec<Vec<u8>> = bodies.collect();
        // within the limit of a request's bytes
        let mut left = studio_core::limits::BODY_BYTES_MAX - (64 << 10);
        bodies.retain(|body| {
            left = left.saturating_sub(body.len() + 200);
            left > 0
        });
        self.sealed(VISITOR, bodies)
    }

    fn sealed(&self, n: u8, bodies: Vec<Vec<u8>>) -> Vec<u8> {
        let (secret, doc) = (secret(n), self.descriptor.id(STUDIO));
        let signer = Signer { studio: STUDIO, device: DeviceId([n; 16]), secret: &secret, made_at: NOW };
        to_vec(&SyncRequest {
            protocol: PROTOCOL,
            capabilities: 0,
            seen: None,
            cursor: Vec::new(),
            device_time: NOW,
            answer_bytes_max: 1,
            descriptors: vec![self.descriptor.clone()],
            envelopes: bodies.into_iter().map(|body| Envelope::seal(signer, doc, body)).collect(),
            run: None,
            credentials: Vec::new(),
            again_from: None,
            sheaf: None,
        })
    }
}

fn last(hashes: &[ChangeHash], width: usize) -> Vec<ChangeHash> {
    let mut deps: Vec<ChangeHash> = hashes.iter().rev().take(width).copied().collect();
    deps.sort_unstable();
    deps
}

fn record(n: u64) -> RecordId {
    let mut id = [77; 16];
    id.iter_mut().zip(n.to_be_bytes()).for_each(|(place, byte)| *place = byte);
    RecordId(id)
}
