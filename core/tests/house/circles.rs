//! Core's wings and rooms: a wing knows only those before it, and rooms that know each other in a circle are one room that
//! nobody named.

use std::collections::{BTreeMap, BTreeSet};

use crate::knows::used;
use crate::none;
use crate::rust::{self, Source};

type Rooms = BTreeMap<String, BTreeSet<String>>;

/// The wings, and those that each may know.
const WINGS: &[(&str, &[&str])] = &[("format", &[]), ("sync", &["format"]), ("trade", &["format"])];

/// Rooms that know one of a wing which theirs must not know, with the reason.
const ACROSS: &[(&str, &str, &str)] = &[
    ("doc", "mutant", "a planted bug of the simulator stands where the honest line stands; no release has it"),
    ("envelope", "mutant", "a planted bug, as in `doc`"),
    ("ingest", "schema", "which types lie in which documents is a rule of the log too; no record is read for it"),
    ("studio", "members", "the one door from a studio's log to its read model"),
    ("studio", "state", "the one door from a studio's log to its read model"),
];

/// The list of record types, and with it every room whose value it names: a new type is no new room of a circle.
const TYPES: &str = "record_type";

/// Rooms that stand in a circle, with the reason.
const CIRCLES: &[(&[&str], &str)] =
    &[(&["form", TYPES], "a type is a value of what can be said of one, and a field may name another type")];

/// The rooms of core: name, and the wing in which it lies.
fn rooms(sources: &[Source]) -> BTreeMap<String, String> {
    let named = sources.iter().filter(|source| !source.is_test).filter_map(|source| placed(&source.path));
    named.map(|(wing, room)| (room.to_owned(), wing.to_owned())).collect()
}

/// The wing and the room of a file; a wing's own file is not in a room.
fn placed(path: &str) -> Option<(&str, &str)> {
    let (wing, rest) = path.strip_prefix("core/src/")?.split_once('/')?;
    let room = rest.split('/').next()?.trim_end_matches(".rs");
    WINGS.iter().any(|(name, _)| *name == wing).then_some((wing, room))
}

/// Which rooms each room names. The list of record types stands in its wing's own file; it is `record_type`'s.
fn known(sources: &[Source]) -> Rooms {
    let rooms = rooms(sources);
    let mut known = Rooms::new();
    for source in sources.iter().filter(|source| !source.is_test) {
        let code = source.product();
        let (room, names) = match placed(&source.path) {
            Some((_, room)) => (room, used(&code, "crate")),
            None if source.path == "core/src/trade.rs" => (TYPES, listed(&code, &rooms)),
            None => continue,
        };
        let others = names.into_iter().filter(|name| rooms.contains_key(name) && name != room);
        known.entry(room.to_owned()).or_default().extend(others);
    }
    known
}

fn listed(code: &str, rooms: &BTreeMap<String, String>) -> Vec<String> {
    let list = &code[code.find("types!").unwrap_or(0)..];
    rooms.keys().filter(|room| list.contains(&format!("{room}::"))).cloned().collect()
}

/// The same, with the types as one room.
fn with_types_as_one(sources: &[Source]) -> Rooms {
    let list = sources.iter().find(|source| source.path == "core/src/trade.rs").expect("the list of types");
    let types = listed(&list.product(), &rooms(sources));
    let one = |room: String| if types.contains(&room) { TYPES.to_owned() } else { room };
    let mut merged = Rooms::new();
    for (room, others) in known(sources) {
        let room = one(room);
        let others = others.into_iter().map(one).filter(|other| *other != room).collect::<Vec<_>>();
        merged.entry(room).or_default().extend(others);
    }
    merged
}

#[test]
fn a_wing_knows_only_those_before_it() {
    let sources = rust::sources();
    let (rooms, known) = (&rooms(sources), known(sources));
    let across: BTreeSet<(&str, &str)> = known
        .iter()
        .flat_map(|(room, others)| {
            let wing = rooms[room].as_str();
            let may = WINGS.iter().find(|(name, _)| *name == wing).map_or(&[][..], |(_, may)| may);
            let strange =
                others.iter().filter(move |other| rooms[*other] != wing && !may.contains(&rooms[*other].as_str()));
            strange.map(|other| (room.as_str(), other.as_str())).collect::<Vec<_>>()
        })
        .collect();
    let listed: BTreeSet<(&str, &str)> = ACROSS.iter().map(|(room, other, _)| (*room, *other)).collect();
    let new = across.difference(&listed).map(|(room, other)| format!("{room} ({}) knows {other}", rooms[*room]));
    let idle = listed.difference(&across).map(|(room, other)| format!("{room} does not know {other} any more"));
    none("format knows no other wing, sync and trade know format alone", new.chain(idle).collect());
}

#[test]
fn rooms_of_core_stand_in_no_circle_but_those_that_are_named() {
    let all = reachable(with_types_as_one(rust::sources()));
    let circle = |room: &String| -> BTreeSet<String> {
        all[room].iter().filter(|other| all.get(*other).is_some_and(|back| back.contains(room))).cloned().collect()
    };
    let circles: BTreeSet<BTreeSet<String>> = all.keys().map(circle).filter(|circle| !circle.is_empty()).collect();
    let allowed = |circle: &BTreeSet<String>| {
        CIRCLES.iter().any(|(rooms, _)| circle.iter().all(|room| rooms.contains(&room.as_str())))
    };
    let new = circles.iter().filter(|circle| !allowed(circle)).map(|circle| format!("{circle:?}"));
    let inside: BTreeSet<&str> = circles.iter().flatten().map(String::as_str).collect();
    let listed = CIRCLES.iter().flat_map(|(rooms, _)| rooms.iter());
    let idle = listed.filter(|room| !inside.contains(**room)).map(|room| format!("{room} is in no circle any more"));
    none("rooms know each other one way", new.chain(idle).collect());
}

/// Each room with all that it knows through others.
fn reachable(mut known: Rooms) -> Rooms {
    loop {
        let further = |others: &BTreeSet<String>| -> BTreeSet<String> {
            others.iter().filter_map(|other| known.get(other)).flatten().chain(others).cloned().collect()
        };
        let next: Rooms = known.iter().map(|(room, others)| (room.clone(), further(others))).collect();
        if next == known {
            return known;
        }
        known = next;
    }
}

#[test]
fn a_circle_over_three_rooms_is_one_circle() {
    let knows = |pairs: &[(&str, &str)]| -> Rooms {
        pairs.iter().map(|(room, other)| ((*room).to_owned(), BTreeSet::from([(*other).to_owned()]))).collect()
    };
    let all = reachable(knows(&[("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]));
    assert!(all["a"].contains("a") && all["c"].contains("b") && !all["a"].contains("d"));
}
