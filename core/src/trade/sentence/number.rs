//! Numbers as people write and say them: 12, 十二, 两百五, 1.2万. It knows no unit.

use super::line::Line;

/// Digits of a number at the most.
const DIGITS_MAX: usize = 9;
const HAN_DIGITS: [(char, i64); 12] = [
    ('零', 0),
    ('〇', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];
const HAN_UNITS: [(char, i64); 3] = [('十', 10), ('百', 100), ('千', 1_000)];

/// A whole number that begins here, and where it ends.
pub(super) fn whole(line: &Line<'_>, from: usize) -> Option<(i64, usize)> {
    digits(line, from).or_else(|| han(line, from))
}

/// A number in digits.
pub(super) fn digits(line: &Line<'_>, from: usize) -> Option<(i64, usize)> {
    let end = (from..line.len()).find(|at| digit(line, *at).is_none()).unwrap_or(line.len());
    let long = end.saturating_sub(from);
    let value = || (from..end).filter_map(|at| digit(line, at)).fold(0, |value, next| value * 10 + next);
    (1..=DIGITS_MAX).contains(&long).then(|| (value(), end))
}

/// A number with at most two digits behind its point, in hundredths.
pub(super) fn hundredths(line: &Line<'_>, from: usize) -> Option<(i64, usize)> {
    let (value, end) = whole(line, from)?;
    let point = matches!(line.letter(end), Some('.' | '点'));
    match digits(line, end + 1).filter(|(_, stop)| point && stop - end <= 3) {
        Some((part, stop)) => Some((value * 100 + if stop - end == 2 { part * 10 } else { part }, stop)),
        None => Some((value * 100, end)),
    }
}

pub(super) fn digit(line: &Line<'_>, at: usize) -> Option<i64> {
    line.letter(at)?.to_digit(10).map(i64::from)
}

/// A digit in Han, as 一 to 九.
pub(super) fn han_digit(letter: char) -> Option<i64> {
    HAN_DIGITS.iter().find(|(han, _)| *han == letter).map(|(_, value)| *value)
}

/// 三十二, 两百零五, 三百二 (320), 二〇二六. Two digits in a row, as in 三四个, are no number.
fn han(line: &Line<'_>, from: usize) -> Option<(i64, usize)> {
    let (mut total, mut last, mut unit, mut end) = (0, None, 1, from);
    let mut row = 0;
    while let Some(letter) = line.letter(end) {
        if let Some(value) = han_digit(letter) {
            last = Some(last.unwrap_or(0) * 10 + value);
            row += 1;
            unit = if value == 0 { 1 } else { unit };
        } else if let Some((_, of)) = HAN_UNITS.iter().find(|(han, _)| *han == letter) {
            total += last.take().unwrap_or(1) * of;
            (unit, row) = (*of, 0);
        } else {
            break;
        }
        end += 1;
        if end - from > DIGITS_MAX {
            return None;
        }
    }
    let year = total == 0 && row == 4;
    let zero_led = line.letter(end.checked_sub(2)?.max(from)).and_then(han_digit) == Some(0);
    if end == from || (row > 1 && !year && !zero_led) {
        return None;
    }
    let said_short = unit >= 100 && row == 1;
    Some((total + last.unwrap_or(0) * if said_short { unit / 10 } else { 1 }, end))
}
