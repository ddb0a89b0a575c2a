//! Each sync that an acknowledgement rests on: with it nothing is lost in a cut, and without it the loss is seen, so
//! that no sync here is one that nobody would miss.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use rusqlite::Connection;
use studio_core::cbor::to_vec;
use studio_core::id::DeviceId;
use studio_core::sign::Secret;
use studio_core::wire::{EnrolAnswer, RenewRequest, renew_path};
use studio_sync_server::chance;
use studio_sync_server::config::database;
use studio_sync_server::store::sqlite::open_reader;

use crate::county::Phone;
use crate::cut::{Disk, Unsynced};
use crate::serving::{Fate, Serving, read, run};
use crate::work::{Place, Told, county, held, round_trip, write};

/// A run of the story with and without a class of syncs: what is lost of what was told.
async fn lost_after_work(ignore: &'static str) -> usize {
    let (mut place, mut phones) = county(0).await;
    let mut disk = place.watch();
    let serving = Serving::start(&disk, &place.data(), &Fate::without(ignore));
    let mut told = Told::new();
    for _ in 0..3 {
        write(&mut phones[0]);
        told.extend(round_trip(&serving, &mut phones[0]).unwrap().all());
    }
    serving.kill(&disk);
    lost_in_a_cut(&mut disk, &told)
}

/// What a cut at this moment takes of what was told.
fn lost_in_a_cut(disk: &mut Disk, told: &Told) -> usize {
    disk.read_on();
    disk.assert_tells_all();
    assert!(!told.is_empty());
    Place::after_cut(disk, Unsynced::Lost).lost(told)
}

#[tokio::test]
async fn a_commit_is_synced_before_its_answer() {
    assert_eq!(lost_after_work("").await, 0);
    assert!(lost_after_work("log").await > 0, "the log's sync is what keeps it");
}

/// A server is killed in place of its next sync, while it works for a phone; the next one starts with this fate.
async fn read_back(fate: &Fate, ask: impl Fn(&Serving, &mut Phone) -> Option<Told>) -> (Place, Disk, Told) {
    let (mut place, mut phones) = county(0).await;
    let mut disk = place.watch();
    let phone = &mut phones[0];
    // a log that has a beginning, so that the next sync is that of rows
    let first = Serving::start(&disk, &place.data(), &Fate::default());
    round_trip(&first, phone).unwrap();
    first.kill(&disk);
    let second = Serving::start(&disk, &place.data(), &Fate::dies("sync:1"));
    assert_eq!(ask(&second, phone), None, "it died before it answered");
    second.wait();
    disk.read_on();
    let third = Serving::start(&disk, &place.data(), fate);
    let told = ask(&third, phone).expect("it answers");
    (place, disk, told)
}

#[tokio::test]
async fn a_duplicate_was_on_the_disk_before_the_server_listened() {
    let push = |serving: &Serving, phone: &mut Phone| {
        if phone.replica.unsent() == 0 {
            write(phone);
        }
        let heard = round_trip(serving, phone).ok()?;
        assert!(heard.accepted.is_empty(), "the killed server had written it");
        Some(heard.all().collect())
    };
    let lost = async |fate: &Fate| {
        let (_place, mut disk, told) = read_back(fate, push).await;
        disk.read_until_listening();
        assert!(!told.is_empty());
        Place::after_cut(&disk, Unsynced::Lost).lost(&told)
    };
    assert_eq!(lost(&Fate::default()).await, 0);
    assert!(lost(&Fate::without("start")).await > 0, "the sync at the start is what keeps it");
}

#[tokio::test]
async fn an_enrolment_asked_for_again_after_a_kill_is_on_the_disk() {
    let seed = chance::bytes();
    let request = RenewRequest {
        device: DeviceId(chance::bytes()),
        key: Secret::from_seed(seed).public(),
        device_name: "新手机".to_owned(),
    };
    let renew = |serving: &Serving, phone: &mut Phone| {
        let path = renew_path(phone.studio());
        let answer: EnrolAnswer = read(&serving.signed(phone, &path, &to_vec(&request)).ok()?);
        let decisions = answer.decisions.iter().map(|signed| signed.read().unwrap().id.0.to_vec());
        Some(decisions.map(|id| (id, Vec::new())).collect::<BTreeSet<_>>())
    };
    let lost = async |fate: &Fate| {
        // its answer needs no new row, so no commit of its own makes the old ones durable
        let (_place, mut disk, told) = read_back(fate, renew).await;
        lost_in_a_cut(&mut disk, &told)
    };
    assert_eq!(lost(&Fate::default()).await, 0);
    assert!(lost(&Fate::without("start")).await > 0, "the sync at the start is what keeps it");
}

#[tokio::test]
async fn the_log_is_used_anew_only_when_the_database_is_synced() {
    let lost = async |ignore: &'static str| {
        let (mut place, mut phones) = county(0).await;
        let mut disk = place.watch();
        let serving = Serving::start(&disk, &place.data(), &Fate::without(ignore));
        let mut told = Told::new();
        let length = || std::fs::metadata(place.data().join("studio.db")).unwrap().len();
        let before = length();
        let mut work = || {
            write(&mut phones[0]);
            told.extend(round_trip(&serving, &mut phones[0]).unwrap().all());
        };
        while length() == before {
            work();
        }
        work();
        serving.kill(&disk);
        lost_in_a_cut(&mut disk, &told)
    };
    assert_eq!(lost("").await, 0);
    assert!(lost("database").await > 0, "the database's sync is what keeps it");
}

/// What a command leaves at a path below the root, when the power goes right after it has said that it is done.
struct Done {
    disk: Disk,
    told: Told,
}

impl Done {
    fn after(mut disk: Disk, place: &Place, output: &Output, data: &Path) -> Self {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        disk.read_on();
        disk.assert_tells_all();
        Self { disk, told: held(&place.root.path().join(data)).unwrap() }
    }

    fn lost(&self, data: &Path) -> usize {
        let left = Place::after_cut(&self.disk, Unsynced::Lost);
        held(&left.root.path().join(data)).map_or(usize::MAX, |held| self.told.difference(&held).count())
    }
}

/// Officers in a database, in folders that were not there either, after `add-bureau` and a cut; if the first run dies,
/// after a second one.
fn officers_after_a_cut(fate: &Fate) -> i64 {
    let mut place = Place::new();
    let mut disk = place.watch();
    let below = Path::new("county/2026/data");
    let data = place.root.path().join(below);
    let arguments = ["add-bureau", "--data", data.to_str().unwrap(), "--name", "临溪县教育局", "--account", "lin"];
    let first = run(&disk, fate, &arguments);
    assert_eq!(first.status.success(), fate.die.is_empty(), "{}", String::from_utf8_lossy(&first.stderr));
    if !first.status.success() {
        assert!(run(&disk, &Fate::default(), &arguments).status.success());
    }
    disk.read_on();
    disk.assert_tells_all();
    let left = Place::after_cut(&disk, Unsynced::Lost);
    let db = open_reader(&database(&left.root.path().join(below))).ok();
    let count = |db: Connection| db.query_row("SELECT count(*) FROM officers", [], |row| row.get(0)).ok();
    db.and_then(count).unwrap_or(0)
}

#[test]
fn a_new_database_is_there_with_every_folder_around_it() {
    assert_eq!(officers_after_a_cut(&Fate::default()), 1);
    assert_eq!(officers_after_a_cut(&Fate::without("folder")), 0, "the folders' syncs are what keeps it");
}

#[test]
fn a_folder_that_a_killed_process_made_is_there_after_the_next_one_too() {
    for event in 1..=8 {
        assert_eq!(officers_after_a_cut(&Fate::dies(format!("EVENT:{event}"))), 1, "killed after event {event}");
    }
}

#[tokio::test]
async fn a_backup_and_a_restore_are_on_the_disk_when_they_say_so() {
    let (mut place, _) = county(1).await;
    std::fs::create_dir(place.root.path().join("kept")).unwrap();
    let (data, kept) = (place.data(), place.root.path().join("kept/studio.db"));
    let (data, kept_at) = (data.to_str().unwrap(), kept.to_str().unwrap());
    for ignore in ["copy", "folder", ""] {
        drop(std::fs::remove_file(&kept));
        let disk = place.watch();
        let output = run(&disk, &Fate::without(ignore), &["backup", "--data", data, "--to", kept_at]);
        let done = Done::after(disk, &place, &output, Path::new("kept"));
        assert_eq!(done.lost(Path::new("kept")) == 0, ignore.is_empty(), "backup without {ignore:?}");
    }
    for ignore in ["folder", ""] {
        let anew = place.root.path().join("anew");
        drop(std::fs::remove_dir_all(&anew));
        let disk = place.watch();
        let anew_at = anew.join("data");
        let arguments = ["restore", "--data", anew_at.to_str().unwrap(), "--from", kept_at];
        let output = run(&disk, &Fate::without(ignore), &arguments);
        let done = Done::after(disk, &place, &output, Path::new("anew/data"));
        assert_eq!(done.lost(Path::new("anew/data")) == 0, ignore.is_empty(), "restore without {ignore:?}");
    }
}
