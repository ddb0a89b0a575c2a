//! The place of a paragraph between two others: a text that sorts between theirs, so that nobody else's place moves.

/// The digits of a place, ascending as bytes do.
const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A place after `before` and before `after`; `salt` keeps two phones apart that put something in one gap. Where the two
/// leave no gap (one place twice, or letters that no phone of ours writes) it lies after `before`.
pub fn between(before: Option<&str>, after: Option<&str>, salt: u8) -> String {
    let before = before.unwrap_or_default();
    let mut bound = after.filter(|after| *after > before).map(str::as_bytes);
    let mut place = String::new();
    for at in 0.. {
        let low = before.as_bytes().get(at).map_or(0, |letter| digit(*letter));
        let high = bound.and_then(|bound| bound.get(at)).map_or(DIGITS.len(), |letter| digit(*letter));
        if high > low + 1 {
            // behind the last one the next is close: most is written at the end
            let step = if bound.is_none() && !before.is_empty() { 1 } else { (high - low) / 2 };
            place.push(letter(low + step));
            break;
        }
        if high != low {
            // whatever follows this digit lies below the bound
            bound = None;
        }
        place.push(letter(low));
    }
    if place.as_str() < before {
        // of other letters the order is not known: behind is behind
        before.clone_into(&mut place);
    }
    place.push(letter(1 + usize::from(salt) % (DIGITS.len() - 1)));
    place
}

/// So many places in one gap, ascending, none longer than needed.
pub fn spread(before: Option<&str>, after: Option<&str>, count: usize, salt: u8) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let middle = between(before, after, salt);
    let mut all = spread(before, Some(&middle), (count - 1) / 2, salt);
    let rest = spread(Some(&middle), after, count - 1 - all.len(), salt);
    all.push(middle);
    all.extend(rest);
    all
}

fn digit(letter: u8) -> usize {
    DIGITS.iter().position(|known| *known >= letter).unwrap_or(DIGITS.len() - 1)
}

fn letter(digit: usize) -> char {
    char::from(DIGITS[digit.min(DIGITS.len() - 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_between_its_neighbours_wherever_one_goes_on_inserting() {
        let mut places = vec![between(None, None, 7)];
        let mut dice = 1_u32;
        for salt in 0..2_000_u32 {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let gap = (dice >> 8) as usize % (places.len() + 1);
            let gap = if salt % 3 == 0 { places.len() } else { gap };
            let place = between(
                gap.checked_sub(1).map(|n| places[n].as_str()),
                places.get(gap).map(String::as_str),
                (dice >> 16) as u8,
            );
            places.insert(gap, place);
        }
        assert!(places.windows(2).all(|two| two[0] < two[1]));
        let longest = places.iter().map(String::len).max().unwrap_or(0);
        assert!(longest < 400, "{longest}");
    }

    #[test]
    fn always_in_front_always_behind_and_always_in_the_middle_go_on() {
        let (mut first, mut last) = (between(None, None, 1), between(None, None, 1));
        for salt in 0..200 {
            let (front, back) = (between(None, Some(&first), salt), between(Some(&last), None, salt));
            assert!(front < first && back > last, "{front} {first} {back} {last}");
            (first, last) = (front, back);
        }
        assert!(first.len() < 80 && last.len() < 80, "{} {}", first.len(), last.len());
    }

    #[test]
    fn a_whole_paper_that_is_pasted_into_one_gap_has_short_places() {
        for (before, after) in [(None, None), (Some("i5"), None), (Some("i5"), Some("i6"))] {
            let all = spread(before, after, 200, 9);
            assert_eq!(all.len(), 200);
            assert!(all.windows(2).all(|two| two[0] < two[1]));
            assert!(before.is_none_or(|before| before < all[0].as_str()));
            assert!(after.is_none_or(|after| all[199].as_str() < after));
            assert!(all.iter().all(|place| place.len() < 24), "{all:?}");
        }
    }

    #[test]
    fn two_that_share_a_place_leave_no_gap_and_it_lies_behind_them() {
        let place = between(Some("i5"), Some("i5"), 3);
        assert!(place.as_str() > "i5");
        for (before, after) in [("a", "a0"), ("", "0"), ("Z", "Zz"), ("座", "座位")] {
            assert!(between(Some(before), Some(after), 3).as_str() > before, "{before} {after}");
        }
    }
}
