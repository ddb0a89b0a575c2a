//! 小结: what was done as a text for the chat, and what only the one who writes it needs. Must not count: it says what core
//! counted, and up to when.

use chrono::Datelike;
use studio_core::face::clause;
use studio_core::time::{Day, day_short};
use studio_core::view::{Stretch, Summary, SummaryMeeting, SummaryNext, SummaryOf, SummaryOutcome, SummaryPerson};

use super::archive::stretch;
use super::deadline::as_example;
use super::indicator::in_term;
use super::missing::term;
use super::phones::without_phones;
use crate::dates::date;
use crate::i18n::{t, t_with};

/// Meetings of a text: a term's forty are read by nobody.
const MEETINGS_MAX: usize = 10;
/// Names of one line: how many they are stands before them.
const NAMES_MAX: usize = 12;
/// Things to come of a text.
const NEXT_MAX: usize = 6;

/// 2026 秋学期第 13 周小结
pub fn summary_title(summary: &Summary) -> String {
    let month = [("year", summary.first.year().to_string()), ("month", summary.first.month().to_string())];
    match (summary.of, &summary.place) {
        (SummaryOf::Month(_), _) => {
            t_with("summary-month", &month.each_ref().map(|(key, value)| (*key, value.as_str())))
        }
        (SummaryOf::Week(_), Some(place)) => match place.week {
            Some(week) => t_with("summary-week", &[("term", &term(place.term)), ("week", &week.to_string())]),
            None => t_with("summary-week-holiday", &[("holiday", &stretch(Stretch::Holiday(place.term)))]),
        },
        (SummaryOf::Term(_) | SummaryOf::OfTerm(_), Some(place)) => {
            t_with("summary-term", &[("term", &term(place.term))])
        }
        _ => t("summary-week-plain"),
    }
}

/// What was done and what all are called to next, a line each: it goes into a chat.
pub fn summary_text(summary: &Summary) -> String {
    let head = t_with("summary-head", &[("studio", &summary.studio), ("title", &summary_title(summary))]);
    let lines = std::iter::once(head)
        .chain([days(summary)])
        .chain(if summary.is_empty() { vec![t("summary-nothing")] } else { meetings(summary) })
        .chain(people(summary))
        .chain(coming(summary))
        .chain([as_of(summary)]);
    without_phones(&lines.collect::<Vec<_>>().join("\n"))
}

/// What is no business of a chat, a line each: whom one wanted to see again, what is missing, what is not counted yet.
pub fn summary_notes(summary: &Summary) -> Vec<String> {
    let lines = visits(summary).into_iter().chain(standing(summary)).chain(caveats(summary));
    lines.map(|line| without_phones(&line)).collect()
}

/// 11月23日到11月29日
fn days(summary: &Summary) -> String {
    let day = |of: Day| day_short(of, summary.today);
    let one_year = summary.first.year() == summary.last.year();
    let last = if one_year { day(summary.last) } else { date(summary.last) };
    let all = t_with("summary-days", &[("first", &day(summary.first)), ("last", &last)]);
    let breaks = summary.place.as_ref().map(|place| place.breaks.join("、")).unwrap_or_default();
    if breaks.is_empty() { all } else { t_with("summary-breaks", &[("days", &all), ("names", &breaks)]) }
}

/// 数据截至2026年11月24日: the one day up to which it is, for whoever reads it on another.
fn as_of(summary: &Summary) -> String {
    let day = summary.freshness.as_of.map_or(summary.through, |at| at.day());
    if day < summary.first {
        // of a time that had not begun by then a day says nothing
        return t("summary-as-of-before");
    }
    t_with("summary-as-of", &[("day", &date(day))])
}

fn meetings(summary: &Summary) -> Vec<String> {
    if summary.meetings.is_empty() {
        return vec![t("summary-meetings-none")];
    }
    let one = |meeting: &SummaryMeeting| {
        let kind = if meeting.kind_key.is_empty() { String::new() } else { t(&meeting.kind_key) };
        let (day, count) = (day_short(meeting.day, summary.today), meeting.people.to_string());
        // many write the kind into the title: once is enough
        let names_kind = !kind.is_empty() && meeting.title.contains(&kind);
        let what = if names_kind { meeting.title.clone() } else { behind(&kind, &meeting.title) };
        let key = if meeting.people == 0 { "summary-meeting-alone" } else { "summary-meeting" };
        t_with(key, &[("day", &day), ("what", &what), ("count", &count)])
    };
    let count = t_with("summary-meetings", &[("count", &summary.meetings.len().to_string())]);
    let rest = summary.meetings.len().saturating_sub(MEETINGS_MAX);
    let rest = (rest > 0).then(|| t_with("summary-more", &[("count", &rest.to_string())]));
    std::iter::once(count).chain(summary.meetings.iter().take(MEETINGS_MAX).map(one)).chain(rest).collect()
}

/// Who was guided and observed, what came out of it, and how many people that were.
fn people(summary: &Summary) -> Vec<String> {
    let guided: Vec<String> = summary.guided.iter().map(times).collect();
    let lessons: Vec<String> = summary.lessons.iter().map(|lesson| behind(&lesson.teacher, &lesson.title)).collect();
    let outcomes: Vec<String> = summary.outcomes.iter().map(outcome).collect();
    let others = summary.others.iter();
    let others = others
        .map(|(of, count)| t_with("summary-other", &[("type", &t(&of.label_key())), ("count", &count.to_string())]));
    let others: Vec<String> = others.collect();
    let said = |key: &str, count: usize, people: usize, names: String| {
        let args = [("count", count.to_string()), ("people", people.to_string()), ("names", names)];
        (count > 0).then(|| t_with(key, &args.each_ref().map(|(key, value)| (*key, value.as_str()))))
    };
    let reached = [("count", summary.people.to_string()), ("rural", summary.rural.to_string())];
    let reached = reached.each_ref().map(|(key, value)| (*key, value.as_str()));
    [
        said("summary-guided", summary.guidance, guided.len(), listed(&guided)),
        said("summary-lessons", lessons.len(), 0, listed(&lessons)),
        said("summary-outcomes", outcomes.len(), 0, listed(&outcomes)),
        said("summary-others", others.len(), 0, others.join("、")),
        (summary.people > 0).then(|| t_with("summary-people", &reached)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// 王丽; 王丽 2 次
fn times(person: &SummaryPerson) -> String {
    match person.times {
        0 | 1 => person.name.clone(),
        times => t_with("summary-times", &[("name", &person.name), ("count", &times.to_string())]),
    }
}

/// 《落花生》; a title that has such marks already keeps its own.
fn book(title: &str) -> String {
    if title.contains('《') || title.is_empty() {
        title.to_owned()
    } else {
        t_with("summary-book", &[("title", title)])
    }
}

/// 王丽《落花生》; 读书分享 共读《课堂观察》 where the title is more than what stands between marks.
fn behind(head: &str, title: &str) -> String {
    let apart = title.contains('《') && !title.starts_with('《') && !head.is_empty();
    if apart { t_with("summary-behind", &[("head", head), ("title", title)]) } else { format!("{head}{}", book(title)) }
}

/// The first ones by name, and 等 where there are more: how many stands before them.
fn listed(names: &[String]) -> String {
    let said = names.iter().take(NAMES_MAX).cloned().collect::<Vec<_>>().join("、");
    if names.len() > NAMES_MAX { t_with("summary-and-others", &[("names", &said)]) } else { said }
}

/// 《乡村小学大单元作业设计》（县级，王丽）
fn outcome(outcome: &SummaryOutcome) -> String {
    let level = (!outcome.level_key.is_empty()).then(|| t(&outcome.level_key));
    let note: Vec<String> = level.into_iter().chain([outcome.authors.join("、")]).filter(|s| !s.is_empty()).collect();
    let what = if outcome.is_work { book(&outcome.title) } else { outcome.title.clone() };
    if note.is_empty() { what } else { t_with("summary-noted", &[("what", &what), ("note", &note.join("，"))]) }
}

/// 12月1日 再看马晓东：把三个问题写进教案
fn next_line(one: &SummaryNext, today: Day) -> String {
    let key = if one.name.is_empty() { "summary-next-plan" } else { "summary-next-visit" };
    let (day, of) = (day_short(one.day, today), t(&one.record_type.label_key()));
    let next = t_with(key, &[("day", &day), ("name", &one.name), ("type", &of)]);
    let what = clause(&one.what);
    if what.is_empty() { next } else { t_with("summary-next-what", &[("next", &next), ("what", &what)]) }
}

/// A heading and the first lines under it; nothing where there are none.
fn under(key: &str, lines: Vec<String>) -> Vec<String> {
    let rest = lines.len().saturating_sub(NEXT_MAX);
    let rest = (rest > 0).then(|| t_with("summary-next-more", &[("count", &rest.to_string())]));
    let head = (!lines.is_empty()).then(|| t(key));
    head.into_iter().chain(lines.into_iter().take(NEXT_MAX)).chain(rest).collect()
}

fn lines_of(summary: &Summary, about_somebody: bool) -> Vec<String> {
    let next = summary.next.iter().filter(|one| one.name.is_empty() != about_somebody);
    next.map(|one| next_line(one, summary.today)).collect()
}

/// What is planned.
fn coming(summary: &Summary) -> Vec<String> {
    under("summary-next", lines_of(summary, false))
}

/// Whom one agreed to see again: what is said of somebody's lesson is theirs.
fn visits(summary: &Summary) -> Vec<String> {
    under("summary-visits", lines_of(summary, true))
}

/// What nobody has seen yet, what the guide still asks for.
fn standing(summary: &Summary) -> Vec<String> {
    let day = |one: &SummaryNext| day_short(one.day, summary.today);
    let unseen = summary.unseen.iter();
    let unseen = unseen.map(|one| t_with("summary-unseen-one", &[("name", &one.name), ("day", &day(one))]));
    let unseen = listed(&unseen.collect::<Vec<_>>());
    let gaps = summary.missing.iter().map(|gap| {
        let title = summary.place.as_ref().map_or_else(|| gap.title.clone(), |place| in_term(&gap.title, place.term));
        let args = [("title", title.as_str()), ("count", &gap.missing.to_string()), ("unit", &gap.unit)];
        as_example(t_with("summary-gap", &args), gap.example)
    });
    let gaps = gaps.collect::<Vec<_>>().join("、");
    let named = |key: &str, names: &str| (!names.is_empty()).then(|| t_with(key, &[("names", names)]));
    [named("summary-unseen", &unseen), named("summary-missing", &gaps)].into_iter().flatten().collect()
}

/// What is not in it.
fn caveats(summary: &Summary) -> Vec<String> {
    let counts = [("summary-drafts", summary.drafts), ("summary-doubts", summary.doubts)];
    let said = counts.iter().filter(|(_, count)| *count > 0);
    let said = said.map(|(key, count)| t_with(key, &[("count", &count.to_string())]));
    said.chain(summary.clock_behind.then(|| t("archive-clock"))).collect()
}
