//! 成长档案 in words, on the phone and on paper. Must not count: numbers and states come from core.

use studio_core::form::{Input, label_key};
use studio_core::guide::ClassHour;
use studio_core::record_type::RecordType;
use studio_core::term::Season;
use studio_core::time::Day;
use studio_core::view::{Archive, ArchiveRow, PartIn, Promise, PromiseNow, Stretch, Tally};

use super::fields::hours;
use super::freshness::as_of_note_kept;
use super::missing::term;
use super::phones::without_phones;
use super::team::role;
use crate::components::Fact;
use crate::dates;
use crate::i18n::{t, t_with};
use crate::paper::{ArchivePaperText, ArchiveTable};
use crate::tone::Tone;

/// 2026 秋学期, 2026 秋学期后的寒假, 还没到日子的
pub fn stretch(when: Stretch) -> String {
    match when {
        Stretch::Term(key) => t_with("archive-term", &[("term", &term(key))]),
        Stretch::Holiday(key) if key.season == Season::Autumn => {
            t_with("archive-holiday-winter", &[("term", &term(key))])
        }
        Stretch::Holiday(key) => t_with("archive-holiday-summer", &[("term", &term(key))]),
        Stretch::Before => t("archive-before"),
        Stretch::Ahead => t("archive-ahead"),
        Stretch::Undated => t("archive-undated"),
    }
}

/// 到场、主持人; 请假，不算到场
pub fn parts(of: RecordType, parts: &[PartIn]) -> String {
    let one = |part: &PartIn| match part {
        PartIn::Field(key) if of.says().field(key).is_some_and(|spec| spec.input == Input::Attendance) => {
            t("archive-there")
        }
        // a person stands in no field that a county adds
        PartIn::Field(key) => t(&label_key(of, key)),
        PartIn::Leave => t("archive-leave"),
        PartIn::Wrote => t("archive-wrote"),
    };
    parts.iter().map(one).collect::<Vec<_>>().join("、")
}

/// The numbers of everything, a line each.
pub fn archive_facts(tally: &Tally, class_hour: ClassHour) -> Vec<Fact> {
    let times = |key: &str, count: usize| Fact::new(t(key), t_with("times-count", &[("count", &count.to_string())]));
    let mut facts = vec![
        times("archive-attended", tally.meetings),
        Fact::new(t("archive-hours"), hours(tally.minutes, Some(class_hour))),
        times("archive-guided", tally.guided),
    ];
    facts.extend(tally.dimensions.iter().filter(|_| tally.guided > 0).map(|(key, count)| times(key, *count)));
    let more = [
        ("archive-guiding", tally.guiding),
        ("archive-lessons", tally.lessons),
        ("archive-observing", tally.observing),
    ];
    facts.extend(more.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| times(key, count)));
    facts.push(Fact::new(t("archive-outcomes"), outcomes(tally)));
    facts
}

/// 省级 1 · 县级 2; 0 条
fn outcomes(tally: &Tally) -> String {
    let level = |key: &str| if key.is_empty() { t("field-newer") } else { t(key) };
    let parts: Vec<String> = tally.outcomes.iter().map(|(key, count)| format!("{} {count}", level(key))).collect();
    if parts.is_empty() { t_with("records-rows", &[("count", "0")]) } else { parts.join(" · ") }
}

/// 3 次教研 6 学时 · 受指导 2 次; empty when nothing is counted.
pub fn span_words(tally: &Tally, class_hour: ClassHour) -> String {
    let held = [("count", tally.meetings.to_string()), ("hours", hours(tally.minutes, Some(class_hour)))];
    let held = held.each_ref().map(|(key, value)| (*key, value.as_str()));
    let meetings = (tally.meetings > 0).then(|| t_with("archive-span-hours", &held));
    let results: usize = tally.outcomes.iter().map(|(_, count)| count).sum();
    let more = [
        ("archive-span-guided", tally.guided),
        ("archive-span-guiding", tally.guiding),
        ("archive-span-lessons", tally.lessons),
        ("archive-span-observing", tally.observing),
        ("archive-span-outcomes", results),
    ];
    let more = more.into_iter().filter(|(_, count)| *count > 0);
    let more = more.map(|(key, count)| t_with(key, &[("count", &count.to_string())]));
    meetings.into_iter().chain(more).collect::<Vec<_>>().join(" · ")
}

/// What is said of a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseWords {
    /// What was agreed.
    pub what: String,
    /// 约在10月12日; 没约日子
    pub due: String,
    /// 10月20日周慧敏去过，有记录，比约定晚
    pub now: String,
    /// Calm: nobody is blamed by a colour.
    pub tone: Tone,
}

/// A promise; its words stand for themselves where the record has none.
pub fn promise(of: &Promise, today: Day) -> PromiseWords {
    let day = |day: Day| studio_core::time::day_short(day, today);
    let due = of.due.map_or_else(|| t("archive-no-due"), |due| t_with("archive-due", &[("day", &day(due))]));
    let (now, tone) = match &of.now {
        PromiseNow::Kept { day: on, late, by, .. } => {
            let key = if by.is_empty() { "archive-kept" } else { "archive-kept-by" };
            let what = t_with(key, &[("day", &day(*on)), ("name", by)]);
            (if *late { t_with("archive-kept-late", &[("what", &what)]) } else { what }, Tone::Good)
        }
        PromiseNow::Open if of.due.is_none() => (t("archive-open-no-due"), Tone::Plain),
        PromiseNow::Open => (t("archive-open"), Tone::Plain),
        PromiseNow::Unseen => (t("archive-unseen"), Tone::Warn),
    };
    let what = if of.what.is_empty() { t(&of.record_type.label_key()) } else { of.what.clone() };
    PromiseWords { what, due, now, tone }
}

/// The sheet of an archive.
pub fn archive_paper(archive: &Archive) -> ArchivePaperText {
    let tables = [by_term(archive), promises(archive), lessons(archive), own(archive), results(archive), list(archive)];
    let numbers = t("sheet-numbers");
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).zip(numbers.chars());
    let headed = tables.map(|(table, number)| {
        let title = [("number", number.to_string()), ("title", table.title.clone())];
        let title = t_with("archive-sheet-heading", &title.each_ref().map(|(key, value)| (*key, value.as_str())));
        let rows = table.rows.iter().map(|row| row.iter().map(|cell| without_phones(cell)).collect());
        ArchiveTable { title, rows: rows.collect(), ..table }
    });
    let drafts = archive.drafts.to_string();
    let drafts = (archive.drafts > 0).then(|| t_with("archive-drafts", &[("count", &drafts)]));
    let clock = archive.clock_behind.then(|| t("archive-clock"));
    let notes = [t("archive-sheet-rule"), as_of_note_kept(&archive.freshness)];
    ArchivePaperText {
        studio: t_with("sheet-studio", &[("studio", &archive.studio)]),
        period: period(archive),
        facts: who(archive),
        tables: headed.collect(),
        notes: notes.into_iter().chain(drafts).chain(clock).collect(),
        printed: t_with("archive-sheet-printed", &[("day", &dates::date(archive.today))]),
    }
}

fn period(archive: &Archive) -> String {
    match (archive.first, archive.last) {
        (Some(first), Some(last)) => {
            t_with("archive-sheet-period", &[("first", &dates::date(first)), ("last", &dates::date(last))])
        }
        _ => t("archive-sheet-no-period"),
    }
}

fn who(archive: &Archive) -> Vec<(String, String)> {
    let all = [
        ("archive-sheet-name", archive.name.clone()),
        ("archive-sheet-school", archive.school.clone()),
        ("archive-sheet-subject", archive.subject.clone()),
        ("archive-sheet-job", archive.title.clone()),
        ("archive-sheet-role", role(archive.role)),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (t(key), value)).collect()
}

fn table(title: &str, columns: &[(&str, u8)], rows: Vec<Vec<String>>) -> ArchiveTable {
    let columns = columns.iter().map(|(key, width)| (t(key), *width)).collect();
    ArchiveTable { title: t(title), columns, rows, note: String::new() }
}

fn by_term(archive: &Archive) -> ArchiveTable {
    let line = |name: String, tally: &Tally| {
        let results: usize = tally.outcomes.iter().map(|(_, count)| count).sum();
        let head = [name, tally.meetings.to_string(), hours(tally.minutes, Some(archive.class_hour))];
        let dimensions = tally.dimensions.iter().map(|(_, count)| *count);
        let counts = std::iter::once(tally.guided).chain(dimensions).chain([tally.lessons, results]);
        head.into_iter().chain(counts.map(|count| count.to_string())).collect::<Vec<_>>()
    };
    let past = archive.stretches.iter().filter(|part| part.when.is_past());
    let mut rows: Vec<Vec<String>> = past.map(|part| line(stretch(part.when), &part.tally)).collect();
    if rows.len() > 1 {
        rows.push(line(t("archive-sheet-total"), &archive.total));
    }
    let mut columns = vec![("archive-sheet-term", 18), ("archive-sheet-times", 10), ("archive-sheet-hours", 12)];
    columns.push(("archive-sheet-guided", 10));
    columns.extend(archive.total.dimensions.iter().map(|(key, _)| (key.as_str(), 10)));
    columns.extend([("archive-sheet-lessons", 10), ("archive-sheet-outcomes", 10)]);
    ArchiveTable { note: also(&archive.total), ..table("archive-sheet-terms", &columns, rows) }
}

/// What has no column: guidance given, lessons of others, meetings without a length.
fn also(total: &Tally) -> String {
    let all = [
        ("archive-span-guiding", total.guiding),
        ("archive-span-observing", total.observing),
        ("archive-unmeasured", total.unmeasured),
    ];
    let said = all.into_iter().filter(|(_, count)| *count > 0);
    let said: Vec<String> = said.map(|(key, count)| t_with(key, &[("count", &count.to_string())])).collect();
    if said.is_empty() { String::new() } else { t_with("archive-sheet-also", &[("what", &said.join("；"))]) }
}

fn promises(archive: &Archive) -> ArchiveTable {
    let row = |of: &Promise| {
        let said = promise(of, archive.today);
        vec![said.what, of.with.clone(), of.due.map(dates::date).unwrap_or_else(|| t("archive-no-due")), said.now]
    };
    let columns =
        [("archive-sheet-what", 40), ("archive-sheet-with", 14), ("archive-sheet-due", 22), ("archive-sheet-now", 24)];
    table("archive-sheet-promises", &columns, archive.promises.iter().map(row).collect())
}

fn lessons(archive: &Archive) -> ArchiveTable {
    let rows = archive.lessons.iter().flat_map(|lesson| {
        let head = format!("{}\n{}", dates::date(lesson.day), lesson.lesson_title);
        let said = lesson.said.iter();
        said.map(move |one| {
            let words = [("archive-strengths", &one.strengths), ("archive-suggestions", &one.suggestions)];
            let words = words.iter().filter(|(_, text)| !text.is_empty());
            let words: Vec<String> = words.map(|(key, text)| t_with(key, &[("text", text)])).collect();
            vec![head.clone(), one.observer.clone(), words.join("\n")]
        })
    });
    let columns = [("archive-sheet-lesson", 26), ("archive-sheet-observer", 14), ("archive-sheet-said", 60)];
    table("archive-sheet-said", &columns, rows.collect())
}

fn own(archive: &Archive) -> ArchiveTable {
    let rows = archive.own.iter().map(|one| {
        let kind = if one.kind_key.is_empty() { t(&one.record_type.label_key()) } else { t(&one.kind_key) };
        vec![one.day.map(dates::date).unwrap_or_default(), kind, one.text.clone()]
    });
    let columns = [("sheet-date", 22), ("sheet-kind", 16), ("archive-sheet-title", 62)];
    table("archive-sheet-own", &columns, rows.collect())
}

/// What has a level: the best of it is asked for first.
fn results(archive: &Archive) -> ArchiveTable {
    let with_level = counted(archive).filter(|one| !one.row.level_key.is_empty());
    let rows = with_level.map(|one| {
        let kind = if one.row.kind_key.is_empty() { t(&one.row.record_type.label_key()) } else { t(&one.row.kind_key) };
        let day = one.row.day.map(dates::date).unwrap_or_default();
        vec![one.row.title.clone(), t(&one.row.level_key), kind, day]
    });
    let columns = [("archive-sheet-title", 48), ("archive-sheet-level", 14), ("sheet-kind", 16), ("sheet-date", 22)];
    table("archive-sheet-results", &columns, rows.collect())
}

/// Every record that stands behind a number.
fn list(archive: &Archive) -> ArchiveTable {
    let rows = counted(archive).map(|one| {
        let of = one.row.record_type;
        let day = one.row.day.map(|day| day.to_string()).unwrap_or_default();
        vec![one.row.no.clone(), day, t(&of.label_key()), one.row.title.clone(), parts(of, &one.parts)]
    });
    let columns = [
        ("archive-sheet-no", 19),
        ("sheet-date", 17),
        ("sheet-kind", 16),
        ("archive-sheet-title", 30),
        ("archive-sheet-part", 18),
    ];
    table("archive-sheet-list", &columns, rows.collect())
}

fn counted(archive: &Archive) -> impl Iterator<Item = &ArchiveRow> {
    archive.stretches.iter().filter(|part| part.when.is_past()).flat_map(|part| &part.rows)
}
