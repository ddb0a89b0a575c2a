//! The figures of "speed and size" that need no browser: saving on a phone's disk, the bytes of a day, a thousand records
//! pushed to a server's disk. Printed by `cargo xtask bench`, never asserted on: a clock belongs to its machine.
#![expect(clippy::print_stdout, reason = "prints its measurements")]

#[path = "figures/hostile.rs"]
mod hostile;

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use flate2::write::GzEncoder;
use studio_core::access::{DocKind, Role};
use studio_core::cbor::to_vec;
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId};
use studio_core::record::Scalar;
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::Secret;
use studio_core::time::Millis;
use studio_core::turn::Turn;
use studio_core::wire::{EnrolAnswer, SyncAnswer, SyncRequest};
use studio_engine::store::SqliteStore;
use studio_sync_server::desk::spare;
use studio_sync_server::store::sqlite::reading;
use studio_sync_server::store::threads::Disk;

const STUDIO: StudioId = StudioId([1; 16]);
/// Monday, 23 November 2026, about noon in Beijing.
const NOW: Millis = Millis(1_795_406_400_000);
const SAVES: u16 = 200;
const DAY: u16 = 20;
const PUSHED: u16 = 1_000;
const ANSWER_BYTES_MAX: u32 = 2 << 20;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let county = County::found(folder.path()).await?;
    // `cargo bench … -- thousand`: one figure alone, as to hold it against another build's.
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |figure: &str| only.as_deref().is_none_or(|only| only == figure);
    if is_wanted("saving") {
        saving(&mut county.join(folder.path(), 10).await?)?;
    }
    if is_wanted("day") {
        one_day(&county, &mut county.join(folder.path(), 20).await?).await?;
    }
    if is_wanted("thousand") {
        thousand(&county, &mut county.join(folder.path(), 30).await?).await?;
    }
    if is_wanted("hostile") {
        hostile::requests(&county, folder.path()).await?;
    }
    Ok(())
}

/// Save one record, signed, judged and durable.
fn saving(phone: &mut Phone) -> Result<()> {
    let mut times = Vec::new();
    for n in 0..SAVES {
        let began = Instant::now();
        phone.record(work(n))?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let at = |hundredth: usize| milliseconds(times.get(times.len() * hundredth / 100).copied().unwrap_or_default());
    println!("save one record, durable, native: median {}, 90 % {} (median ≤ 10 ms)", at(50), at(90));
    Ok(())
}

/// One day's records: how many posts, how many bytes.
async fn one_day(county: &County, phone: &mut Phone) -> Result<()> {
    let day: Vec<Edit> = (0..DAY).map(work).collect();
    let plain = serde_json::to_vec(&day.iter().map(as_json).collect::<Vec<_>>())?;
    for edit in day {
        phone.record(edit)?;
    }
    let request = to_vec(&phone.replica.request(&phone.store, NOW, ANSWER_BYTES_MAX)?);
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&request)?;
    let sent = gzip.finish()?.len();
    let zstd = zstd::encode_all(&*plain, 3)?.len();
    let push = county.exchange(phone).await?;
    println!(
        "a day's {DAY} records: {} post, {sent} bytes up (gzip of {}; zstd-3 of the same as JSON: {zstd} of {})",
        push.pushes,
        request.len(),
        plain.len()
    );
    Ok(())
}

/// A thousand records, validated and durable on the server.
async fn thousand(county: &County, phone: &mut Phone) -> Result<()> {
    for n in 0..PUSHED {
        phone.record(work(n))?;
    }
    let push = county.exchange(phone).await?;
    println!(
        "{PUSHED} records pushed: server {} CPU, {} on the clock, {} posts (at most 256 changes each), {} bytes before gzip (≤ 0.2 s CPU)",
        milliseconds(push.server_cpu),
        milliseconds(push.server_clock),
        push.pushes,
        push.bytes_up
    );
    Ok(())
}

/// A studio on a server's disk.
#[derive(Clone)]
struct County {
    disk: Disk,
}

impl County {
    async fn found(folder: &Path) -> Result<Self> {
        let disk = Disk::open(&folder.join("county.db"), [9; 32])?;
        let founded = Founded {
            project: ProjectId([2; 16]),
            name: "赵桥乡语文首席教师工作室".to_owned(),
            server_key: disk.secret().public(),
            log: LogId([3; 16]),
        };
        disk.write(move |desk| desk.found(STUDIO, founded, &By::Server, NOW)).await?;
        Ok(Self { disk })
    }

    async fn decide(&self, studio: StudioId, what: What) -> Result<()> {
        self.disk.write(move |desk| desk.decide(studio, what, &By::Server, NOW)).await?;
        Ok(())
    }

    async fn join(&self, folder: &Path, n: u8) -> Result<Phone> {
        self.join_in(STUDIO, folder, n).await
    }

    /// Grants a person a role, and enrols their phone.
    async fn join_in(&self, studio: StudioId, folder: &Path, n: u8) -> Result<Phone> {
        let new = NewDevice { device: DeviceId([n; 16]), seed: [n; 32], nonce: [n; 8] };
        let person = PersonId([n; 16]);
        let key = Secret::from_seed(new.seed).public();
        let device = Device { device: new.device, person, key, name: "手机".to_owned() };
        self.decide(studio, What::Grant(Grant { person, role: Role::Backbone })).await?;
        self.decide(studio, What::Device(device)).await?;
        let answer = EnrolAnswer {
            studio,
            person,
            server_key: self.disk.secret().public(),
            decisions: self.disk.read(move |db| Ok(reading::decisions(db, studio)?)).await?,
            founded_at: NOW,
            school: "赵桥乡中心小学".to_owned(),
            person_name: "王丽".to_owned(),
        };
        let mut store = SqliteStore::over(rusqlite::Connection::open(folder.join(format!("phone-{n}.db")))?)?;
        let replica = Replica::enrol(&mut store, &answer, new, NOW)?;
        Ok(Phone { store, replica })
    }

    /// Turns until the phone has nothing left to send or to take. The phone's own work is not counted.
    async fn exchange(&self, phone: &mut Phone) -> Result<Push> {
        let mut push = Push::default();
        loop {
            let request = phone.replica.request(&phone.store, NOW, ANSWER_BYTES_MAX)?;
            push.pushes += usize::from(!request.envelopes.is_empty());
            let bytes = to_vec(&request);
            push.bytes_up += bytes.len();
            let (cpu, clock) = (cpu_used()?, Instant::now());
            let answer = self.turn_at(STUDIO, phone.replica.identity().device, bytes, NOW).await?;
            push.server_cpu += cpu_used()?.saturating_sub(cpu);
            push.server_clock += clock.elapsed();
            let more = phone.replica.answer(&mut phone.store, &answer, NOW)?.more;
            if !more && phone.replica.unsent() == 0 {
                return Ok(push);
            }
        }
    }

    /// What the server does with a request's bytes, up to the durable answer.
    async fn turn_at(&self, studio: StudioId, device: DeviceId, bytes: Vec<u8>, now: Millis) -> Result<SyncAnswer> {
        let secret = self.disk.secret().clone();
        let request: SyncRequest = minicbor::decode(&bytes).context("the server did not understand the phone")?;
        let answer = self.disk.turn(studio, move |studio, log| {
            let turn = Turn { device, now, secret: &secret, spare: spare() };
            studio.sync(log, &request, &turn)
        });
        let answer = answer.await?;
        let answer = answer.context("no such studio")?;
        answer.map_err(|_| anyhow::anyhow!("the server did not take the turn"))
    }
}

/// What an exchange cost.
#[derive(Default)]
struct Push {
    pushes: usize,
    bytes_up: usize,
    server_cpu: Duration,
    server_clock: Duration,
}

/// A phone with its disk.
struct Phone {
    store: SqliteStore,
    replica: Replica,
}

impl Phone {
    fn record(&mut self, edit: Edit) -> Result<()> {
        self.replica.record(&mut self.store, &[edit], NOW, None)?;
        Ok(())
    }
}

/// What a teacher writes on the n-th occasion: an activity, a mentoring log, now and then an outcome.
fn work(n: u16) -> Edit {
    let fields = match n % 5 {
        0 | 2 => activity(n),
        4 => outcome(n),
        _ => mentoring(n),
    };
    let mut id = [7; 16];
    id.iter_mut().zip(n.to_be_bytes()).for_each(|(place, byte)| *place = byte);
    let fields = fields.into_iter().map(|(key, value)| FieldEdit { key, seen: None, value: Some(value) });
    Edit { kind: DocKind::Journal, record: RecordId(id), fields: fields.collect() }
}

fn activity(n: u16) -> Vec<(String, Scalar)> {
    let minutes = format!(
        "第{n}次集体备课。围绕《落花生》一课的提问设计逐段讨论，确定三个核心问题；李老师试讲，大家对导入环节提出修改意见，约定下周三复查。"
    );
    let mut fields = vec![
        field("type", "activity"),
        field("kind", "joint-lesson-prep"),
        field("topic", &format!("课堂提问的有效性（{n}）")),
        field("start", "2026-11-23T14:30"),
        field("place", "赵桥乡中心小学"),
        field("minutes", &minutes),
    ];
    fields.extend((0..12).map(|who| field(&format!("attendance/{}", PersonId([who; 16])), "sign")));
    fields
}

fn mentoring(n: u16) -> Vec<(String, Scalar)> {
    vec![
        field("type", "mentoring"),
        field("date", "2026-11-23"),
        field("mentee", &PersonId([(n % 12) as u8; 16]).to_string()),
        field("problem", &format!("第{n}次听课：小组讨论时间太长，学生汇报只有两组，板书没有留下方法。")),
        field("advice", "把讨论压到五分钟，先独立写再交流；板书只写三个关键词，结尾让学生自己补全。"),
    ]
}

fn outcome(n: u16) -> Vec<(String, Scalar)> {
    vec![
        field("type", "outcome"),
        field("title", &format!("乡村小学语文课堂提问设计案例（{n}）")),
        field("kind", "case"),
        field("level", "county"),
        field("date", "2026-11-20"),
    ]
}

fn field(key: &str, value: &str) -> (String, Scalar) {
    (key.to_owned(), Scalar::from(value))
}

/// The same record as another program would send it.
fn as_json(edit: &Edit) -> serde_json::Value {
    let text = |value: &Option<Scalar>| match value {
        Some(Scalar::Str(text)) => serde_json::Value::from(text.as_str()),
        _ => serde_json::Value::Null,
    };
    let fields = edit.fields.iter().map(|field| (field.key.clone(), text(&field.value)));
    let id = ("id".to_owned(), serde_json::Value::from(edit.record.to_string()));
    serde_json::Value::Object(fields.chain([id]).collect())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// CPU time of all threads of this process, in the kernel's nanoseconds.
fn cpu_used() -> Result<Duration> {
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir("/proc/self/task").context("CPU time is read from Linux' /proc")? {
        let told = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += told.split(' ').next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0);
    }
    Ok(Duration::from_nanos(nanoseconds))
}
