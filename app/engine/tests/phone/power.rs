//! The battery goes: what the phone's store said or showed as saved is on the disk, also when it was read back after a
//! kill. A child of this test binary works on a watched disk (`tests/power`); the syncs that this rests on stand in
//! `core/ARCHITECTURE.md`.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use studio_core::store::{Store, Write};
use studio_engine::store::shelf::Folder;
use studio_engine::store::{SqliteStore, open};
use tempfile::TempDir;

use crate::cut::{Disk, Unsynced};
use crate::studio::{STUDIO, enrol};

/// Where the phone's files lie below the watched folder: neither folder is there at first.
const PLACE: &str = "phone/studio";
/// What a child saves, one after the other.
const SAVED: usize = 4;

/// What a child is asked for; its words begin with `saved: `.
const ASKED: &str = "POWER_PHONE";

#[test]
fn a_child_does_what_the_tests_below_ask_of_it() {
    let Ok(asked) = std::env::var(ASKED) else { return };
    let folder = PathBuf::from(std::env::var("POWER_FOLDER").expect("a watched folder")).join(PLACE);
    let say = |word: &str| writeln!(std::io::stdout(), "\nsaved: {word}").expect("somebody listens");
    match asked.as_str() {
        "enrol" => enrol(&folder),
        "write" => {
            let mut store = open(&Folder::at(&folder).expect("a folder")).expect("a store").store;
            for number in 0..SAVED {
                let name = number.to_string();
                store.commit(STUDIO, &[Write::Setting(name.clone(), "ja".to_owned())]).expect("a commit");
                say(&name);
            }
            ends();
        }
        _ => {
            let store = open(&Folder::at(&folder).expect("a folder")).expect("a store").store;
            settings(&store).iter().for_each(|name| say(name));
            ends();
        }
    }
}

/// As a tab ends: nobody closes the database.
fn ends() -> ! {
    std::process::exit(0)
}

/// Everything that a store shows as saved, after its enrolment.
fn settings(store: &SqliteStore) -> Vec<String> {
    let saved = store.load(STUDIO).expect("a studio");
    saved.into_iter().flat_map(|saved| saved.settings).map(|(name, _)| name).collect()
}

struct Phone {
    root: TempDir,
    journals: TempDir,
}

impl Phone {
    fn new() -> Self {
        Self { root: tempfile::tempdir().expect("a folder"), journals: tempfile::tempdir().expect("a folder") }
    }

    fn enrolled() -> Self {
        let phone = Self::new();
        enrol(&phone.root.path().join(PLACE));
        phone
    }

    fn watch(&self) -> Disk {
        Disk::watch(self.root.path(), &self.journals.path().join("journal"))
    }

    fn after_cut(disk: &Disk, unsynced: Unsynced) -> Self {
        let left = Self::new();
        disk.cut(unsynced, left.root.path());
        left
    }

    fn settings(&self) -> Vec<String> {
        settings(&open(&Folder::at(self.root.path().join(PLACE)).expect("a folder")).expect("a store").store)
    }
}

/// A child's words, and whether it lived to its end.
fn child(disk: &mut Disk, asked: &str, ignore: &str, die: &str) -> (Vec<String>, bool) {
    let mut command = disk.command(std::env::current_exe().expect("this program"));
    command.args(["--exact", "power::a_child_does_what_the_tests_below_ask_of_it", "--nocapture"]);
    command.env(ASKED, asked).env("POWER_IGNORE", ignore).env("POWER_DIE", die);
    let output = command.output().expect("a child");
    disk.read_on();
    disk.assert_tells_all();
    let said = String::from_utf8(output.stdout).expect("text");
    let words = said.lines().filter_map(|line| line.strip_prefix("saved: ")).map(str::to_owned).collect();
    (words, output.status.success())
}

fn missing(told: &[String], left: &Phone) -> Vec<String> {
    let held = left.settings();
    told.iter().filter(|word| !held.contains(word)).cloned().collect()
}

#[test]
fn what_was_said_to_be_saved_survives_a_kill_at_any_event_and_a_cut() {
    let (mut number, mut lived) = (0, false);
    while !lived {
        number += 1;
        let phone = Phone::enrolled();
        let mut disk = phone.watch();
        let (said, to_its_end) = child(&mut disk, "write", "", &format!("EVENT:{number}"));
        lived = to_its_end;
        for unsynced in [Unsynced::Lost, Unsynced::Some(number)] {
            let lost = missing(&said, &Phone::after_cut(&disk, unsynced));
            assert_eq!(lost, [""; 0], "killed after event {number}, {unsynced:?}");
        }
        let (shown, _) = child(&mut disk, "read", "", "");
        for unsynced in [Unsynced::Lost, Unsynced::Some(number)] {
            let lost = missing(&shown, &Phone::after_cut(&disk, unsynced));
            assert_eq!(lost, [""; 0], "killed after event {number}, shown by the next start, {unsynced:?}");
        }
    }
    assert!(number > 15, "there are more events than {number}");
}

#[test]
fn a_commit_is_synced_before_it_is_said_to_be_saved() {
    let lost = |ignore: &str| {
        let phone = Phone::enrolled();
        let mut disk = phone.watch();
        let (said, _) = child(&mut disk, "write", ignore, "");
        assert_eq!(said.len(), SAVED);
        missing(&said, &Phone::after_cut(&disk, Unsynced::Lost)).len()
    };
    assert_eq!(lost(""), 0);
    assert!(lost("log") > 0, "the log's sync is what keeps it");
}

#[test]
fn what_a_start_reads_back_after_a_kill_is_synced_before_it_is_shown() {
    let lost = |ignore: &str| {
        let phone = Phone::enrolled();
        let mut disk = phone.watch();
        // past the syncs of the log's beginning and of its name
        let (said, _) = child(&mut disk, "write", "", "SYNC:5");
        let (shown, lived) = child(&mut disk, "read", ignore, "");
        assert!(lived && shown.len() == said.len() + 1, "the killed child had written one more: {said:?} {shown:?}");
        missing(&shown, &Phone::after_cut(&disk, Unsynced::Lost)).len()
    };
    assert_eq!(lost(""), 0);
    assert_eq!(lost("start"), 1, "the sync at the start is what keeps it");
}

/// Whether an enrolment is there after a cut; if the first try dies, after a second one.
fn enrolment_is_there(ignore: &str, die: &str) -> bool {
    let phone = Phone::new();
    let mut disk = phone.watch();
    let (_, lived) = child(&mut disk, "enrol", ignore, die);
    assert_eq!(lived, die.is_empty());
    if !lived {
        assert!(child(&mut disk, "enrol", "", "").1);
    }
    let left = Phone::after_cut(&disk, Unsynced::Lost);
    let opened = open(&Folder::at(left.root.path().join(PLACE)).expect("a folder")).expect("a store");
    opened.store.studios() == Ok(vec![STUDIO])
}

#[test]
fn an_enrolment_is_there_with_every_folder_around_it() {
    assert!(enrolment_is_there("", ""));
    assert!(!enrolment_is_there("folder", ""), "the folders' syncs are what keeps it");
    for event in 1..=6 {
        assert!(enrolment_is_there("", &format!("EVENT:{event}")), "killed after event {event}");
    }
}

/// After a kill in place of each sync of an enrolment and another start: how often the database is lost and the cut has
/// left no key of a device that this start knew.
fn keys_lost(ignore: &str) -> usize {
    let (mut number, mut lived, mut lost) = (0, false, 0);
    while !lived {
        number += 1;
        let phone = Phone::new();
        let mut disk = phone.watch();
        lived = child(&mut disk, "enrol", "", &format!("SYNC:{number}")).1;
        child(&mut disk, "read", ignore, "");
        let left = Phone::after_cut(&disk, Unsynced::Lost);
        let known = |phone: &Phone| {
            let folder = Folder::at(phone.root.path().join(PLACE)).expect("a folder");
            open(&folder).expect("a store").store.studios().expect("studios").len()
        };
        for name in ["studio-1.db", "studio-1.db-wal"] {
            drop(fs::remove_file(left.root.path().join(PLACE).join(name)));
        }
        lost += known(&phone) - known(&left);
    }
    assert!(number > 4, "an enrolment has more syncs than {number}");
    lost
}

#[test]
fn a_keyring_that_was_read_back_after_a_kill_is_on_the_disk_too() {
    assert_eq!(keys_lost(""), 0);
    assert!(keys_lost("start") > 0, "the syncs at the start are what keeps it");
}
