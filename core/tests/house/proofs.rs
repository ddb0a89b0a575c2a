//! Tests that prove something: each can fail, none is switched off, none waits for a clock.

use std::collections::BTreeSet;

use crate::rust::{self, Source};
use crate::{but, none, tree};

/// What can fail in a test's own body.
const CAN_FAIL: [&str; 8] =
    ["assert", "panic!", ".unwrap()", ".unwrap_err()", ".expect(", ".expect_err(", "?;", "unreachable!"];
/// What says more than that something was there: helpers with one of these may be all that a test calls.
const ASSERTS: [&str; 3] = ["assert", "panic!", "unreachable!"];
/// Tests whose only assertion stands in a helper of a name that products use too, as `file::name`.
const ASSERTED_BELOW: &[(&str, &str)] = &[
    (
        "core/tests/demo/main.rs::nobody_answers_about_work_that_is_not_there",
        "`run` fails at a command that is refused",
    ),
    ("sync-server/tests/server/page.rs::the_page_has_this_servers_problems_and_limits", "`hold` compares the page"),
    ("tests/tests/simulator.rs::one_seed", "`run` ends in `check_everything`"),
    ("tests/tests/simulator_sqlite.rs::one_seed", "`run` ends in `check_everything`"),
];
/// Words that switch a journey off or wait for a clock.
const NOT_IN_JOURNEYS: [&str; 5] = [".skip(", ".only(", ".todo(", "waitForTimeout(", "sleep("];

#[test]
fn every_test_can_fail() {
    let sources = rust::sources();
    let helpers = asserting(sources);
    let idle = sources.iter().flat_map(|source| toothless(source, &helpers)).collect();
    none("a test asserts something", but(ASSERTED_BELOW, idle));
}

fn toothless(source: &Source, helpers: &BTreeSet<String>) -> Vec<(String, String)> {
    let code = source.for_tests();
    let fails = |body: &str| CAN_FAIL.iter().any(|word| body.contains(word)) || calls(body, helpers);
    let tests = rust::functions(&code).into_iter().filter(|(_, start, _)| is_test(&code, *start));
    let idle = tests.filter(|(_, _, body)| !fails(&code[body.clone()]));
    idle.map(|(name, ..)| (format!("{}::{name}", source.path), "nothing in it can fail".to_owned())).collect()
}

/// Whether the attributes right above a function make it a test that has to hold by itself.
fn is_test(code: &str, start: usize) -> bool {
    let above = code[..start].rfind(['}', ';', '{']).map_or("", |end| &code[end + 1..start]);
    let test = above.contains("#[test]") || above.contains("#[tokio::test");
    test && !above.contains("#[should_panic")
}

fn calls(body: &str, helpers: &BTreeSet<String>) -> bool {
    let words = body.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.into_iter().any(|word| helpers.contains(word))
}

/// Names of tests' helpers that assert, or that call one which does. A name that products use too says nothing.
fn asserting(sources: &[Source]) -> BTreeSet<String> {
    let own = |code: String| -> Vec<(String, String)> {
        let all = rust::functions(&code).into_iter().filter(|(_, start, _)| !is_test(&code, *start));
        all.map(|(name, _, body)| (name, code[body].to_owned())).collect()
    };
    let products: BTreeSet<String> =
        sources.iter().flat_map(|source| own(source.product())).map(|(name, _)| name).collect();
    let mut helpers: Vec<(String, String)> = sources.iter().flat_map(|source| own(source.for_tests())).collect();
    helpers.retain(|(name, _)| !name.is_empty() && !products.contains(name));
    let mut found = BTreeSet::new();
    loop {
        let asserts = |body: &str| ASSERTS.iter().any(|word| body.contains(word)) || calls(body, &found);
        let more: BTreeSet<String> =
            helpers.iter().filter(|(_, body)| asserts(body)).map(|(name, _)| name.clone()).collect();
        if more == found {
            return found;
        }
        found = more;
    }
}

#[test]
fn no_test_is_switched_off_and_none_sleeps() {
    let sources = rust::sources();
    let off = sources.iter().filter(|source| source.code.contains("#[ignore"));
    let off = off.map(|source| format!("{}: a test is ignored", source.path));
    let sleeps = sources.iter().flat_map(|source| {
        let code = source.for_tests();
        // what a clock made for a test calls its own sleeping waits for nothing
        let called = |at: &usize| code[at + 5..].starts_with('(') && !code[..*at].trim_end().ends_with("fn");
        let places = rust::places(&code, "sleep").into_iter().filter(called);
        places.map(|at| format!("{}:{}: sleeps", source.path, rust::line(&code, at))).collect::<Vec<_>>()
    });
    none("no test is ignored, none waits for a clock", off.chain(sleeps).collect());
}

#[test]
fn no_journey_is_switched_off_and_none_sleeps() {
    let all = tree::texts(".mjs").into_iter();
    let broken = all.flat_map(|(path, text)| {
        let found = NOT_IN_JOURNEYS.iter().filter(move |word| text.contains(**word));
        found.map(move |word| format!("{path}: `{word}…`")).collect::<Vec<_>>()
    });
    none("no journey is switched off, none waits for a clock", broken.collect());
}
