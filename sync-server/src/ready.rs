//! Studios whose state lies ready in memory, for all who judge. Nothing here is ahead of the disk: a state is put back
//! only when its rows are durable, and whoever appends to a studio makes every other state of it old.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use studio_core::id::StudioId;
use studio_core::turn::ServerStudio;

use crate::limits::READY_STUDIOS_MAX;

/// How many times this server has appended to a studio: tells whether a state is still the newest. A log's head does not,
/// because not every row moves it.
pub type Version = u64;

/// A studio's state and the version that it is of.
pub struct Ready {
    /// The state.
    pub studio: ServerStudio,
    /// Its version.
    pub version: Version,
}

/// States that nobody works at now.
#[derive(Default)]
pub struct Shelf {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    studios: HashMap<StudioId, (u64, Ready)>,
    versions: HashMap<StudioId, Version>,
    clock: u64,
}

impl Inner {
    fn version(&self, studio: StudioId) -> Version {
        self.versions.get(&studio).copied().unwrap_or_default()
    }
}

impl Shelf {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The version of a studio on the disk. Ask before reading: what is read after is at least so new.
    pub fn version(&self, studio: StudioId) -> Version {
        self.inner().version(studio)
    }

    /// Takes a state off the shelf: whoever has it is alone with it.
    pub fn take(&self, studio: StudioId) -> Option<Ready> {
        let mut inner = self.inner();
        let (_, ready) = inner.studios.remove(&studio)?;
        (ready.version == inner.version(studio)).then_some(ready)
    }

    /// Puts a state on the shelf, if nobody has appended since. Its rows are durable.
    pub fn keep(&self, ready: Ready) {
        let mut inner = self.inner();
        let studio = ready.studio.state.studio;
        if ready.version != inner.version(studio) {
            return;
        }
        inner.clock += 1;
        let used = inner.clock;
        inner.studios.insert(studio, (used, ready));
        if inner.studios.len() > READY_STUDIOS_MAX
            && let Some(oldest) = inner.studios.iter().min_by_key(|(_, (used, _))| *used).map(|(id, _)| *id)
        {
            inner.studios.remove(&oldest);
        }
    }

    /// Rows of a studio became durable, so many times.
    fn note_appends(&self, studio: StudioId, times: u64) {
        *self.inner().versions.entry(studio).or_default() += times;
    }
}

/// What the jobs of one group have done to studios: it becomes true for all with the group's commit, or never.
pub struct Group {
    shelf: Arc<Shelf>,
    states: HashMap<StudioId, Ready>,
    appends: HashMap<StudioId, u64>,
}

impl Group {
    /// Nothing was done yet.
    pub fn over(shelf: Arc<Shelf>) -> Self {
        Self { shelf, states: HashMap::new(), appends: HashMap::new() }
    }

    /// The version of a studio as this group leaves it.
    pub fn version(&self, studio: StudioId) -> Version {
        self.shelf.version(studio) + self.appends.get(&studio).copied().unwrap_or_default()
    }

    /// Takes the newest state of a studio, if it lies ready.
    pub fn take(&mut self, studio: StudioId) -> Option<ServerStudio> {
        let newest = self.version(studio);
        let ready = self.states.remove(&studio).or_else(|| self.shelf.take(studio));
        ready.filter(|ready| ready.version == newest).map(|ready| ready.studio)
    }

    /// Keeps the newest state for the jobs after this one.
    pub fn keep(&mut self, state: ServerStudio) -> &ServerStudio {
        let studio = state.state.studio;
        let ready = Ready { version: self.version(studio), studio: state };
        &self.states.entry(studio).insert_entry(ready).into_mut().studio
    }

    /// Rows were appended to a studio: every state of it is old now but the one that made them.
    pub fn note_append(&mut self, studio: StudioId) {
        *self.appends.entry(studio).or_default() += 1;
    }

    /// Throws a state away.
    pub fn forget(&mut self, studio: StudioId) {
        self.states.remove(&studio);
    }

    /// The group is durable.
    pub fn committed(self) {
        for (studio, times) in self.appends {
            self.shelf.note_appends(studio, times);
        }
        self.states.into_values().for_each(|ready| self.shelf.keep(ready));
    }
}
