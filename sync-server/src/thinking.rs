//! Turns of studios, thought beside the writer: one at a time for each studio, as many at once as there are cores. The
//! writer only appends what was thought, if nobody appended to the studio meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use studio_core::changelog::{ChangeLog, LogHead, LogRow};
use studio_core::id::StudioId;
use studio_core::turn::{ServerStudio, TurnFault};
use tokio::sync::{Mutex as Turnstile, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::fault::{Fault, Unturned, unturned};
use crate::limits::{TURN_TRIES_MAX, TURNS_WAITING_MAX, WAITING_JOBS_MAX};
use crate::ready::{Ready, Version};
use crate::store::sqlite::log::{SqliteLog, head};
use crate::store::threads::Disk;

/// What a studio's turn says: a value and rows to append, or why it came to nothing.
pub type Turned<T> = Result<(T, Vec<LogRow>), TurnFault>;

/// The log as a turn reads it: one moment of the disk.
pub type Moment<'a> = SqliteLog<&'a Connection>;

/// Who waits for which studio, and for a core.
pub struct Thinkers {
    studios: Arc<Queues>,
    room: Arc<Semaphore>,
    cores: Semaphore,
}

type Queues = Mutex<HashMap<StudioId, Arc<Turnstile<()>>>>;

impl Default for Thinkers {
    fn default() -> Self {
        // With one core still two: a neighbour's short turn is not to stand behind a long one.
        let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        let room = Arc::new(Semaphore::new(WAITING_JOBS_MAX));
        Self { studios: Arc::default(), room, cores: Semaphore::new(cores) }
    }
}

/// A studio's place: held by the one whose turn it is.
pub struct Place {
    studio: StudioId,
    queues: Arc<Queues>,
    turn: Option<OwnedMutexGuard<()>>,
    _room: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turn = None;
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.get(&self.studio).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            queues.remove(&self.studio);
        }
    }
}

impl Thinkers {
    /// Waits for a studio's turn.
    ///
    /// # Errors
    /// [`Fault::Busy`] when too many wait for it: the others of the county must not wait with them.
    async fn place(&self, studio: StudioId) -> Result<Place, Fault> {
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| Fault::Busy)?;
        let queue = {
            let mut queues = self.studios.lock().unwrap_or_else(PoisonError::into_inner);
            let queue = queues.entry(studio).or_default();
            if Arc::strong_count(queue) > TURNS_WAITING_MAX {
                return Err(Fault::Busy);
            }
            Arc::clone(queue)
        };
        let turn = queue.lock_owned().await;
        Ok(Place { studio, queues: Arc::clone(&self.studios), turn: Some(turn), _room: room })
    }
}

/// A turn that was thought, not durable yet.
struct Thought<T> {
    value: T,
    rows: Vec<LogRow>,
    /// Where the log ended before.
    before: LogHead,
    /// The state after it, of the version before it.
    ready: Ready,
}

impl Disk {
    /// Runs a turn of a studio and appends its rows: they are on disk when this returns a value. `None` when there is no
    /// such studio. `think` runs again when somebody appended to the studio meanwhile.
    ///
    /// # Errors
    /// [`Fault`]; then the studio is read from disk before its next turn.
    pub async fn turn<T: Send + 'static>(
        &self,
        studio: StudioId,
        think: impl Fn(&mut ServerStudio, &Moment<'_>) -> Turned<T> + Send + Sync + 'static,
    ) -> Result<Option<Result<T, Unturned>>, Fault> {
        let _place = self.thinkers().place(studio).await?;
        let think = Arc::new(think);
        for _ in 0..TURN_TRIES_MAX {
            let thought = match self.think(studio, Arc::clone(&think)).await? {
                Some(Ok(thought)) => thought,
                Some(Err(fault)) => return unturned(fault).map(|why| Some(Err(why))),
                None => return Ok(None),
            };
            if let Some(value) = self.append(studio, thought).await? {
                return Ok(Some(Ok(value)));
            }
        }
        Err(Fault::Busy)
    }

    async fn think<T: Send + 'static>(
        &self,
        studio: StudioId,
        think: Arc<impl Fn(&mut ServerStudio, &Moment<'_>) -> Turned<T> + Send + Sync + 'static>,
    ) -> Result<Option<Result<Thought<T>, TurnFault>>, Fault> {
        let core = self.thinkers().cores.acquire().await.map_err(|_| Fault::Stopped)?;
        let disk = self.clone();
        let thinking = tokio::task::spawn_blocking(move || {
            let (version, ready) = (disk.shelf().version(studio), disk.shelf().take(studio));
            disk.read_now(|db| {
                let Some(mut ready) = newest(db, studio, version, ready)? else { return Ok(None) };
                let before = ready.studio.head();
                let turned = think(&mut ready.studio, &SqliteLog(db));
                Ok(Some(turned.map(|(value, rows)| Thought { value, rows, before, ready })))
            })
        });
        let thought = thinking.await;
        drop(core);
        thought.unwrap_or(Err(Fault::Stopped))
    }

    /// Appends what was thought; `None` when somebody appended first. The state is kept once its rows are durable.
    async fn append<T: Send + 'static>(&self, studio: StudioId, thought: Thought<T>) -> Result<Option<T>, Fault> {
        let Thought { value, rows, before, mut ready } = thought;
        if !rows.is_empty() {
            let version = ready.version;
            let appended = self.write(move |desk| desk.append_thought(studio, version, before, &rows));
            let Some(version) = appended.await? else { return Ok(None) };
            ready.version = version;
        }
        self.shelf().keep(ready);
        Ok(Some(value))
    }
}

/// The state that lay ready, if it is this moment's; else the one on the disk.
fn newest(db: &Connection, studio: StudioId, version: Version, ready: Option<Ready>) -> Result<Option<Ready>, Fault> {
    let now = head(db, studio).map_err(crate::store::sqlite::fault)?.map(|(_, head)| head);
    if let Some(ready) = ready.filter(|ready| Some(ready.studio.head()) == now) {
        return Ok(Some(ready));
    }
    let saved = SqliteLog(db).load(studio)?;
    let loaded = saved.map(ServerStudio::load).transpose()?;
    Ok(loaded.map(|studio| Ready { studio, version }))
}
