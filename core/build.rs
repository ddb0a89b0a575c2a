//! How Han characters sound, made ready for phones: pinyin's own table tells tones apart, which nothing here does, and a
//! phone would load the difference. One number for each character of a block names one of some four hundred sounds. Of
//! the rare characters outside of the first block only those are told that 通用规范汉字表 (国发〔2013〕23号) has, in
//! `standard-characters.txt`: names are registered in its characters, and all the others would cost a phone 26 KB.

#![allow(clippy::disallowed_methods, reason = "core is pure; what is run while it is built writes files")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use pinyin::ToPinyin;

/// Characters further apart than this stand in blocks of their own.
const GAP: u32 = 2048;
/// Bytes of a sound in the list of them: `zhuang` is as long as they come.
const WIDTH: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=standard-characters.txt");
    let standard = fs::read_to_string("standard-characters.txt")?;
    let told = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c) || standard.contains(*c);
    let read: Vec<(u32, &str)> = (char::MIN..=char::MAX).filter(told).filter_map(reading).collect();
    let sounds = by_use(&read);
    let blocks = blocks(&read);
    let places: usize = blocks.iter().map(|(first, last)| (last - first + 1) as usize).sum();
    let (mut low, mut high) = (vec![0; places], vec![0; places.div_ceil(8)]);
    for (code, sound) in read {
        let number = sounds.iter().position(|other| *other == sound).ok_or("every sound has a number")?;
        let place = place(&blocks, code).ok_or("every character has a place")?;
        low[place] = u8::try_from(number % 256)?;
        high[place / 8] |= u8::try_from(number / 256)? << (place % 8);
    }
    let folder = env::var("OUT_DIR")?;
    let write = |name: &str, bytes: &[u8]| fs::write(Path::new(&folder).join(name), bytes);
    write("sounds.txt", sounds.iter().map(|sound| wide(sound)).collect::<String>().as_bytes())?;
    write("sound-of.bin", &low)?;
    write("sound-beyond.bin", &high)?;
    Ok(write("sound-blocks.rs", format!("&{blocks:?}").as_bytes())?)
}

fn reading(c: char) -> Option<(u32, &'static str)> {
    Some((u32::from(c), c.to_pinyin()?.plain()))
}

/// The sounds, the most usual first (their numbers then compress best); number 0 is none.
fn by_use(read: &[(u32, &'static str)]) -> Vec<&'static str> {
    let mut uses = BTreeMap::new();
    for (_, sound) in read {
        *uses.entry(*sound).or_insert(0) += 1;
    }
    let mut sounds: Vec<&str> = uses.keys().copied().collect();
    sounds.sort_by_key(|sound| std::cmp::Reverse(uses[sound]));
    sounds.insert(0, "");
    sounds
}

/// In bytes, not in letters: an `ü` has two.
fn wide(sound: &str) -> String {
    sound.to_owned() + &" ".repeat(WIDTH - sound.len())
}

/// The first and the last character of each block.
fn blocks(read: &[(u32, &str)]) -> Vec<(u32, u32)> {
    let mut blocks: Vec<(u32, u32)> = Vec::new();
    for (code, _) in read {
        match blocks.last_mut() {
            Some((_, last)) if *code - *last < GAP => *last = *code,
            _ => blocks.push((*code, *code)),
        }
    }
    blocks
}

/// Where a character stands in the list of all blocks' characters.
fn place(blocks: &[(u32, u32)], code: u32) -> Option<usize> {
    let mut before = 0;
    for (first, last) in blocks {
        if (*first..=*last).contains(&code) {
            return Some((before + code - first) as usize);
        }
        before += last - first + 1;
    }
    None
}
