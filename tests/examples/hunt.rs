//! Many seeds of the simulator, for once: `cargo run --release -p studio-tests --example hunt -- FROM TO STEPS SET_BACKS`.
//! Prints the seeds that failed, each with the first line of why, and how many there were.

#![allow(clippy::print_stdout, reason = "a program that says what it found")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use studio_tests::sim::{MemoryDisks, run};

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let [from, to, steps, set_backs] = numbers[..] else {
        println!("hunt FROM TO STEPS SET_BACKS");
        std::process::exit(2);
    };
    let (steps, set_backs) = (usize::try_from(steps).unwrap_or(400), usize::try_from(set_backs).unwrap_or(2));
    if to - from > 1 {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let next = AtomicU64::new(from);
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= to {
                        return;
                    }
                    let ran = catch_unwind(AssertUnwindSafe(|| run(MemoryDisks, seed, steps, set_backs)));
                    if let Err(panic) = ran {
                        let why = first_line(panic.as_ref());
                        println!("{seed}: {why}");
                        failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(seed);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    println!("{} of {} seeds failed ({steps} steps, {set_backs} set-backs)", failed.len(), to - from);
}

fn first_line(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied());
    text.unwrap_or_default().lines().next().unwrap_or_default().chars().take(160).collect()
}
