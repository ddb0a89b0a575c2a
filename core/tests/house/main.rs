//! The rules of this house that no compiler knows: how long, who may know whom, no circles, tests that prove something,
//! papers that are true. It reads the tree and builds nothing; it needs nothing of core, which is only the crate that is
//! built first. A rule's exceptions stand beside it, each with its reason, and one that is needed no more is told too.

#![allow(clippy::disallowed_methods, reason = "a test that reads the tree")]

mod circles;
mod knows;
mod papers;
mod proofs;
mod rust;
mod sizes;
mod tree;
mod types;

/// Fails with every line that breaks a rule.
fn none(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n  {}\n", broken.join("\n  "));
}

/// Exceptions to a rule, each a place and its reason: what breaks it elsewhere, and what breaks it no more here.
fn but(except: &[(&str, &str)], broken: Vec<(String, String)>) -> Vec<String> {
    let excepted = |place: &str| except.iter().any(|(path, _)| *path == place);
    let idle = except.iter().filter(|(path, _)| broken.iter().all(|(place, _)| place != path));
    let idle = idle.map(|(path, why)| format!("{path}: needs no exception any more ({why})")).collect::<Vec<_>>();
    let new = broken.iter().filter(|(place, _)| !excepted(place)).map(|(place, what)| format!("{place}: {what}"));
    new.chain(idle).collect()
}
