//! One hundred seeds of the simulator. To run one alone:
//! `SIM_SEED=17 cargo test -p studio-tests --test simulator one_seed -- --nocapture`.

#![allow(clippy::print_stdout, reason = "a test says how to run one seed alone")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use studio_tests::sim::{Effects, MemoryDisks, run};

const SEEDS: u64 = 100;
const STEPS: usize = 250;
/// How often the server of one seed may be set back.
const SET_BACKS: usize = 2;

#[test]
fn one_hundred_seeds_keep_every_promise_and_every_fault_took_effect() {
    let next = AtomicU64::new(0);
    let effects = Mutex::new(Effects::default());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= SEEDS {
                        return;
                    }
                    match catch_unwind(AssertUnwindSafe(|| run(MemoryDisks, seed, STEPS, SET_BACKS))) {
                        Ok(of_seed) => effects.lock().unwrap().add(&of_seed),
                        Err(_) => {
                            println!("alone: SIM_SEED={seed} cargo test -p studio-tests --test simulator one_seed");
                            failed.lock().unwrap().push(seed);
                        }
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort_unstable();
    assert_eq!(failed, [], "seeds that failed");
    let effects = effects.into_inner().unwrap();
    assert_eq!(effects.absent(SET_BACKS != 0), [], "faults without effect; {effects:?}");
}

#[test]
fn one_seed() {
    let seed = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("{:?}", run(MemoryDisks, seed, STEPS, SET_BACKS));
}
