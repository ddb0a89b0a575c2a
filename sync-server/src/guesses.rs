//! Guessing at secrets that people type: invite codes, passwords. Who guesses wrong again and again is looked at more
//! and more seldom, by where he guesses from and what he guesses at. Nobody is locked out, and where nothing was guessed
//! wrong nobody waits for what others do elsewhere. Values in, values out: no clock, no wait; those are `gate`'s.
//!
//! A place's guesses are looked at one after another, with a pause before each that grows with its wrong ones, so
//! that many connections at once, or hanging up early, gain nothing: an answer that is only late would let everybody
//! ask a thousand times at once. A right guess takes its own charge back. Whoever floods a line of looks fills it for
//! those behind the same address, and for nobody else: they are told in how many seconds there is room.
//!
//! **Why 40 bits of an invite code hold.** A place that guesses without end gets one look in 8 s ([`CODE_FROM_SOURCE`]);
//! all places inside one customer's IPv6 net (/48) get one in a second together ([`CODE_FROM_SITE`]). A county of 100
//! studios that has just invited everybody has 1,000 open codes among 2^40, so a hit takes 2^40 / 1,000 = 1.1 × 10^9
//! looks on average:
//!
//! | guessing day and night from | looks a second | until the first hit |
//! |---|---|---|
//! | 1 IPv4 address | 0.125 | 279 years |
//! | 100 IPv4 addresses | 12.5 | 2.8 years; with the 50 open codes of an ordinary week 56 years |
//! | 10 IPv6 nets of 65,536 places each | 10 | 3.5 years; 70 years |
//!
//! and every code closes after 14 days, and who comes in by a hit is shown to the chief under a name he invited.
//!
//! **Why a password of 10 characters holds.** One place gets one look in 8 s at an account ([`PASSWORD_FROM_SOURCE`]):
//! 3.9 million a year, 2^22; 1,000 places 2^32; and whatever their number, all strangers together have one place for
//! hashing (`HASHING_STRANGERS_MAX`), about 30 checks a second, 2^30 a year. Ten letters and digits drawn at random are
//! 2^51.7: more than two million years. What `add-bureau` draws has 2^60.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::limits::{GUESS_WAIT_MAX_MS, GUESSERS_MAX};
use crate::source::{Site, Source};

/// How guesses from one place are slowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// After this long a wrong guess is forgotten, one after another. Milliseconds.
    pub forget_ms: u64,
    /// Wrong guesses that slow nothing: people mistype, and a school is one address.
    pub free: u64,
    /// As many while too much is guessed everywhere.
    pub free_pressed: u64,
    /// By how much each further one lengthens the pause before the next look. Milliseconds.
    pub step_ms: u64,
    /// The longest pause. Milliseconds.
    pub pause_max_ms: u64,
}

/// Invite codes from one place.
pub const CODE_FROM_SOURCE: Pace =
    Pace { forget_ms: 60_000, free: 20, free_pressed: 3, step_ms: 1_000, pause_max_ms: 8_000 };
/// Invite codes from one customer's IPv6 net.
pub const CODE_FROM_SITE: Pace =
    Pace { forget_ms: 5_000, free: 120, free_pressed: 30, step_ms: 100, pause_max_ms: 1_000 };
/// Wrong invite codes of everybody together: beyond 120 a minute it is nobody's mistyping.
pub const CODE_FROM_ALL: Pace = Pace { forget_ms: 500, free: 120, free_pressed: 120, step_ms: 0, pause_max_ms: 0 };
/// Passwords of one account from one place.
pub const PASSWORD_FROM_SOURCE: Pace =
    Pace { forget_ms: 120_000, free: 5, free_pressed: 2, step_ms: 2_000, pause_max_ms: 8_000 };
/// Passwords of whatever account from one place.
pub const PASSWORDS_FROM_SOURCE: Pace =
    Pace { forget_ms: 30_000, free: 20, free_pressed: 8, step_ms: 1_000, pause_max_ms: 8_000 };
/// Passwords from one customer's IPv6 net.
pub const PASSWORDS_FROM_SITE: Pace =
    Pace { forget_ms: 5_000, free: 60, free_pressed: 30, step_ms: 100, pause_max_ms: 1_000 };
/// Wrong passwords of everybody together: a county has a handful of officers.
pub const PASSWORDS_FROM_ALL: Pace = Pace { forget_ms: 2_000, free: 60, free_pressed: 60, step_ms: 0, pause_max_ms: 0 };
/// Passwords in a browser that has signed in to this account before; what others guess is nothing to it.
pub const PASSWORD_IN_BROWSER: Pace =
    Pace { forget_ms: 60_000, free: 5, free_pressed: 5, step_ms: 2_000, pause_max_ms: 8_000 };

/// A name of bounded length for what is guessed at.
type Name = [u8; 32];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Source(Source),
    Site(Site),
    Account(Name, Source),
    Browser(Name),
}

/// One guess: all that it is counted under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    counted: Vec<(Key, Pace)>,
    all: Option<Pace>,
}

impl Guess {
    /// At an invite code.
    pub fn at_a_code(source: Source) -> Self {
        let site = source.site().map(|site| (Key::Site(site), CODE_FROM_SITE));
        let counted = [(Key::Source(source), CODE_FROM_SOURCE)].into_iter().chain(site).collect();
        Self { counted, all: Some(CODE_FROM_ALL) }
    }

    /// At the password of an account, whether there is one of that name or not.
    pub fn at_a_password(account: &str, source: Source) -> Self {
        let site = source.site().map(|site| (Key::Site(site), PASSWORDS_FROM_SITE));
        let of_account = (Key::Account(Sha256::digest(account).into(), source), PASSWORD_FROM_SOURCE);
        let counted = [of_account, (Key::Source(source), PASSWORDS_FROM_SOURCE)].into_iter().chain(site).collect();
        Self { counted, all: Some(PASSWORDS_FROM_ALL) }
    }

    /// At the password of an account, in a browser that has signed in to it before.
    pub fn in_a_known_browser(browser: Name) -> Self {
        Self { counted: vec![(Key::Browser(browser), PASSWORD_IN_BROWSER)], all: None }
    }
}

/// What has been guessed wrong under one key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// When all of it is forgotten. Milliseconds.
    clear_at: u64,
    /// When the last guess of its line is looked at. Milliseconds.
    last_look: u64,
}

impl Tally {
    /// Wrong guesses not yet forgotten.
    fn wrong(&self, pace: &Pace, now: u64) -> u64 {
        self.clear_at.saturating_sub(now).div_ceil(pace.forget_ms)
    }

    fn pause_ms(&self, pace: &Pace, pressed: bool, now: u64) -> u64 {
        let free = if pressed { pace.free_pressed } else { pace.free };
        match self.wrong(pace, now) {
            wrong if wrong < free => 0,
            wrong => (wrong - free + 1).saturating_mul(pace.step_ms).min(pace.pause_max_ms),
        }
    }

    fn wait_ms(&self, pace: &Pace, pressed: bool, now: u64) -> u64 {
        match self.pause_ms(pace, pressed, now) {
            0 => 0,
            pause => self.last_look.max(now) + pause - now,
        }
    }

    /// More than what makes the longest pause is not remembered: peace comes back soon after the guessing ends.
    fn charge(&mut self, pace: &Pace, now: u64) {
        let steps = pace.pause_max_ms.checked_div(pace.step_ms).unwrap_or(0);
        let full = now + (pace.free + steps) * pace.forget_ms;
        self.clear_at = (self.clear_at.max(now) + pace.forget_ms).min(full);
    }

    fn take_back(&mut self, pace: &Pace) {
        self.clear_at = self.clear_at.saturating_sub(pace.forget_ms);
    }
}

/// When a guess is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// After this long; 0 is at once. Milliseconds.
    After(u64),
    /// The line of its place is full; there is room in so many seconds.
    Full(u32),
}

/// What has been guessed lately. Forgotten when the server starts again.
#[derive(Debug, Default)]
pub struct Guesses {
    kept: BTreeMap<Key, Tally>,
    all: Tally,
}

impl Guesses {
    /// A guess comes in at a time: it is counted as wrong until it turns out to be right, and says when it is looked
    /// at. What finds its line full is not looked at and not counted.
    pub fn ask(&mut self, guess: &Guess, now: u64) -> Turn {
        let pressed = self.is_pressed(guess, now);
        let waits = guess.counted.iter().map(|(key, pace)| match self.kept.get(key) {
            Some(tally) => tally.wait_ms(pace, pressed, now),
            None => 0,
        });
        let wait = waits.max().unwrap_or(0);
        if let Some(too_long @ 1..) = wait.checked_sub(GUESS_WAIT_MAX_MS) {
            return Turn::Full(u32::try_from(too_long.div_ceil(1_000)).unwrap_or(u32::MAX));
        }
        for (key, pace) in &guess.counted {
            let tally = self.tally(*key, now);
            tally.charge(pace, now);
            tally.last_look = tally.last_look.max(now + wait);
        }
        if let Some(pace) = &guess.all {
            self.all.charge(pace, now);
        }
        Turn::After(wait)
    }

    /// A guess was right, or never looked at: it counts nowhere.
    pub fn take_back(&mut self, guess: &Guess) {
        for (key, pace) in &guess.counted {
            if let Some(tally) = self.kept.get_mut(key) {
                tally.take_back(pace);
            }
        }
        if let Some(pace) = &guess.all {
            self.all.take_back(pace);
        }
    }

    /// Whether so much is guessed wrong everywhere that whoever guesses wrong is slowed sooner.
    pub fn is_pressed(&self, guess: &Guess, now: u64) -> bool {
        guess.all.is_some_and(|pace| self.all.wrong(&pace, now) >= pace.free)
    }

    /// Places that are remembered.
    pub fn places(&self) -> usize {
        self.kept.len()
    }

    fn tally(&mut self, key: Key, now: u64) -> &mut Tally {
        if self.kept.len() >= GUESSERS_MAX && !self.kept.contains_key(&key) {
            self.make_room(now);
        }
        self.kept.entry(key).or_default()
    }

    /// Forgets what is over, and if that is little, those eighth that would be forgotten soonest: who has guessed
    /// most stays longest.
    fn make_room(&mut self, now: u64) {
        let mut ends: Vec<u64> = self.kept.values().map(|tally| tally.clear_at).collect();
        ends.sort_unstable();
        let soonest = ends.get(ends.len() / 8).copied().unwrap_or(now).max(now);
        self.kept.retain(|_, tally| tally.clear_at > soonest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: u64 = 3_600_000;

    fn address(n: u32) -> Source {
        Source::V4(n.to_be_bytes())
    }

    fn code(n: u32) -> Guess {
        Guess::at_a_code(address(n))
    }

    /// Looks that a place gets within a time if it asks again whenever it may, and at once.
    fn looks(guesses: &mut Guesses, guess: impl Fn(u64) -> Guess, until: u64) -> u64 {
        let (mut now, mut looks) = (0, 0);
        while now < until {
            match guesses.ask(&guess(looks), now) {
                Turn::After(_) => looks += 1,
                Turn::Full(seconds) => now += u64::from(seconds.max(1)) * 1_000,
            }
            assert!(looks < until / 100, "no line is ever full");
        }
        looks
    }

    #[test]
    fn the_pause_grows_with_every_wrong_code_beyond_those_of_a_school_that_mistypes() {
        let mut guesses = Guesses::default();
        let mut now = 0;
        let pauses: Vec<u64> = (0..40)
            .map(|_| match guesses.ask(&code(1), now) {
                Turn::After(wait) => {
                    now += wait;
                    wait
                }
                Turn::Full(_) => panic!("one after another"),
            })
            .collect();
        assert!(pauses[..20].iter().all(|pause| *pause == 0), "{pauses:?}");
        assert_eq!(pauses[20..28], [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000]);
        assert!(pauses[28..].iter().all(|pause| *pause == CODE_FROM_SOURCE.pause_max_ms), "{pauses:?}");
    }

    #[test]
    fn many_at_once_from_one_place_are_looked_at_one_after_another_or_not_at_all() {
        let mut guesses = Guesses::default();
        let turns: Vec<Turn> = (0..10_000).map(|_| guesses.ask(&code(1), 0)).collect();
        let at_once = turns.iter().filter(|turn| **turn == Turn::After(0)).count();
        let waiting: Vec<u64> = turns
            .iter()
            .filter_map(|turn| if let Turn::After(wait @ 1..) = turn { Some(*wait) } else { None })
            .collect();
        assert_eq!(at_once, 20);
        assert!(waiting.is_sorted_by(|a, b| a < b) && waiting.iter().all(|wait| *wait <= GUESS_WAIT_MAX_MS));
        assert_eq!(waiting, [1_000, 3_000, 6_000, 10_000, 15_000, 21_000]);
        assert!(matches!(turns.last(), Some(Turn::Full(_))));
    }

    #[test]
    fn when_a_line_is_full_the_seconds_said_are_true() {
        let mut guesses = Guesses::default();
        let full = |guesses: &mut Guesses, now| loop {
            if let Turn::Full(seconds) = guesses.ask(&code(1), now) {
                break u64::from(seconds);
            }
        };
        let mut now = 0;
        for _ in 0..50 {
            now += 250;
            let wait_ms = full(&mut guesses, now) * 1_000;
            assert!(matches!(guesses.ask(&code(1), now + wait_ms - 1_000), Turn::Full(_)), "not sooner");
            now += wait_ms;
            assert!(matches!(guesses.ask(&code(1), now), Turn::After(_)), "and not later");
        }
    }

    #[test]
    fn after_ten_thousand_wrong_codes_a_right_one_gets_in_from_there_and_from_anywhere() {
        let mut guesses = Guesses::default();
        let mut now = 0;
        for _ in 0..10_000 {
            if let Turn::After(wait) = guesses.ask(&code(1), now) {
                now += wait;
            }
        }
        assert_eq!(guesses.ask(&code(1), now), Turn::After(CODE_FROM_SOURCE.pause_max_ms), "from there");
        assert_eq!(guesses.ask(&code(2), now), Turn::After(0), "from elsewhere, at once");
    }

    #[test]
    fn after_wrong_codes_from_ten_thousand_addresses_a_right_one_gets_in_from_each_at_once() {
        let mut guesses = Guesses::default();
        for n in 0..10_000 {
            assert_eq!(guesses.ask(&code(n), u64::from(n)), Turn::After(0));
        }
        assert!(guesses.is_pressed(&code(1), 10_000));
        for n in [0, 9_999, 10_001] {
            assert_eq!(guesses.ask(&code(n), 10_000), Turn::After(0), "{n}");
        }
    }

    #[test]
    fn while_too_much_is_guessed_everywhere_those_who_guess_wrong_are_slowed_sooner_and_nobody_else() {
        let mut guesses = Guesses::default();
        for n in 0..120 {
            assert!(!guesses.is_pressed(&code(n), 0), "{n}");
            guesses.ask(&code(n), 0);
        }
        assert!(guesses.is_pressed(&code(1), 0) && !guesses.is_pressed(&code(1), 60_000), "a minute later it is over");
        let turns: Vec<Turn> = (0..4).map(|_| guesses.ask(&code(500), 0)).collect();
        assert_eq!(turns, [Turn::After(0), Turn::After(0), Turn::After(0), Turn::After(1_000)]);
        assert_eq!(guesses.ask(&code(501), 0), Turn::After(0));
    }

    #[test]
    fn a_place_that_guesses_without_end_gets_one_look_in_eight_seconds() {
        let an_hour = looks(&mut Guesses::default(), |_| code(1), HOUR_MS);
        assert!((450..480).contains(&an_hour), "{an_hour}");
    }

    #[test]
    fn sixty_five_thousand_places_of_one_customer_get_one_look_in_a_second_together() {
        let place = |n: u64| Source::V6([0x20, 1, 0xd, 0xb8, 0, 1, (n >> 8) as u8, n as u8]);
        let an_hour = looks(&mut Guesses::default(), |n| Guess::at_a_code(place(n)), HOUR_MS);
        assert!((3_600..3_800).contains(&an_hour), "{an_hour}");
    }

    #[test]
    fn half_an_hour_after_the_last_wrong_code_all_is_forgotten() {
        let mut guesses = Guesses::default();
        looks(&mut guesses, |_| code(1), 3 * HOUR_MS);
        let later = 3 * HOUR_MS + 30 * 60_000;
        assert_eq!(guesses.ask(&code(1), later), Turn::After(0));
        assert_eq!(guesses.kept[&Key::Source(address(1))].wrong(&CODE_FROM_SOURCE, later), 1);
    }

    #[test]
    fn right_guesses_slow_nothing_however_many() {
        let mut guesses = Guesses::default();
        for _ in 0..10_000 {
            assert_eq!(guesses.ask(&code(1), 0), Turn::After(0));
            guesses.take_back(&code(1));
        }
        assert!(!guesses.is_pressed(&code(1), 0));
    }

    #[test]
    fn a_right_code_in_hand_washes_off_nothing_that_was_guessed_wrong() {
        let (mut with, mut without) = (Guesses::default(), Guesses::default());
        for _ in 0..100 {
            with.ask(&code(1), 0);
            without.ask(&code(1), 0);
        }
        let mut now = 30_000;
        for _ in 0..100 {
            if let Turn::After(wait) = with.ask(&code(1), now) {
                with.take_back(&code(1));
                now += wait;
            }
            now += 1_000;
        }
        let wrong = |guesses: &Guesses| guesses.kept[&Key::Source(address(1))].wrong(&CODE_FROM_SOURCE, now);
        assert!(wrong(&with) + 1 >= wrong(&without), "{} {}", wrong(&with), wrong(&without));
    }

    #[test]
    fn places_are_remembered_up_to_their_limit_and_who_guessed_most_stays() {
        let mut guesses = Guesses::default();
        for _ in 0..100 {
            guesses.ask(&code(7), 0);
        }
        for n in 1_000..101_000 {
            guesses.ask(&code(n), u64::from(n) / 1_000);
            assert!(guesses.places() <= GUESSERS_MAX);
        }
        assert!(guesses.places() > GUESSERS_MAX / 2);
        assert_ne!(guesses.ask(&code(7), 101), Turn::After(0), "it is not forgotten for all those others");
        assert!(!guesses.kept.contains_key(&Key::Source(address(1_000))), "the oldest fell out");
    }

    #[test]
    fn guesses_at_an_account_slow_neither_its_other_places_nor_a_browser_that_it_knows() {
        let mut guesses = Guesses::default();
        let stranger = Guess::at_a_password("linxi", address(1));
        for n in 0..1_000 {
            guesses.ask(&stranger, n);
        }
        for n in 2..2_000 {
            guesses.ask(&Guess::at_a_password("linxi", address(n)), 1_000);
        }
        assert_ne!(guesses.ask(&stranger, 1_000), Turn::After(0));
        assert_eq!(guesses.ask(&Guess::at_a_password("linxi", address(5_000)), 1_000), Turn::After(0));
        assert_eq!(guesses.ask(&Guess::in_a_known_browser([1; 32]), 1_000), Turn::After(0));
    }

    #[test]
    fn who_tries_one_account_after_another_is_slowed_too() {
        let guess = |n: u64| Guess::at_a_password(&format!("account-{n}"), address(1));
        let an_hour = looks(&mut Guesses::default(), guess, HOUR_MS);
        assert!((450..490).contains(&an_hour), "{an_hour}");
        let known = looks(&mut Guesses::default(), |_| Guess::in_a_known_browser([1; 32]), HOUR_MS);
        assert!((450..470).contains(&known), "a browser that was stolen gains nothing: {known}");
    }
}
