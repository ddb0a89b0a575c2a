//! Kills under load, each followed by cuts. A kill strikes at any event, in place of any sync, or at any answer; then
//! the server starts again, phones that had no answer ask again, and the power goes before any new sync and after it.
//! `POWER_KILLS=500 cargo test -p studio-sync-server --test power kills -- --nocapture` runs more of them.

#![allow(clippy::print_stdout, reason = "the long run prints its table")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::county::Phone;
use crate::cut::{Chance, Disk, Unsynced};
use crate::serving::{Fate, Serving};
use crate::work::{Place, Told, county, round_trip, told_of, write};

/// Kills of the short run.
const KILLS: u64 = 12;
/// After so many a new county begins: in an old one a round trip takes longer, and a device's day is full.
const KILLS_A_COUNTY: u64 = 12;
/// Phones that write at the same time: the writer makes groups of them.
const MEMBERS: usize = 3;
/// Answers after which the last sort of kill strikes at the latest.
const ANSWERS_MAX: u64 = 40;

/// What kills did.
#[derive(Debug, Default)]
struct Tally {
    kills: u64,
    at_events: u64,
    at_syncs: u64,
    answers: usize,
    accepted: usize,
    duplicates: usize,
    read_back_unsynced: usize,
    cuts: u64,
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_power_goes_after_a_kill() {
    let kills = std::env::var("POWER_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let mut tally = Tally::default();
    while tally.kills < kills {
        let seed = tally.kills;
        let (mut place, mut phones) = county(MEMBERS).await;
        let mut told = Told::new();
        for number in seed..kills.min(seed + KILLS_A_COUNTY) {
            place = kill(place, &mut phones, &mut told, number, &mut tally);
        }
    }
    println!("{tally:?}");
    assert!(tally.read_back_unsynced > 0, "no kill left what was read back and never synced: {tally:?}");
    assert!(tally.at_events > 0 && tally.at_syncs > 0 && tally.accepted > 0, "{tally:?}");
}

/// One kill and what follows; what the last cut left is where the county goes on.
fn kill(mut place: Place, phones: &mut Vec<Phone>, told: &mut Told, number: u64, tally: &mut Tally) -> Place {
    let mut chance = Chance(number);
    let mut disk = place.watch();
    let (fate, answers_max) = fate(&mut chance, tally);
    let serving = Serving::start(&disk, &place.data(), &fate);
    *phones = load(&serving, &disk, std::mem::take(phones), told, answers_max, tally);
    disk.read_on();
    disk.assert_tells_all();
    let when = format!("kill {number}");
    cut(&disk, told, &mut chance, tally, &format!("{when}, cut at once"));
    let at_the_kill = Place::after_cut(&disk, Unsynced::Lost);

    // nobody but a retry says what the killed server had written: it must be on the disk before the server listens
    let serving = Serving::start(&disk, &place.data(), &Fate::default());
    let (mut found, mut taken) = (Told::new(), Told::new());
    for phone in phones.iter_mut() {
        loop {
            let heard = round_trip(&serving, phone).unwrap();
            tally.answers += 1;
            tally.accepted += heard.accepted.len();
            tally.duplicates += heard.duplicates.len();
            // a phone is answered once: what is there already was there when the server started
            found.extend(heard.duplicates.iter().map(told_of));
            taken.extend(heard.accepted.iter().map(told_of));
            if !heard.more {
                break;
            }
        }
    }
    tally.read_back_unsynced += usize::from(at_the_kill.lost(&found) > 0);
    told.extend(found);
    disk.read_until_listening();
    cut(&disk, told, &mut chance, tally, &format!("{when}, cut before any new sync"));

    told.extend(taken);
    serving.kill(&disk);
    disk.read_on();
    disk.assert_tells_all();
    cut(&disk, told, &mut chance, tally, &format!("{when}, cut after the retries"))
}

/// How the server dies: by the shim, or at the last of so many answers.
fn fate(chance: &mut Chance, tally: &mut Tally) -> (Fate, usize) {
    tally.kills += 1;
    match chance.below(3) {
        0 => {
            tally.at_events += 1;
            (Fate::dies(format!("event:{}", 1 + chance.below(200))), usize::MAX)
        }
        1 => {
            tally.at_syncs += 1;
            (Fate::dies(format!("sync:{}", 1 + chance.below(16))), usize::MAX)
        }
        _ => (Fate::default(), 1 + chance.below(ANSWERS_MAX) as usize),
    }
}

/// Everybody writes and syncs at once, until the server is dead.
fn load(
    serving: &Serving,
    disk: &Disk,
    phones: Vec<Phone>,
    told: &mut Told,
    last: usize,
    tally: &mut Tally,
) -> Vec<Phone> {
    let answers = AtomicUsize::new(0);
    let work = |mut phone: Phone| {
        let mut told = Told::new();
        loop {
            write(&mut phone);
            let Ok(heard) = round_trip(serving, &mut phone) else { return (phone, told) };
            told.extend(heard.all());
            if answers.fetch_add(1, Ordering::SeqCst) + 1 == last {
                serving.kill(disk);
            }
        }
    };
    let done: Vec<(Phone, Told)> = thread::scope(|scope| {
        let at_work: Vec<_> = phones.into_iter().map(|phone| scope.spawn(|| work(phone))).collect();
        at_work.into_iter().map(|phone| phone.join().unwrap()).collect()
    });
    serving.wait();
    tally.answers += answers.load(Ordering::SeqCst);
    let mut phones = Vec::new();
    for (phone, heard) in done {
        tally.accepted += heard.len();
        told.extend(heard);
        phones.push(phone);
    }
    phones
}

/// Cuts, with everything lost that was not synced and with parts of it kept; gives what one of them left.
fn cut(disk: &Disk, told: &Told, chance: &mut Chance, tally: &mut Tally, when: &str) -> Place {
    let mut left = Vec::new();
    for unsynced in [Unsynced::Lost, Unsynced::Some(chance.below(u64::MAX))] {
        // looked at in a copy: who looks may write
        Place::after_cut(disk, unsynced).assert_holds(told, &format!("{when}, {unsynced:?}"));
        left.push(Place::after_cut(disk, unsynced));
        tally.cuts += 1;
    }
    left.swap_remove(chance.below(2) as usize)
}
