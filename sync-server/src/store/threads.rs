//! Threads that own their connection: one writer, which makes many jobs durable with one fsync, and readers for pages.
//! It knows nothing of what a job does; it promises that an answer leaves only after its rows are on disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::Connection;
use studio_core::sign::Secret;
use studio_core::store::StoreError;
use tokio::sync::{Semaphore, oneshot};

use crate::desk::Desk;
use crate::fault::Fault;
use crate::limits::{GROUP_JOBS_MAX, READERS_MAX, WAITING_JOBS_MAX};
use crate::ready::{Group, Shelf};
use crate::store::sqlite;
use crate::thinking::Thinkers;

/// Says a job's result once it is known whether the group became durable.
type Finish = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// A job: does its work inside a savepoint; says whether that stands, and how to answer.
type Job = Box<dyn FnOnce(&mut Desk<'_>) -> (Stands, Finish) + Send>;

/// Whether a job's rows shall stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Yes,
    No,
}

/// The server's disk, shared by all requests. Cloning shares it; the writer ends with the last clone.
#[derive(Clone)]
pub struct Disk {
    jobs: SyncSender<Job>,
    readers: Arc<Readers>,
    secret: Arc<Secret>,
    shelf: Arc<Shelf>,
    thinkers: Arc<Thinkers>,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Semaphore,
}

impl Disk {
    /// Opens the database at a path and starts the writer. A database without a key gets the seed given, unless it
    /// holds studios.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be opened, a newer release wrote it, or its studios have lost their key.
    pub fn open(path: &Path, seed_if_new: [u8; 32]) -> Result<Self, StoreError> {
        let db = sqlite::open_writer(path)?;
        let secret = Arc::new(server_key(&db, seed_if_new)?);
        let (jobs, waiting) = sync_channel(WAITING_JOBS_MAX);
        let (key, shelf) = (Arc::clone(&secret), Arc::<Shelf>::default());
        let ready = Arc::clone(&shelf);
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || Writer { db, secret: key, shelf: ready }.run(&waiting))
            .map_err(|error| StoreError::Other(error.to_string()))?;
        let readers = Arc::new(Readers {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            places: Semaphore::new(READERS_MAX),
        });
        Ok(Self { jobs, readers, secret, shelf, thinkers: Arc::default() })
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.readers.path
    }

    /// The server's key.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Studios whose state lies ready.
    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Who waits for a turn of which studio.
    pub(crate) fn thinkers(&self) -> &Thinkers {
        &self.thinkers
    }

    /// Reads one moment of the database on this thread.
    pub(crate) fn read_now<T>(&self, reading: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        self.readers.read(reading)
    }

    /// Runs a job at the writer. All its rows are on disk when this returns `Ok`, none when it returns `Err`.
    ///
    /// # Errors
    /// What the job said, or the disk when the group was committed.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Desk<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |desk| {
            let result = job(desk);
            let stands = if result.is_ok() { Stands::Yes } else { Stands::No };
            let finish: Finish = Box::new(move |committed| {
                let said = result.and_then(|value| committed.map(|()| value).map_err(Fault::from));
                // the one who asked may have hung up: the work stands all the same
                drop(answer.send(said));
            });
            (stands, finish)
        });
        self.jobs.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => Fault::Busy,
            TrySendError::Disconnected(_) => Fault::Stopped,
        })?;
        answered.await.unwrap_or(Err(Fault::Stopped))
    }

    /// Reads one moment of the database.
    ///
    /// # Errors
    /// What the reading said.
    pub async fn read<T: Send + 'static>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let readers = Arc::clone(&self.readers);
        let place = self.readers.places.acquire().await.map_err(|_| Fault::Stopped)?;
        let result = tokio::task::spawn_blocking(move || readers.read(reading)).await;
        drop(place);
        result.unwrap_or(Err(Fault::Stopped))
    }
}

impl Readers {
    fn read<T>(&self, reading: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let db = match idle {
            Some(db) => db,
            None => sqlite::open_reader(&self.path)?,
        };
        let moment = db.unchecked_transaction().map_err(sqlite::fault)?;
        let result = reading(&moment);
        drop(moment);
        if result.is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(db);
        }
        result
    }
}

fn server_key(db: &Connection, seed_if_new: [u8; 32]) -> Result<Secret, StoreError> {
    if let Some(seed) = sqlite::office::server_seed(db)? {
        return Ok(Secret::from_seed(seed));
    }
    if sqlite::office::has_studios(db)? {
        return Err(StoreError::Other(key_lost()));
    }
    sqlite::office::put_server_seed(db, &seed_if_new)?;
    Ok(Secret::from_seed(seed_if_new))
}

/// Phones know the key that they enrolled with: a new one would make every one of them turn away.
fn key_lost() -> String {
    "the database holds studios and no server key, and the phones know the old key: a new one is not made. \
     Move the data folder aside and restore a backup that holds the key. \
     数据库里有工作室，却没有服务器密钥（server key）。手机认的是原来的密钥，不能换新的：\
     请把数据目录改名留存，用 restore 恢复带有密钥的备份。"
        .to_owned()
}

struct Writer {
    db: Connection,
    secret: Arc<Secret>,
    shelf: Arc<Shelf>,
}

impl Writer {
    fn run(self, waiting: &Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let mut group = vec![first];
            while group.len() < GROUP_JOBS_MAX
                && let Ok(next) = waiting.try_recv()
            {
                group.push(next);
            }
            self.run_group(group);
        }
    }

    /// One transaction for all, a savepoint for each, one fsync, then every answer.
    fn run_group(&self, group: Vec<Job>) {
        let begun = self.db.execute_batch("BEGIN IMMEDIATE").map_err(sqlite::fault);
        if let Err(error) = begun {
            // nothing ran: each asker gets the disk's word through the closed channel
            tracing::error!(%error, "the writer could not begin");
            return;
        }
        let mut done = Group::over(Arc::clone(&self.shelf));
        let finishes: Vec<Finish> = group.into_iter().filter_map(|job| self.run_job(job, &mut done)).collect();
        let committed = self.db.execute_batch("COMMIT").map_err(sqlite::fault);
        match &committed {
            Ok(()) => done.committed(),
            Err(error) => {
                tracing::error!(%error, "the writer could not commit");
                drop(self.db.execute_batch("ROLLBACK"));
            }
        }
        for finish in finishes {
            finish(committed.clone());
        }
    }

    fn run_job(&self, job: Job, group: &mut Group) -> Option<Finish> {
        if self.step("SAVEPOINT job").is_err() {
            return None;
        }
        let mut desk = Desk::new(&self.db, &self.secret, group);
        let done = catch_unwind(AssertUnwindSafe(|| job(&mut desk)));
        let touched = desk.touched();
        let stands = done.as_ref().map_or(Stands::No, |(stands, _)| *stands);
        if done.is_err() {
            tracing::error!("a job panicked; its rows are rolled back");
        }
        let end = match stands {
            Stands::Yes => "RELEASE job",
            Stands::No => "ROLLBACK TO job; RELEASE job",
        };
        let ended = self.step(end);
        if stands == Stands::No || ended.is_err() {
            touched.into_iter().for_each(|studio| group.forget(studio));
        }
        ended.ok().and_then(|()| done.ok()).map(|(_, finish)| finish)
    }

    fn step(&self, sql: &str) -> Result<(), StoreError> {
        self.db
            .execute_batch(sql)
            .map_err(sqlite::fault)
            .inspect_err(|error| tracing::error!(%error, sql, "the writer"))
    }
}
