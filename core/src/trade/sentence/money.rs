//! Amounts of money as people write and say them, in 分: 1200.5元, 1,250元, 三万二, 1万5千元, 九块九, 35块6. Where several
//! stand side by side and none is their total, none is meant alone.

use std::ops::Range;

use super::line::Line;
use super::number::{digit, digits, han_digit};

/// What stands before the amount that all others come to.
const TOTALS: [&str; 9] = ["共计", "合计", "总共", "总计", "一共", "共花了", "共花", "共支出", "共"];
const FEN: i64 = 100;
/// What a digit is multiplied by in an amount; behind 万 a smaller one goes on.
const SCALES: [(char, i64); 4] = [('万', TEN_THOUSAND), ('千', 1_000), ('百', 100), ('十', 10)];
const TEN_THOUSAND: i64 = 10_000;
/// No studio has more.
const YUAN_MAX: i64 = 100_000_000;
const UNITS: [&str; 6] = ["元钱", "块钱", "元整", "元", "圆", "块"];
/// Behind 块 these are counted, and nothing is paid: 两块黑板.
const PIECES: &str = "黑白展板屏地牌硬电橡儿";
/// Behind a number these are counted: 块3本 is no 块三, 1万字 no money.
const COUNTED: &str = "个本支盒张次人斤箱瓶台套把份条年月日号%节名位字册里项种袋桶只双件册包";
/// Behind 毛 and 角 these are things.
const NO_TENTHS: &str = "笔巾线衣毯病形度色落";
/// A plain number behind one of these is money where money is spoken of.
const OF_MONEY: [&str; 7] = ["预算", "费", "花了", "花费", "报销", "共", "付"];
/// Before or behind the price of one of many.
const EACH_BEFORE: [&str; 8] = ["每人", "每本", "每个", "每盒", "每张", "每份", "每", "单价"];
const EACH_BEHIND: [&str; 8] = ["一本", "一个", "一盒", "一张", "一份", "一人", "/", "每"];

/// What a line says of money.
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// One amount, or the total of several.
    One(i64, Range<usize>),
    /// Several, of which none is the total; where the first stands.
    Several(Range<usize>),
}

impl Said {
    /// The one amount.
    pub(super) fn one(self) -> Option<(i64, Range<usize>)> {
        match self {
            Self::One(fen, from) => Some((fen, from)),
            Self::Nothing | Self::Several(_) => None,
        }
    }
}

/// A number that may be money.
struct Figure {
    fen: i64,
    range: Range<usize>,
    /// Its unit stands behind it, or it is told in 万.
    sure: bool,
    /// It is told in 千 or 百.
    scaled: bool,
}

/// The amounts of a line that stand with their unit: the total where one is, else the only one.
pub(super) fn amount(line: &Line<'_>) -> Said {
    let figures = figures(line);
    let sure: Vec<&Figure> = figures.iter().filter(|one| one.sure && !is_price(line, &one.range)).collect();
    // 买书五千元，复印一千二: the second is one, too
    let spoken = figures.iter().any(|one| !one.sure && one.scaled && stands_alone(line, &one.range));
    let only = if sure.len() == 1 && !spoken { sure.first() } else { None };
    match (total(line, &sure).or(only.copied()), sure.first()) {
        (Some(one), _) => Said::One(one.fen, one.range.clone()),
        (None, Some(first)) => Said::Several(first.range.clone()),
        (None, None) => Said::Nothing,
    }
}

/// The same where money is spoken of: there a number without its unit is money, too, behind 费, 花了 …, or at the end.
pub(super) fn spoken(line: &Line<'_>) -> Said {
    match amount(line) {
        Said::Nothing => bare(line),
        said => said,
    }
}

fn bare(line: &Line<'_>) -> Said {
    let figures = figures(line);
    let could = |one: &&Figure| {
        let long = one.fen >= FEN && one.range.len() > 1;
        long && !line.is_taken(one.range.start) && stands_alone(line, &one.range) && !is_price(line, &one.range)
    };
    let could: Vec<&Figure> = figures.iter().filter(could).collect();
    let is_money = |one: &&&Figure| {
        let last = line.trimmed(one.range.end..line.len()).is_empty();
        last || line.one_before(one.range.start, &OF_MONEY).is_some()
    };
    let money: Vec<&Figure> = could.iter().filter(is_money).copied().collect();
    let only = if could.len() == 1 { money.first() } else { None };
    match (total(line, &could).or(only.copied()), money.first()) {
        (Some(one), _) => Said::One(one.fen, one.range.clone()),
        (None, Some(first)) => Said::Several(first.range.clone()),
        (None, None) => Said::Nothing,
    }
}

/// The one that is told as what all come to.
fn total<'f>(line: &Line<'_>, figures: &[&'f Figure]) -> Option<&'f Figure> {
    let mut totals = figures.iter().filter(|one| line.one_before(one.range.start, &TOTALS).is_some());
    totals.next().filter(|_| totals.next().is_none()).copied()
}

/// 每人15, 35元一本.
fn is_price(line: &Line<'_>, range: &Range<usize>) -> bool {
    line.one_before(range.start, &EACH_BEFORE).is_some() || line.one_at(range.end, &EACH_BEHIND).is_some()
}

/// Whether nothing goes on behind a number that has no unit.
fn stands_alone(line: &Line<'_>, range: &Range<usize>) -> bool {
    let numbered = line.one_before(range.start, &["号", "号码", "编号", "号:", "号 ", "第"]).is_some();
    // 12.345: nobody has thousandths of a 元
    let goes_on = line.letter(range.end) == Some('.') && digit(line, range.end + 1).is_some();
    let apart = line.letter(range.end).is_none_or(|c| !c.is_alphanumeric());
    !numbered && !goes_on && (apart || line.one_at(range.end, &["买", "购"]).is_some())
}

fn figures(line: &Line<'_>) -> Vec<Figure> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < line.len() {
        match figure_at(line, at) {
            Some(figure) => {
                at = figure.range.end;
                all.push(figure);
            }
            None => at += 1,
        }
    }
    all
}

fn starts_number(line: &Line<'_>, at: usize) -> bool {
    // behind a minus it is money that came back, or a dash: the form is asked
    let inside = |c: char| c.is_ascii_alphanumeric() || han_digit(c).is_some() || ".十百千万-－−负".contains(c);
    // 2,125 with a comma of sentences: one number or two
    let split = line.one_before(at, &[","]).is_some() && at > 1 && digit(line, at - 2).is_some();
    let three = split && digits(line, at).is_some_and(|(_, end)| end - at == 3);
    !line.is_quoted(at) && !line.letter(at.wrapping_sub(1)).is_some_and(inside) && !three
}

fn figure_at(line: &Line<'_>, at: usize) -> Option<Figure> {
    if !starts_number(line, at) {
        return None;
    }
    if line.is_at(at, "¥") {
        let (fen, end, _) = number(line, at + 1)?;
        return Some(Figure { fen, range: at..end, sure: true, scaled: false });
    }
    if let Some((fen, end)) = tenths(line, at) {
        return Some(Figure { fen, range: at..end, sure: true, scaled: false });
    }
    let (value, end, scale) = number(line, at)?;
    let figure = |fen: i64, end: usize, sure: bool| Figure { fen, range: at..end, sure, scaled: scale > 10 };
    let Some(unit) = line.one_at(end, &UNITS) else {
        let counted = line.letter(end).is_some_and(|letter| COUNTED.contains(letter));
        return (!counted).then(|| figure(value, end, scale == TEN_THOUSAND));
    };
    let end = end + unit.chars().count();
    if unit == "块" && line.letter(end).is_some_and(|letter| PIECES.contains(letter)) {
        return None;
    }
    let (fen, end) = match unit {
        "块" | "元" if value % FEN == 0 => with_tenths(line, value, end),
        _ => (value, end),
    };
    Some(figure(fen, end, true))
}

/// 三万二千五, 1万5, 1,250.5, 三点五万, 二百零八: the value, where it ends, and the greatest that a digit is multiplied by.
fn number(line: &Line<'_>, from: usize) -> Option<(i64, usize, i64)> {
    let (mut total, mut section, mut below, mut greatest) = (0_i64, 0_i64, i64::MAX, 1);
    let (mut at, mut zero) = (from, false);
    loop {
        let said = part(line, at);
        let (value, end) = said.unwrap_or((0, at));
        let scale = line.letter(end).and_then(|letter| SCALES.iter().find(|(of, _)| *of == letter));
        let Some((_, by)) =
            scale.filter(|(_, by)| *by < below || (*by == TEN_THOUSAND && below < TEN_THOUSAND && total == 0))
        else {
            // 三万二 is 32000, 三万零二 is not
            let short = below > 10 && below < i64::MAX && !zero && (FEN..10 * FEN).contains(&value);
            let value = if short { value * below / 10 } else { value };
            let whole = total + section + value;
            let digits_go_on = said.is_some() && line.letter(end).is_some_and(|letter| han_digit(letter).is_some());
            let read = end > from && !digits_go_on && scale.is_none() && whole <= YUAN_MAX * FEN;
            return read.then_some((whole, end, greatest));
        };
        if said.is_none() && (*by > 10 || zero) && !(*by == TEN_THOUSAND && section > 0) {
            return None;
        }
        let value = if said.is_none() && *by == 10 { FEN } else { value };
        if *by == TEN_THOUSAND {
            total = (section + value).saturating_mul(TEN_THOUSAND);
            section = 0;
        } else {
            section += value.saturating_mul(*by);
        }
        (below, greatest, at) = (*by, greatest.max(*by), end + 1);
        zero = line.is_at(at, "零");
        at += usize::from(zero);
    }
}

/// A digit of Han, or a number in digits with its groups and its point, in hundredths.
fn part(line: &Line<'_>, at: usize) -> Option<(i64, usize)> {
    if let Some(one) = line.letter(at).and_then(han_digit) {
        let tenths = line.letter(at + 2).and_then(han_digit).filter(|_| line.is_at(at + 1, "点"));
        // 三点五万, and not 三点五十
        return match tenths.filter(|_| line.one_at(at + 3, &["万", "千", "块", "元"]).is_some()) {
            Some(tenths) => Some((one * FEN + tenths * 10, at + 3)),
            None => Some((one * FEN, at + 1)),
        };
    }
    let (mut value, mut end) = digits(line, at)?;
    // 1,250: groups of three behind the comma of numbers, which is no mark of a sentence
    while line.text(&(end..end + 1)) == "," && end - at <= 7 {
        let Some((group, stop)) = digits(line, end + 1).filter(|(_, stop)| stop - end == 4) else { break };
        (value, end) = (value * 1_000 + group, stop);
    }
    let point = matches!(line.letter(end), Some('.' | '点'));
    match digits(line, end + 1).filter(|(_, stop)| point && stop - end <= 3) {
        Some((part, stop)) => Some((value * FEN + if stop - end == 2 { part * 10 } else { part }, stop)),
        None => Some((value * FEN, end)),
    }
}

/// One digit, and where it ends.
fn one_digit(line: &Line<'_>, at: usize) -> Option<(i64, usize)> {
    let value = digit(line, at).or_else(|| line.letter(at).and_then(han_digit))?;
    Some((value, at + 1))
}

/// 八毛, 五角钱, 三毛五: money that begins below one 元.
fn tenths(line: &Line<'_>, at: usize) -> Option<(i64, usize)> {
    let (value, end) = one_digit(line, at)?;
    let is_thing = line.letter(end + 1).is_some_and(|letter| NO_TENTHS.contains(letter));
    if is_thing || line.one_at(end, &["毛", "角"]).is_none() {
        return None;
    }
    let (fen, end) = with_hundredths(line, value * 10, end + 1);
    Some((fen, if line.is_at(end, "钱") { end + 1 } else { end }))
}

/// Behind 毛: 五分, 五.
fn with_hundredths(line: &Line<'_>, fen: i64, at: usize) -> (i64, usize) {
    match one_digit(line, at).filter(|(_, end)| ends_amount(line, *end)) {
        Some((value, end)) => (fen + value, if line.is_at(end, "分") { end + 1 } else { end }),
        None => (fen, at),
    }
}

/// Whether a digit that ended here was no number of its own: 五块三 买, not 五块三本.
fn ends_amount(line: &Line<'_>, end: usize) -> bool {
    let goes_on =
        |c: char| c.is_ascii_digit() || han_digit(c).is_some() || "万千百十块元".contains(c) || COUNTED.contains(c);
    !line.letter(end).is_some_and(goes_on)
}

/// 八十五块五, 五块六毛, 三块二毛五, 12块50, 十块零五分.
fn with_tenths(line: &Line<'_>, value: i64, end: usize) -> (i64, usize) {
    let zero = line.is_at(end, "零");
    let at = if zero { end + 1 } else { end };
    if let Some((fen, stop)) = digits(line, at).filter(|(_, stop)| stop - at == 2 && ends_amount(line, *stop)) {
        return (value + fen, stop);
    }
    let Some((tenths, stop)) = one_digit(line, at) else { return (value, end) };
    match line.letter(stop) {
        Some('毛' | '角') => with_hundredths(line, value + tenths * 10, stop + 1),
        Some('分') => (value + tenths, stop + 1),
        _ if !ends_amount(line, stop) => (value, end),
        _ => (value + tenths * if zero { 1 } else { 10 }, stop),
    }
}
