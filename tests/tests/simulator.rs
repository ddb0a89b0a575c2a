//! Seeds of the simulator. To run one alone:
//! `SIM_SEED=17 SIM_STEPS=400 SIM_SET_BACKS=2 cargo test -p studio-tests --test simulator one_seed -- --nocapture`,
//! with `SIM_PICTURES=1` one with pictures, with `SIM_EVERY_TYPE=1` one with work of every type and papers.

#![allow(clippy::print_stdout, reason = "a test says what one seed did")]

use studio_tests::sim::{Course, MemoryDisks, hunt, run};

const THREADS: usize = 2;

#[test]
fn two_hundred_seeds_with_two_set_backs_keep_every_promise_and_every_fault_took_effect() {
    // The last two judged accepted work again once.
    let seeds: Vec<u64> = (0..198).chain([5120, 5241]).collect();
    let found = hunt(&seeds, THREADS, || MemoryDisks, Course::of(400, 2));
    assert_eq!(found.failed, [], "seeds that failed");
    assert_eq!(found.effects.absent(true), [], "faults without effect; {:?}", found.effects);
}

#[test]
fn forty_long_seeds_with_three_set_backs_keep_every_promise() {
    // Four of them failed once: 9024, 9032, 9052, 9076.
    let seeds: Vec<u64> = (9000..9038).chain([9052, 9076]).collect();
    assert_eq!(hunt(&seeds, THREADS, || MemoryDisks, Course::of(700, 3)).failed, [], "seeds that failed");
}

#[test]
fn a_hundred_seeds_with_pictures_lose_none_that_somebody_saw_kept_and_every_fault_took_effect() {
    let seeds: Vec<u64> = (20_000..20_100).collect();
    let found = hunt(&seeds, THREADS, || MemoryDisks, Course::of(400, 2).with_pictures());
    assert_eq!(found.failed, [], "seeds that failed");
    assert_eq!(found.effects.absent_of_pictures(), [], "faults without effect; {:?}", found.effects);
}

#[test]
fn a_hundred_seeds_with_every_type_and_papers_keep_every_promise_and_every_kind_was_written() {
    // 89 never ended once: it was given entries from above the place where its phone stood.
    let seeds: Vec<u64> = (0..100).collect();
    let found = hunt(&seeds, THREADS, || MemoryDisks, Course::of(400, 2).with_every_type());
    assert_eq!(found.failed, [], "seeds that failed");
    assert_eq!(found.effects.absent_of_every_type(), [], "kinds without effect; {:?}", found.effects);
}

#[test]
fn one_seed() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let count = |name, usual| number(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(usual);
    let course = Course::of(count("SIM_STEPS", 400), count("SIM_SET_BACKS", 2));
    let course = if number("SIM_PICTURES").is_some() { course.with_pictures() } else { course };
    let course = if number("SIM_EVERY_TYPE").is_some() { course.with_every_type() } else { course };
    println!("{:?}", run(MemoryDisks, number("SIM_SEED").unwrap_or(1), course));
}
