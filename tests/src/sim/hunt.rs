//! Many seeds side by side.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::sim::{Course, Disks, Effects, run};

/// What came of some seeds.
#[derive(Debug, Default)]
pub struct Hunt {
    /// What the faults of the seeds that held did together.
    pub effects: Effects,
    /// The seeds that failed, ascending, each with the first line of why.
    pub failed: Vec<(u64, String)>,
}

/// Runs seeds on so many threads, each over disks of its own.
pub fn hunt<D: Disks>(seeds: &[u64], threads: usize, disks: impl Fn() -> D + Sync, course: Course) -> Hunt {
    let next = AtomicUsize::new(0);
    let hunt = Mutex::new(Hunt::default());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let ran = catch_unwind(AssertUnwindSafe(|| run(disks(), *seed, course)));
                    let mut hunt = hunt.lock().unwrap_or_else(PoisonError::into_inner);
                    match ran {
                        Ok(effects) => hunt.effects.add(&effects),
                        Err(panic) => hunt.failed.push((*seed, first_line(panic.as_ref()))),
                    }
                }
            });
        }
    });
    let mut hunt = hunt.into_inner().unwrap_or_else(PoisonError::into_inner);
    hunt.failed.sort();
    hunt
}

/// What a panic says first.
pub fn first_line(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied());
    text.unwrap_or_default().lines().next().unwrap_or_default().chars().take(160).collect()
}
