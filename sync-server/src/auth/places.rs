//! Places for password checks. A browser that has signed in before stands in a line of its own: strangers who guess
//! fill theirs and nobody else's.

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::fault::Fault;
use crate::limits::{HASHING_KNOWN_MAX, HASHING_LINE_MAX, HASHING_STRANGERS_MAX};

/// Who asks for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// A browser that has signed in to this account before.
    Known,
    /// Any other.
    Stranger,
}

/// The places of both lines.
#[derive(Debug)]
pub struct Places {
    known: Line,
    strangers: Line,
}

#[derive(Debug)]
struct Line {
    places: Semaphore,
    waiting: Semaphore,
}

impl Line {
    fn new(places: usize) -> Self {
        Self { places: Semaphore::new(places), waiting: Semaphore::new(HASHING_LINE_MAX) }
    }
}

impl Default for Places {
    fn default() -> Self {
        Self { known: Line::new(HASHING_KNOWN_MAX), strangers: Line::new(HASHING_STRANGERS_MAX) }
    }
}

impl Places {
    /// A place, first come, first served. It is free again when the permit is dropped.
    ///
    /// # Errors
    /// [`Fault::Busy`] when too many wait in this line.
    pub async fn take(&self, asker: Asker) -> Result<SemaphorePermit<'_>, Fault> {
        let line = match asker {
            Asker::Known => &self.known,
            Asker::Stranger => &self.strangers,
        };
        if let Ok(place) = line.places.try_acquire() {
            return Ok(place);
        }
        let _waiting = line.waiting.try_acquire().map_err(|_| Fault::Busy)?;
        line.places.acquire().await.map_err(|_| Fault::Stopped)
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn strangers_fill_their_own_line_and_a_known_browser_passes_by() {
        let places = Places::default();
        let held: Vec<_> = (0..HASHING_STRANGERS_MAX).map(|_| places.strangers.places.try_acquire().unwrap()).collect();
        let mut line: Vec<_> = (0..HASHING_LINE_MAX).map(|_| Box::pin(places.take(Asker::Stranger))).collect();
        assert!(line.iter_mut().all(|waits| poll(waits.as_mut()).is_pending()));
        assert_eq!(places.take(Asker::Stranger).await.err(), Some(Fault::Busy), "one more than may wait");
        assert!(places.take(Asker::Known).await.is_ok());
        drop(held);
        assert!(matches!(poll(line[0].as_mut()), Poll::Ready(Ok(_))), "the first in the line comes first");
        assert!(matches!(poll(pin!(places.take(Asker::Stranger))), Poll::Pending), "nobody overtakes");
    }
}
