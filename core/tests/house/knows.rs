//! Who may know whom. A room that may not know another neither names it in its code nor asks for it in its manifest.

use crate::rust::{self, Source};
use crate::{but, none, tree};

/// A room, and the names that must not stand in its code.
const MUST_NOT_NAME: &[(&str, &[&str])] = &[
    (
        "core/src/",
        &["studio_ui", "studio_app", "studio_engine", "studio_sync_server", "rusqlite", "dioxus", "axum", "tokio"],
    ),
    ("app/src/", &["studio_sync_server", "rusqlite", "sqlite_wasm_rs", "automerge", "reqwest"]),
    ("app/ui/", &["studio_engine", "studio_app", "studio_sync_server", "rusqlite", "automerge", "reqwest", "web_sys"]),
    ("app/engine/", &["studio_ui", "studio_app", "studio_sync_server", "automerge", "dioxus"]),
    ("sync-server/src/", &["studio_app", "studio_engine", "automerge", "reqwest"]),
    ("xtask/", &["studio_core", "studio_ui", "studio_app", "studio_engine", "studio_sync_server"]),
];

/// The engine's own rooms: a page speaks with it in `messages`, through `client`.
const BEHIND_THE_LINE: [&str; 4] = ["store", "transport", "driver", "host"];

/// A crate's folder, and all of the workspace that its product may ask for.
const MAY_ASK_FOR: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("app/ui", &["studio-core"]),
    ("app/engine", &["studio-core"]),
    ("app", &["studio-core", "studio-ui", "studio-engine"]),
    ("sync-server", &["studio-core", "studio-ui"]),
    ("xtask", &[]),
];

/// A library, and the crates that may ask for it: who else has it would open a second door to the world.
const ASKED_FOR_BY: &[(&str, &[&str])] = &[
    ("automerge", &["core", "tests"]),
    ("reqwest", &["app/engine", "tests"]),
    ("rusqlite", &["app/engine", "sync-server", "tests"]),
    ("sqlite-wasm-rs", &["app/engine"]),
    ("axum", &["sync-server", "tests"]),
];

/// Who names SQLite outside the rooms of a store.
const SQLITE_ELSEWHERE: &[(&str, &str)] = &[
    ("sync-server/src/commands/backup.rs", "SQLite's own backup is the only safe copy of a live file"),
    ("sync-server/src/commands/doctor.rs", "opens the file without a server around it"),
    ("sync-server/src/commands/doctor/derived.rs", "hands the doctor's connection on"),
    ("sync-server/src/commands/doctor/log.rs", "hands the doctor's connection on"),
    ("sync-server/src/commands/restore.rs", "opens the copy before anybody serves it"),
    ("sync-server/src/desk.rs", "a desk is a connection and the moment it works at"),
    ("sync-server/src/founding.rs", "passes the job's connection to the log"),
    ("sync-server/src/pages/history.rs", "passes a reader's connection to the log"),
    ("sync-server/src/reports.rs", "passes a reader's connection to the log"),
    ("sync-server/src/terms.rs", "passes the job's connection to the log"),
    ("sync-server/src/thinking.rs", "a turn is thought over one moment of a reader's connection"),
];

#[test]
fn no_room_names_one_that_it_must_not_know() {
    let sources = rust::sources();
    let broken = MUST_NOT_NAME.iter().flat_map(|(room, names)| {
        let inside = sources.iter().filter(move |source| source.path.starts_with(room));
        inside.flat_map(|source| named(source, names))
    });
    let screens = sources.iter().filter(|source| source.path.starts_with("app/src/"));
    let behind = screens.flat_map(|source| {
        let rooms = used(&source.product(), "studio_engine");
        let behind = rooms.into_iter().filter(|room| BEHIND_THE_LINE.contains(&room.as_str()));
        behind.map(|room| format!("{}: knows the engine's {room}", source.path)).collect::<Vec<_>>()
    });
    none("a room names only what it may know", broken.chain(behind).collect());
}

fn named(source: &Source, names: &[&str]) -> Vec<String> {
    let code = source.product();
    let found = names.iter().filter(|name| !rust::places(&code, name).is_empty());
    found.map(|name| format!("{}: names {name}", source.path)).collect()
}

/// What is used of a crate or a room: `of::a`, `of::{a, b::c}`.
pub(crate) fn used(code: &str, of: &str) -> Vec<String> {
    let mut all = Vec::new();
    for at in rust::places(code, of) {
        let Some(rest) = code[at + of.len()..].strip_prefix("::") else { continue };
        match rest.strip_prefix('{') {
            Some(_) => all.extend(heads(&rest[1..rust::closing(rest, 0) - 1])),
            None => all.push(word(rest)),
        }
    }
    all
}

fn heads(list: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let apart = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    };
    list.split(apart).map(|item| word(item.trim())).filter(|name| !name.is_empty()).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn no_crate_asks_for_one_that_it_must_not_know() {
    let own = MAY_ASK_FOR.iter().flat_map(|(folder, may)| {
        let asks = asked(folder, false).into_iter().filter(|name| name.starts_with("studio-"));
        asks.filter(|name| !may.contains(&name.as_str())).map(move |name| format!("{folder} asks for {name}"))
    });
    let crates = MAY_ASK_FOR.iter().map(|(folder, _)| *folder).chain(["tests"]);
    let libraries = crates.flat_map(|folder| {
        let of = asked(folder, true).into_iter().filter_map(|name| ASKED_FOR_BY.iter().find(|(of, _)| *of == name));
        of.filter(move |(_, by)| !by.contains(&folder)).map(move |(name, _)| format!("{folder} asks for {name}"))
    });
    none("a crate asks only for what it may know", own.chain(libraries).collect());
}

/// What a manifest asks for, for its tests too or for the product alone.
fn asked(folder: &str, tests_too: bool) -> Vec<String> {
    let manifest = tree::text(&format!("{folder}/Cargo.toml"));
    let mut inside = false;
    let mut all = Vec::new();
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            inside = section.contains("dependencies]") && (tests_too || !section.contains("dev-dependencies"));
        } else if let (true, Some(end)) = (inside, line.find(['.', '=', ' '])) {
            all.push(line[..end].to_owned());
        }
    }
    all
}

#[test]
fn only_stores_name_sqlite() {
    let broken = rust::sources().iter().filter_map(|source| {
        let in_store = source.path.contains("/store/") || source.path.ends_with("/store.rs");
        let named = !rust::places(&source.product(), "rusqlite").is_empty();
        (named && !in_store).then(|| (source.path.clone(), "names rusqlite".to_owned()))
    });
    none("SQLite is named in rooms of a store alone", but(SQLITE_ELSEWHERE, broken.collect()));
}
