//! The people of the roster whom a line names: by name, by surname and 老师, by given name and 老师, by initials. Whoever may
//! be two is told as two.

use std::ops::Range;

use super::line::Line;
use super::{Colleague, Known};
use crate::id::PersonId;

/// Somebody whom a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    /// One, or several of whom one is meant.
    pub(super) who: Vec<PersonId>,
    /// The school beside the name that says which one.
    pub(super) told_by: Option<Range<usize>>,
}

impl Mention {
    /// Whoever is called by these words.
    pub(super) fn of(range: Range<usize>, who: Vec<PersonId>) -> Self {
        Self { range, who, told_by: None }
    }

    pub(super) fn is(&self, person: PersonId) -> bool {
        self.who == [person]
    }
}

const TITLES: [&str; 6] = ["老师", "校长", "主任", "教师", "园长", "书记"];
/// Letters that often end a given name: a name of two with one of them behind it is most likely a longer one.
const GIVEN: &str =
    "娟华英红梅芳霞敏萍艳燕玲琴珍兰勇军杰涛伟强峰超鹏飞宇浩丽静洁雪慧婷娜莉颖琳莹云莲峥雯怡欣佳博洋斌辉波磊刚龙";
/// Words that begin with one of them.
const NO_GIVEN: [&str; 10] = ["英语", "军训", "红旗", "华东", "云南", "静静", "博物", "龙门", "超过", "飞机"];
/// 我 before one of these is not the one who writes.
const NOT_ME: &str = "们校县市省乡镇区国班室";
/// Surnames of two letters.
const SURNAMES_OF_TWO: [&str; 10] = ["欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
/// Short words in Latin letters that are no initials.
const NO_INITIALS: [&str; 12] = ["ppt", "ai", "qq", "wps", "vr", "app", "ok", "pk", "stem", "word", "pdf", "it"];
/// 本周老师们 is nobody called 周.
const NO_SURNAME_BEFORE: &str = "本每上下这两几各";

/// Everybody whom a line names, in its order.
pub(super) fn mentions(line: &mut Line<'_>, known: &Known<'_>) -> Vec<Mention> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let found = line.is_free(&(at..at + 1)).then(|| mention_at(line, at, known)).flatten();
        match found {
            Some(mention) => {
                at = mention.range.end;
                line.take(&mention.range);
                all.push(mention);
            }
            None => at += 1,
        }
    }
    all
}

fn mention_at(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Mention> {
    by_name(line, at, known)
        .or_else(|| by_given_name(line, at, known))
        .or_else(|| by_surname(line, at, known))
        .or_else(|| by_initials(line, at, known))
        .or_else(|| myself(line, at, known))
}

fn by_name(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Mention> {
    let stands = |one: &&Colleague| long(&one.name) > 1 && line.is_at(at, &one.name);
    let name = known.roster.iter().filter(stands).map(|one| one.name.as_str()).max_by_key(|name| long(name))?;
    let end = at + long(name);
    if long(name) == 2 && goes_on(line, end) {
        return None;
    }
    let called: Vec<&Colleague> = known.roster.iter().filter(|one| one.name == name).collect();
    let (who, told_by) = of_school(line, at, end, called);
    Some(Mention { range: at..after_title(line, end), who, told_by })
}

fn long(name: &str) -> usize {
    name.chars().count()
}

/// Whether a name of two goes on: 王丽 in 王丽娟.
fn goes_on(line: &Line<'_>, end: usize) -> bool {
    let given = line.letter(end).is_some_and(|letter| GIVEN.contains(letter));
    given && line.one_at(end, &NO_GIVEN).is_none()
}

fn after_title(line: &Line<'_>, end: usize) -> usize {
    end + line.one_at(end, &TITLES).map_or(0, long)
}

/// Of those with one name, the one whose school or township stands right before it, or behind it in brackets; and where.
fn of_school(
    line: &Line<'_>,
    start: usize,
    end: usize,
    called: Vec<&Colleague>,
) -> (Vec<PersonId>, Option<Range<usize>>) {
    let start = if line.one_before(start, &["的", " "]).is_some() { start - 1 } else { start };
    let open = matches!(line.letter(end), Some('(' | '-' | ' '));
    let beside = |place: &str| {
        let before = line.one_before(start, &[place]).map(|(_, from)| from..start);
        let behind = || (open && line.is_at(end + 1, place)).then(|| end + 1..end + 1 + long(place));
        before.or_else(behind).filter(|_| long(place) > 1)
    };
    let there = |one: &Colleague| [&one.school, &one.township, short(&one.township)].into_iter().find_map(&beside);
    let told: Vec<(PersonId, Range<usize>)> = called.iter().filter_map(|one| Some((one.person, there(one)?))).collect();
    match told.first() {
        Some((_, told_by)) => (told.iter().map(|(person, _)| *person).collect(), Some(told_by.clone())),
        None => (called.iter().map(|one| one.person).collect(), None),
    }
}

/// 石佛 of 石佛镇.
fn short(township: &str) -> &str {
    township.trim_end_matches(['乡', '镇'])
}

/// 红梅老师.
fn by_given_name(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Mention> {
    let given =
        |one: &Colleague| one.name.char_indices().nth(1).and_then(|(from, _)| one.name.get(from..)).map(str::to_owned);
    let stands = |one: &&Colleague| {
        given(one).is_some_and(|name| long(&name) > 1 && line.is_at(at, &name) && line.is_at(at + long(&name), "老师"))
    };
    let called: Vec<&Colleague> = known.roster.iter().filter(stands).collect();
    let end = at + called.first().and_then(|one| given(one)).map(|name| long(&name))?;
    Some(Mention::of(at..after_title(line, end), called.iter().map(|one| one.person).collect()))
}

/// 王老师.
fn by_surname(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Mention> {
    let end = at + if line.one_at(at, &SURNAMES_OF_TWO).is_some() { 2 } else { 1 };
    if !line.is_at(end, "老师") || line.is_at(end + 2, "们") {
        return None;
    }
    let surname = line.text(&(at..end));
    if surname == "周" && line.letter(at.wrapping_sub(1)).is_some_and(|before| NO_SURNAME_BEFORE.contains(before)) {
        return None;
    }
    let called = known.roster.iter().filter(|one| one.name.starts_with(surname));
    let who: Vec<PersonId> = called.map(|one| one.person).collect();
    (!who.is_empty()).then(|| Mention::of(at..end + 2, who))
}

/// wl, WL.
fn by_initials(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Mention> {
    let is_letter = |at: usize| line.letter(at).is_some_and(|letter| letter.is_ascii_alphanumeric());
    if is_letter(at.wrapping_sub(1)) {
        return None;
    }
    let end = (at..line.len()).find(|at| !is_letter(*at)).unwrap_or(line.len());
    let word = line.text(&(at..end)).to_ascii_lowercase();
    if !(2..=4).contains(&word.len()) || NO_INITIALS.contains(&word.as_str()) {
        return None;
    }
    let called = known.roster.iter().filter(|one| one.initials.eq_ignore_ascii_case(&word));
    let who: Vec<PersonId> = called.map(|one| one.person).collect();
    (!who.is_empty()).then(|| Mention::of(at..after_title(line, end), who))
}

fn myself(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Mention> {
    let own = line.is_at(at, "我") && !line.letter(at + 1).is_some_and(|next| NOT_ME.contains(next));
    let in_title = line.one_before(at, &["题目是", "题目", "主题是", "课题是", "题为", "叫"]).is_some();
    (own && !in_title).then(|| Mention::of(at..at + 1, vec![known.me]))
}

/// Mentions that stand in one row, as 王丽、刘洋和徐颖: where each row begins and ends among them.
pub(super) fn rows(line: &Line<'_>, mentions: &[Mention], loose: bool) -> Vec<Range<usize>> {
    let between = |a: &Mention, b: &Mention| {
        let joins = |letter: char| "、和跟与及同".contains(letter) || (loose && "，, 还有".contains(letter));
        (a.range.end..b.range.start).all(|at| line.letter(at).is_some_and(joins))
    };
    let mut rows: Vec<Range<usize>> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let goes_on =
            at.checked_sub(1).and_then(|before| mentions.get(before)).is_some_and(|last| between(last, mention));
        match rows.last_mut() {
            Some(row) if goes_on => row.end = at + 1,
            _ => rows.push(at..at + 1),
        }
    }
    rows
}
