//! Where guesses wait for their look. The thinking is `guesses`'; here are the clock and the wait. A place in the
//! waiting room is only ever taken by who has guessed wrong before.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use crate::guesses::{Guess, Guesses, Turn};
use crate::limits::{GUESS_WAIT_MAX_MS, GUESSES_WAITING_MAX};

/// Too many wait where this guess comes from: there is room in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComeBack {
    /// Seconds, true at the moment of the answer.
    pub wait_s: u32,
}

/// The gate before one kind of secret.
#[derive(Debug)]
pub struct Gate {
    what: &'static str,
    guesses: Mutex<Guesses>,
    room: Semaphore,
    begun: Instant,
}

impl Gate {
    /// A gate before what the log calls so.
    pub fn new(what: &'static str) -> Self {
        let (guesses, room) = (Mutex::default(), Semaphore::new(GUESSES_WAITING_MAX));
        Self { what, guesses, room, begun: Instant::now() }
    }

    /// Waits until a guess may be looked at. It counts as wrong until [`Gate::was_right`].
    ///
    /// # Errors
    /// [`ComeBack`] when it may not wait; then it was not counted.
    pub async fn pass(&self, guess: &Guess) -> Result<(), ComeBack> {
        let turn = self.ask(guess);
        let wait_ms = match turn {
            Turn::After(0) => return Ok(()),
            Turn::After(wait_ms) => wait_ms,
            Turn::Full(wait_s) => return Err(ComeBack { wait_s }),
        };
        let Ok(_place) = self.room.try_acquire() else {
            self.guesses().take_back(guess);
            // by then everybody who waits now has been looked at
            return Err(ComeBack { wait_s: u32::try_from(GUESS_WAIT_MAX_MS / 1_000).unwrap_or(u32::MAX) });
        };
        sleep(Duration::from_millis(wait_ms)).await;
        Ok(())
    }

    /// A guess that passed was right: it counts nowhere.
    pub fn was_right(&self, guess: &Guess) {
        self.guesses().take_back(guess);
    }

    fn ask(&self, guess: &Guess) -> Turn {
        let now = self.now();
        let mut guesses = self.guesses();
        let before = guesses.is_pressed(guess, now);
        let turn = guesses.ask(guess, now);
        if !before && guesses.is_pressed(guess, now) {
            tracing::warn!(what = self.what, "somebody guesses: many wrong ones a minute, slowed where they come from");
        }
        turn
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn guesses(&self) -> MutexGuard<'_, Guesses> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
