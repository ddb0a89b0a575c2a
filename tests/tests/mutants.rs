//! Bugs planted one at a time: the simulator must catch each, or its hundred green seeds prove
//! nothing. Only programs with debug assertions can hold a planted bug.

#![cfg(debug_assertions)]
#![allow(clippy::print_stdout, reason = "a test says which seed caught which bug")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use studio_core::mutant::{Mutant, plant};
use studio_tests::sim::{MemoryDisks, run};

/// Seeds after which a bug counts as never caught.
const SEEDS: u64 = 100;
const STEPS: usize = 250;
const SET_BACKS: usize = 2;

const ALL: [Mutant; 8] = [
    Mutant::CursorBeforeEntries,
    Mutant::ReuseActor,
    Mutant::AckBeforeCommit,
    Mutant::SkipSignature,
    Mutant::IgnoreChain,
    Mutant::GenesisWithoutDoc,
    Mutant::NoRebase,
    Mutant::JudgeAgain,
];

/// What failed first, and with which seed.
struct Catch {
    seed: u64,
    why: String,
}

#[test]
fn every_planted_bug_is_caught_by_some_seed() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let caught: Vec<_> = std::thread::scope(|scope| {
        let hunts: Vec<_> = ALL.iter().map(|mutant| scope.spawn(|| hunt(*mutant))).collect();
        hunts.into_iter().map(|hunt| hunt.join().unwrap()).collect()
    });
    std::panic::set_hook(loud);
    for (mutant, caught) in ALL.iter().zip(&caught) {
        match caught {
            Some(Catch { seed, why }) => println!("{mutant:?}: seed {seed}: {why}"),
            None => println!("{mutant:?}: not caught"),
        }
    }
    let free: Vec<_> = ALL.iter().zip(&caught).filter(|(_, caught)| caught.is_none()).map(|(m, _)| m).collect();
    assert!(free.is_empty(), "no seed catches {free:?}");
}

/// The first seed that fails with the bug and not without it.
fn hunt(mutant: Mutant) -> Option<Catch> {
    (0..SEEDS).find_map(|seed| {
        let why = failure(Some(mutant), seed)?;
        failure(None, seed).is_none().then_some(Catch { seed, why })
    })
}

fn failure(mutant: Option<Mutant>, seed: u64) -> Option<String> {
    plant(mutant);
    let outcome = catch_unwind(AssertUnwindSafe(|| run(MemoryDisks, seed, STEPS, SET_BACKS)));
    outcome.err().map(|panic| first_line(panic.as_ref()))
}

fn first_line(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied());
    text.unwrap_or_default().lines().next().unwrap_or_default().chars().take(100).collect()
}
