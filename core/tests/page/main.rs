//! `core/PROTOCOL.md` and `SECURITY.md` say what the code says: tables, the worked example, the tests that prove a
//! promise. `PAGE=write cargo test -p studio-core --test page` writes the parts between the marks anew; those that the
//! server knows are written by `PAGE=write cargo test -p studio-sync-server --test server page`.

#![allow(clippy::disallowed_methods, reason = "a test that reads and writes its page")]

mod example;
mod marks;
mod security;
mod source;
mod tables;

#[test]
fn the_page_says_what_the_code_says() {
    marks::hold(&[
        ("verdicts", tables::verdicts()),
        ("refusals", tables::refusals()),
        ("holdings", tables::holdings()),
        ("roles", tables::roles()),
        ("limits", tables::limits()),
        ("example", example::written()),
    ]);
}
