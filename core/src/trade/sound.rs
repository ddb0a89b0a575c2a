//! How a Han character sounds, without its tone. The tables are made by `build.rs` from the crate pinyin.

/// The first and the last character of each block.
const BLOCKS: &[(u32, u32)] = include!(concat!(env!("OUT_DIR"), "/sound-blocks.rs"));
/// All sounds, each as wide as the next.
const SOUNDS: &str = include_str!(concat!(env!("OUT_DIR"), "/sounds.txt"));
const WIDTH: usize = 6;
/// A sound's number for each character of the blocks: eight bits of it, and the ninth.
const NUMBER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sound-of.bin"));
const BEYOND: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sound-beyond.bin"));

/// The sound of a character: `周` is `zhou`. `None` for one without a reading.
pub(crate) fn of(c: char) -> Option<&'static str> {
    let place = place(u32::from(c))?;
    let beyond = BEYOND.get(place / 8)? >> (place % 8) & 1;
    let number = usize::from(*NUMBER.get(place)?) + 256 * usize::from(beyond);
    let sound = SOUNDS.get(number * WIDTH..(number + 1) * WIDTH)?.trim_end();
    (!sound.is_empty()).then_some(sound)
}

/// Where a character stands in the list of all blocks' characters.
fn place(code: u32) -> Option<usize> {
    let mut before = 0;
    for (first, last) in BLOCKS {
        if (*first..=*last).contains(&code) {
            return usize::try_from(before + code - first).ok();
        }
        before += last - first + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use pinyin::ToPinyin;

    const STANDARD: &str = include_str!("../../standard-characters.txt");

    #[test]
    fn every_character_of_a_name_sounds_as_the_crate_pinyin_says() {
        let told = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c) || STANDARD.contains(*c);
        let sound = |c: char| c.to_pinyin().filter(|_| told(&c)).map(|read| read.plain());
        let wrong = (char::MIN..=char::MAX).find(|c| super::of(*c) != sound(*c));
        assert_eq!(wrong, None);
        assert_eq!(
            (super::of('周'), super::of('𫖯'), STANDARD.trim().chars().count()),
            (Some("zhou"), Some("fu"), 274)
        );
    }
}
