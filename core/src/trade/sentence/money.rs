//! Amounts of money, in 分.

use std::ops::Range;

use super::line::Line;
use super::number::{digit, digits, han_digit, hundredths, whole};

/// What stands before the amount that all others come to.
const TOTALS: [&str; 12] =
    ["共计", "合计", "总共", "总计", "一共", "共花", "共花了", "共支出", "共", "金额", "花了", "花费"];
const FEN: i64 = 100;
/// What an amount is multiplied by before its unit.
const SCALES: [(char, i64); 3] = [('万', 10_000), ('千', 1_000), ('百', 100)];
const UNITS: [&str; 8] = ["元钱", "块钱", "元整", "元", "圆", "块", "万", "¥"];
/// A plain number behind one of these is money where money is spoken of.
const OF_MONEY: [&str; 7] = ["预算", "费", "花了", "花费", "报销", "共", "付"];

/// An amount that a line names: the total where one is, else the only one.
pub(super) fn amount(line: &Line<'_>) -> Option<(i64, Range<usize>)> {
    let all = amounts(line);
    let total = all.iter().find(|(_, range)| line.one_before(range.start, &TOTALS).is_some());
    match (total, all.as_slice()) {
        (Some(total), _) => Some(total.clone()),
        (None, [one]) => Some(one.clone()),
        (None, _) => None,
    }
}

fn amounts(line: &Line<'_>) -> Vec<(i64, Range<usize>)> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < line.len() {
        match amount_at(line, at) {
            Some((fen, end)) => {
                all.push((fen, at..end));
                at = end;
            }
            None => at += 1,
        }
    }
    all
}

fn starts_number(line: &Line<'_>, at: usize) -> bool {
    // behind a minus it is money that came back, or a dash: the form is asked
    let inside = |c: char| c.is_ascii_alphanumeric() || han_digit(c).is_some() || ".十百千万-－−负".contains(c);
    !line.is_quoted(at) && !line.letter(at.wrapping_sub(1)).is_some_and(inside)
}

fn amount_at(line: &Line<'_>, at: usize) -> Option<(i64, usize)> {
    if !starts_number(line, at) {
        return None;
    }
    if line.is_at(at, "¥") {
        return hundredths(line, at + 1);
    }
    let (value, end) = hundredths(line, at)?;
    let scale = SCALES.iter().find(|(letter, _)| line.letter(end) == Some(*letter));
    let (value, unit_at) = scale.map_or((value, end), |(_, by)| (value.saturating_mul(*by), end + 1));
    let scaled_up = scale.is_some_and(|(letter, _)| *letter == '万');
    let unit = line.one_at(unit_at, &UNITS);
    let Some(unit) = unit else {
        return scaled_up.then_some((value, unit_at));
    };
    let end = unit_at + unit.chars().count();
    match unit {
        "块" | "元" => Some(with_tenths(line, value, end)),
        _ => Some((value, end)),
    }
}

/// 八十五块五, 五块六毛.
fn with_tenths(line: &Line<'_>, value: i64, end: usize) -> (i64, usize) {
    let end = if line.is_at(end, "零") { end + 1 } else { end };
    let tenths = line.letter(end).and_then(|letter| digit(line, end).or_else(|| han_digit(letter)));
    let next = line.letter(end + 1);
    match (tenths, next) {
        (Some(tenths), Some('毛' | '角')) => (value + tenths * 10, end + 2),
        (Some(tenths), next) if next.is_none_or(|c| !c.is_alphanumeric()) => (value + tenths * 10, end + 1),
        _ => (value, end),
    }
}

/// Where money is spoken of, a number without its unit: behind 费, 花了 …, or at the end of the line.
pub(super) fn bare(line: &Line<'_>) -> Option<(i64, Range<usize>)> {
    let own = |at: usize| starts_number(line, at) && !line.is_taken(at);
    let mut found = (0..line.len()).filter(|at| own(*at)).filter_map(|at| {
        let (value, end) = if digits(line, at).is_some() {
            hundredths(line, at)?
        } else {
            whole(line, at).map(|(v, e)| (v * FEN, e))?
        };
        // 12.345: nobody has thousandths of a 元
        let goes_on = line.letter(end) == Some('.') && digit(line, end + 1).is_some();
        let last = line.trimmed(end..line.len()).is_empty();
        let behind = line.one_before(at, &OF_MONEY).is_some()
            && (line.letter(end).is_none_or(|c| !c.is_alphanumeric()) || line.one_at(end, &["买", "购"]).is_some());
        (value >= FEN && end - at > 1 && !goes_on && (last || behind)).then_some((value, at..end))
    });
    found.next_back()
}
