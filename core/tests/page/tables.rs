//! The tables of the page, as the code says them.

use studio_core::access::{Action, DocKind, Own, Role, may};
use studio_core::cbor::to_vec;
use studio_core::id::ChangeHash;
use studio_core::record_type::RecordType;
use studio_core::refusal::{Holding, Refusal};
use studio_core::schema::kinds_of;
use studio_core::wire::Verdict;

use crate::marks::table;
use crate::source::{constants, said, variants};

const WIRE: &str = include_str!("../../src/format/wire.rs");
const REFUSALS: &str = include_str!("../../src/format/refusal.rs");
const LIMITS: &str = include_str!("../../src/format/limits.rs");

pub(crate) fn verdicts() -> String {
    let docs = variants(WIRE, "pub enum Verdict");
    let all = [
        (Verdict::Accepted(1), "seq: u64"),
        (Verdict::Duplicate(1), "seq: u64"),
        (Verdict::Later, "null"),
        (Verdict::Missing(vec![ChangeHash([1; 32])]), "[change hash…]"),
        (Verdict::Held(Holding::Revoked), "held reason: u16"),
        (Verdict::Refused(Refusal::Size), "refusal: u16"),
    ];
    assert_eq!(all.len(), docs.len(), "every verdict has its row");
    let row = |(verdict, value): (Verdict, &str)| {
        let number = *to_vec(&verdict).get(1).expect("a verdict begins with its number");
        let name = format!("{verdict:?}").chars().take_while(|c| c.is_alphabetic()).collect::<String>();
        vec![format!("`[{number}, {value}]`"), name.clone(), said(&docs, &name).to_owned()]
    };
    table(&["verdict", "", ""], all.map(row))
}

pub(crate) fn refusals() -> String {
    let docs = variants(REFUSALS, "    Refusal");
    let known = (1..).map(Refusal::from_code).take_while(|why| !matches!(why, Refusal::Other(_)));
    let rows: Vec<_> = known.map(|why| numbered(why.code(), &format!("{why:?}"), &docs)).collect();
    assert_eq!(rows.len(), docs.len(), "the numbers have no gap");
    table(&["refused", "", "because"], rows)
}

pub(crate) fn holdings() -> String {
    let docs = variants(REFUSALS, "    Holding");
    let known = (1..).map(Holding::from_code).take_while(|why| !matches!(why, Holding::Other(_)));
    let rows: Vec<_> = known.map(|why| numbered(why.code(), &format!("{why:?}"), &docs)).collect();
    assert_eq!(rows.len(), docs.len(), "the numbers have no gap");
    table(&["held", "", "because"], rows)
}

fn numbered(code: u16, name: &str, docs: &[(String, String)]) -> Vec<String> {
    vec![code.to_string(), name.to_owned(), said(docs, name).to_owned()]
}

pub(crate) fn roles() -> String {
    use DocKind::{Charter, Journal, Roster};
    let actions = [
        ("writes the charter", Action::Write(Charter)),
        ("writes the roster", Action::Write(Roster)),
        ("writes the own journal", Action::Write(Journal)),
        ("reads charter and roster", Action::Read(Charter, Own::Others)),
        ("reads the own journal", Action::Read(Journal, Own::Mine)),
        ("reads a colleague's journal", Action::Read(Journal, Own::Others)),
        ("invites a backbone", Action::Invite(Role::Backbone)),
        ("invites an assistant", Action::Invite(Role::Assistant)),
        ("invites a chief", Action::Invite(Role::Chief)),
        ("lets held work in", Action::Admit),
    ];
    let roles = [Role::Chief, Role::Assistant, Role::Backbone];
    let row = |(words, action): (&str, Action)| {
        let answers = roles.map(|role| if may(role, action) { "yes" } else { "no" }.to_owned());
        [words.to_owned()].into_iter().chain(answers).collect()
    };
    table(&["", "0 chief", "1 assistant", "2 backbone"], actions.map(row))
}

pub(crate) fn limits() -> String {
    crate::marks::of_constants(constants(LIMITS))
}

#[test]
fn the_page_of_records_says_where_each_type_lies() {
    let page = include_str!("../../RECORDS.md");
    let (_, types) = page.split_once("## Types").unwrap();
    for record_type in RecordType::ALL {
        let begin = format!("| `{}` | ", record_type.word());
        let row = types.lines().find_map(|line| line.strip_prefix(&begin)).unwrap_or_else(|| panic!("{begin}"));
        let kinds: Vec<_> =
            kinds_of(record_type.word()).unwrap().iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
        assert_eq!(row.split(" | ").next(), Some(kinds.join(", ").as_str()), "{begin}");
    }
}
