//! How well one line of a teacher is read: precision, recall and F1 of every field over the lines of
//! `tests/fixtures/sentences.txt`. With `--wrong` behind it, every line that is not read as it shall be; with `--unused`,
//! the words of every line that no field took.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "it measures and tells: it is no part of core")]

#[path = "../tests/trade/sentence/score.rs"]
mod score;

fn main() {
    let lines = score::Lines::new();
    if std::env::args().any(|word| word == "--wrong") {
        for line in &lines.all {
            let read = lines.read(&line.text);
            let told = |mark: &str, (key, value): &(String, String)| format!("    {mark} {key}={value}\n");
            let wrong: String = read.difference(&line.expected).map(|said| told("+", said)).collect();
            let missing: String = line.expected.difference(&read).map(|said| told("-", said)).collect();
            if !wrong.is_empty() || !missing.is_empty() {
                println!("{} ({:?})\n{wrong}{missing}", line.text, line.part);
            }
        }
    }
    if std::env::args().any(|word| word == "--unused") {
        for line in &lines.all {
            println!("{}\n    {}", line.text, lines.unused(&line.text).join(" | "));
        }
    }
    println!("{}", lines.table());
}
