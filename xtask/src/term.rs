//! What the person at the terminal sees: steps, how long they take, and child programs that keep talking.

use anyhow::{Context, Result, bail};
use std::io::IsTerminal;
use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// A log without a terminal gets a line this often while a long step works, so that nobody thinks it hangs.
const STILL_WORKING: Duration = Duration::from_secs(30);

/// Does one named step and prints how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {what}");
    let started = Instant::now();
    let outcome = with_ticks(what, started, work).with_context(|| format!("{what} failed"))?;
    println!("  ✓ {}", elapsed(started.elapsed()));
    Ok(outcome)
}

/// Runs a program to its end with its own output; its failure is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", spoken(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", spoken(command));
    }
    Ok(())
}

/// A command as a person would type it: without the variables that were set for it.
pub(crate) fn spoken(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs a program and returns what it printed, or nothing when it cannot run or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// `75 s` reads worse than `1 min 15 s`.
pub(crate) fn elapsed(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}

/// `1234567` as `1,206 KB`.
pub(crate) fn kilobytes(bytes: usize) -> String {
    let digits = bytes.div_ceil(1024).to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} KB")
}

fn with_ticks<T>(what: &str, started: Instant, work: impl FnOnce() -> T) -> T {
    if std::io::stderr().is_terminal() {
        return work();
    }
    let (done, waiting) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while waiting.recv_timeout(STILL_WORKING) == Err(RecvTimeoutError::Timeout) {
                println!("  … {what}: {}", elapsed(started.elapsed()));
            }
        });
        let outcome = work();
        drop(done);
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_grouped_by_thousands_and_rounded_up() {
        assert_eq!(kilobytes(1), "1 KB");
        assert_eq!(kilobytes(1024 * 1206 - 5), "1,206 KB");
        assert_eq!(kilobytes(1024 * 1_234_567), "1,234,567 KB");
    }

    #[test]
    fn a_long_time_is_said_in_minutes() {
        assert_eq!(elapsed(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(elapsed(Duration::from_secs(75)), "1 min 15 s");
    }

    #[test]
    fn a_failing_program_is_an_error_that_names_the_command() {
        let error = run(Command::new("cargo").arg("no-such-subcommand-here").stderr(std::process::Stdio::null()));
        assert!(error.is_err_and(|error| error.to_string().contains("no-such-subcommand-here")));
    }
}
