//! 先补这三项: what is owed, as a sentence, with the place where one does something about it.

use studio_core::time::Millis;
use studio_core::view::{Gap, RecordRow};
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::phone;
use studio_ui::read;
use studio_ui::tone::Tone;

use crate::route::Route;
use crate::words;

fn line(glyph: Glyph, tone: Tone, title: String, note: String, route: Route) -> phone::Gap {
    phone::Gap { glyph, tone, title, note, href: route.to_string() }
}

/// One line.
pub(super) fn gap(gap: &Gap, now: Millis) -> phone::Gap {
    match gap {
        Gap::Conflict { record, record_type, title } => line(
            Glyph::GitMerge,
            Tone::Bad,
            t_with("gap-conflict", &[("title", &words::title(*record_type, title))]),
            t("gap-conflict-note"),
            Route::RecordScreen { id: record.to_string() },
        ),
        Gap::Unreached { missing, value, target, townships } => line(
            Glyph::UsersRound,
            Tone::Warn,
            t_with("gap-unreached", &[("count", &missing.to_string())]),
            unreached_note(*value, *target, townships),
            Route::Team {},
        ),
        Gap::Indicator { id, title, missing, value, target, unit, example, names } => line(
            Glyph::CircleDashed,
            Tone::Warn,
            read::as_example(
                t_with("gap-indicator", &[("title", title), ("count", &missing.to_string()), ("unit", unit)]),
                *example,
            ),
            indicator_note(*value, *target, names),
            Route::Evidence { indicator: id.clone() },
        ),
        Gap::NextMeeting { record, name, day, last, advice } => line(
            Glyph::MessageCircleReply,
            Tone::Info,
            t_with("gap-next", &[("day", &words::day(*day, now)), ("name", name)]),
            next_note(last.map(|last| words::day(last, now)), advice),
            Route::RecordScreen { id: record.to_string() },
        ),
        Gap::Draft { record, record_type, title, missing } => line(
            Glyph::FilePenLine,
            Tone::Warn,
            t_with("record-draft-title", &[("title", &words::title(*record_type, title))]),
            if missing.is_empty() { t("record-not-handed-in") } else { words::missing(*record_type, missing) },
            Route::Form { id: record.to_string() },
        ),
        Gap::Passed { record, record_type, title, day, missing } => line(
            Glyph::FilePenLine,
            Tone::Warn,
            t_with("gap-passed", &[("day", &words::day(*day, now)), ("title", &words::title(*record_type, title))]),
            if missing.is_empty() { t("record-not-handed-in") } else { words::missing(*record_type, missing) },
            Route::Form { id: record.to_string() },
        ),
        Gap::Duplicates { people, works, first } => line(
            Glyph::Copy,
            Tone::Info,
            t_with("gap-duplicates", &[("count", &(people + works).to_string())]),
            t("gap-duplicates-note"),
            match first {
                Some(record) if *people == 0 => Route::RecordScreen { id: record.to_string() },
                _ => Route::SamePeople {},
            },
        ),
    }
}

/// A plan: from its page it is called out; on its day it is written up.
pub(super) fn coming(row: &RecordRow, now: Millis) -> phone::Gap {
    let day = row.day.map(|day| words::day(day, now)).unwrap_or_default();
    let when = [day, row.time.clone()].join(" ");
    let is_today = row.day == Some(now.day());
    let title = words::title(row.record_type, &row.title);
    line(
        Glyph::CalendarDays,
        Tone::Info,
        t_with("gap-coming", &[("when", when.trim_end()), ("title", &title)]),
        t(if is_today { "gap-today-note" } else { "gap-coming-note" }),
        Route::RecordScreen { id: row.record.to_string() },
    )
}

fn unreached_note(value: i64, target: i64, townships: &[String]) -> String {
    let done = t_with("gap-progress", &[("value", &value.to_string()), ("target", &target.to_string())]);
    if townships.is_empty() {
        done
    } else {
        [done, t_with("gap-townships", &[("names", &words::names(townships))])].join(" · ")
    }
}

fn indicator_note(value: i64, target: i64, names: &[String]) -> String {
    let done = t_with("gap-progress", &[("value", &value.to_string()), ("target", &target.to_string())]);
    if names.is_empty() { done } else { [done, t_with("gap-names", &[("names", &words::names(names))])].join(" · ") }
}

fn next_note(last: Option<String>, advice: &str) -> String {
    let last = last.map(|day| t_with("gap-last", &[("day", &day)]));
    let about = (!advice.is_empty()).then(|| advice.to_owned());
    last.into_iter().chain(about).collect::<Vec<_>>().join(" · ")
}
