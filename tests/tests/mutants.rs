//! Bugs planted one at a time: the simulator must catch each, or its hundred green seeds prove
//! nothing. Only programs with debug assertions can hold a planted bug. Two that its seeds meet too
//! seldom are caught by the stories of `core/tests/two_phones/planted.rs`, with five of these.

#![cfg(debug_assertions)]
#![allow(clippy::print_stdout, reason = "a test says which seed caught which bug")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use studio_core::mutant::{Mutant, plant};
use studio_tests::sim::{Course, MemoryDisks, first_line, run};

/// Seeds after which a bug counts as never caught.
const SEEDS: u64 = 100;

/// A bug, and where the seeds begin that catch it.
struct Planted {
    mutant: Mutant,
    seed: u64,
    course: Course,
}

/// One that any history meets.
const fn common(mutant: Mutant) -> Planted {
    Planted { mutant, seed: 0, course: Course::of(250, 2) }
}

/// One that few histories meet: the hunt begins where one was found.
const fn seldom(mutant: Mutant, seed: u64, steps: usize, set_backs: usize) -> Planted {
    Planted { mutant, seed, course: Course::of(steps, set_backs) }
}

/// One that any history with pictures meets.
const fn of_pictures(mutant: Mutant) -> Planted {
    Planted { mutant, seed: 0, course: Course::of(250, 2).with_pictures() }
}

const ALL: [Planted; 20] = [
    common(Mutant::CursorBeforeEntries),
    common(Mutant::ReuseActor),
    common(Mutant::AckBeforeCommit),
    common(Mutant::SkipSignature),
    common(Mutant::IgnoreChain),
    common(Mutant::GenesisWithoutDoc),
    common(Mutant::NoRebase),
    common(Mutant::JudgeAgain),
    seldom(Mutant::HeldBehindItsBase, 34, 400, 2),
    seldom(Mutant::GivenForEver, 39, 400, 2),
    seldom(Mutant::UnfitStaysHeld, 9000, 700, 3),
    seldom(Mutant::SharesWhatItSays, 9044, 700, 3),
    seldom(Mutant::UnprovenRun, 9044, 700, 3),
    of_pictures(Mutant::WholeTooSoon),
    of_pictures(Mutant::FreesUnasked),
    of_pictures(Mutant::BelievesBytes),
    of_pictures(Mutant::BelievesForEver),
    of_pictures(Mutant::NamesUnlooked),
    of_pictures(Mutant::NameBeforeBytes),
    of_pictures(Mutant::KeepsErased),
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
        let hunts: Vec<_> = ALL.iter().map(|planted| scope.spawn(|| hunt(planted))).collect();
        hunts.into_iter().map(|hunt| hunt.join().unwrap()).collect()
    });
    std::panic::set_hook(loud);
    for (Planted { mutant, .. }, caught) in ALL.iter().zip(&caught) {
        match caught {
            Some(Catch { seed, why }) => println!("{mutant:?}: seed {seed}: {why}"),
            None => println!("{mutant:?}: not caught"),
        }
    }
    let free = ALL.iter().zip(&caught).filter(|(_, caught)| caught.is_none()).map(|(planted, _)| planted.mutant);
    assert_eq!(free.collect::<Vec<_>>(), [], "no seed catches these");
}

/// The first seed that fails with the bug and not without it.
fn hunt(planted: &Planted) -> Option<Catch> {
    (planted.seed..planted.seed + SEEDS).find_map(|seed| {
        let why = failure(planted, Some(planted.mutant), seed)?;
        failure(planted, None, seed).is_none().then_some(Catch { seed, why })
    })
}

fn failure(planted: &Planted, mutant: Option<Mutant>, seed: u64) -> Option<String> {
    plant(mutant);
    let outcome = catch_unwind(AssertUnwindSafe(|| run(MemoryDisks, seed, planted.course)));
    outcome.err().map(|panic| first_line(panic.as_ref()))
}
