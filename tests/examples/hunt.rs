//! Many seeds of the simulator, for once: `cargo run --release -p studio-tests --example hunt -- FROM TO STEPS SET_BACKS`.

#![allow(clippy::print_stdout, reason = "a program that says what it found")]

use studio_tests::sim::{Course, MemoryDisks, hunt};

const THREADS: usize = 2;

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let [from, to, steps, set_backs] = numbers[..] else {
        println!("hunt FROM TO STEPS SET_BACKS");
        std::process::exit(2);
    };
    let seeds: Vec<u64> = (from..to).collect();
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let found = hunt(&seeds, THREADS, || MemoryDisks, Course::of(count(steps), count(set_backs)).with_pictures());
    for (seed, why) in &found.failed {
        println!("{seed}: {why}");
    }
    println!("{} of {} seeds failed ({steps} steps, {set_backs} set-backs)", found.failed.len(), seeds.len());
}
