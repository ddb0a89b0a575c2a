//! `core/PROTOCOL.md` has the problems and the limits that this server has.

use studio_sync_server::api::Problem;

#[path = "../../../core/tests/page/marks.rs"]
mod marks;
#[path = "../../../core/tests/page/source.rs"]
mod source;

use marks::{of_constants, table};
use source::{constants, said, variants};

const LIMITS: &str = include_str!("../../src/limits.rs");
const PROBLEMS: &str = include_str!("../../src/api/problem.rs");
const INVITES: &str = include_str!("../../src/invites.rs");
const ENROLMENT: &str = include_str!("../../src/enrol.rs");

#[test]
fn the_page_has_this_servers_problems_and_limits() {
    marks::hold(&[("problems", problems()), ("server-limits", of_constants(constants(LIMITS)))]);
}

/// Several reasons may have one code: then all their sentences stand in its row.
fn problems() -> String {
    let docs: Vec<_> = [variants(PROBLEMS, "pub enum Problem"), variants(INVITES, "pub enum Closed")]
        .concat()
        .into_iter()
        .chain(variants(ENROLMENT, "pub enum Turned"))
        .collect();
    let mut rows: Vec<(u16, &str, Vec<&str>)> = Vec::new();
    let mut named = Vec::new();
    for problem in Problem::ALL {
        let name = innermost(&format!("{problem:?}"), &docs);
        let (status, code, doc) = (problem.status().as_u16(), problem.code(), said(&docs, &name));
        match rows.iter_mut().find(|row| (row.0, row.1) == (status, code)) {
            Some(row) => row.2.push(doc),
            None => rows.push((status, code, vec![doc])),
        }
        named.push(name);
    }
    let carriers = ["Invite", "Turned"];
    for (name, _) in docs.iter().filter(|(name, _)| !carriers.contains(&name.as_str())) {
        assert!(named.contains(name), "{name} is in no row: Problem::ALL must have it");
    }
    rows.sort_by_key(|row| row.0);
    let row =
        |(status, code, docs): (u16, &str, Vec<&str>)| vec![status.to_string(), format!("`{code}`"), docs.join(" ")];
    table(&["status", "code", "when"], rows.into_iter().map(row))
}

/// `Invite(Expired)` is about `Expired`, `Malformed("cbor")` about `Malformed`.
fn innermost(debug: &str, docs: &[(String, String)]) -> String {
    let mut words =
        debug.split(|c: char| !c.is_alphanumeric()).filter(|word| docs.iter().any(|(name, _)| name == word));
    words.next_back().expect("a problem has a name").to_owned()
}
