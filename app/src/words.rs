//! From core's values to words on screen: which key, which arguments. The sentences themselves are translations.

use chrono::{Datelike, NaiveDateTime};
use studio_core::command::Problem;
use studio_core::form::{self, Input};
use studio_core::read::State;
use studio_core::record_type::RecordType;
use studio_core::term::Season;
use studio_core::time::{Day, Millis, ago};
use studio_core::view::{Heading, PersonChip, RecordRow, TermHere, Tick, Waiting};
use studio_engine::messages::{Notice, Phase, PicturesHere, Sending, Severity, SyncState, Writer};
use studio_ui::components::TickState;
use studio_ui::dates;
use studio_ui::i18n::{has, t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::phone::{RecordLine, SyncAdvice};
use studio_ui::read::files_words;
use studio_ui::tone::Tone;

use crate::route::Route;

/// Characters of a text that a line of a list holds.
const FIRST_CHARS: usize = 40;

/// Names shown before 等: three are read at a glance.
const NAMES_SHOWN: usize = 3;
const DAY_MINUTES: u64 = 24 * 60;

/// The sentence of a notice.
pub(crate) fn sentence(notice: &Notice) -> String {
    let args: Vec<(&str, &str)> = notice.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if has(&notice.key) { t_with(&notice.key, &args) } else { t_with("notice-unknown", &[("key", &notice.key)]) }
}

/// The sentence of a notice with what to do, where that stands beside it.
pub(crate) fn whole(notice: &Notice) -> String {
    let to_do = format!("{}-do", notice.key);
    if !has(&to_do) {
        return sentence(notice);
    }
    let to_do = sentence(&Notice { key: to_do, ..notice.clone() });
    t_with("notice-whole", &[("what", &sentence(notice)), ("do", &to_do)])
}

/// The few words of a notice that fit into a pill, or these.
fn short(notice: &Notice, otherwise: &str) -> String {
    if has(&format!("{}-do", notice.key)) { sentence(notice) } else { t(otherwise) }
}

/// The tone of a notice.
pub(crate) fn severity(severity: Severity) -> Tone {
    match severity {
        Severity::Quiet => Tone::Plain,
        Severity::Told => Tone::Info,
        Severity::Needed => Tone::Bad,
    }
}

/// By how much this phone's clock is off, and what to do; the server's clock minus the phone's.
pub(crate) fn clock_off(off_ms: i64) -> String {
    let minutes = (off_ms.unsigned_abs() + 30_000) / 60_000;
    let units = [("span-years", 365 * DAY_MINUTES), ("span-days", DAY_MINUTES), ("span-hours", 60)];
    let (key, unit) = units.into_iter().find(|(_, unit)| minutes >= *unit).unwrap_or(("span-minutes", 1));
    let count = (minutes + unit / 2) / unit;
    let by = t_with(key, &[("count", &count.to_string())]);
    t_with(if off_ms < 0 { "clock-fast" } else { "clock-slow" }, &[("by", &by)])
}

/// The sentence of a problem.
pub(crate) fn problem(problem: &Problem) -> String {
    let args: Vec<(&str, String)> =
        problem.args.iter().map(|(name, value)| (name.as_str(), labelled(&problem.field, value))).collect();
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    t_with(&problem.key, &args)
}

/// A stored word of a choice as people read it; any other value as it is.
fn labelled(field: &str, value: &str) -> String {
    let specs = RecordType::ALL.iter().flat_map(|of| form::fields(*of)).filter(|spec| spec.key == field);
    let choices = specs.filter_map(|spec| if let Input::Choice(choices) = spec.input { Some(choices) } else { None });
    let known = choices.flatten().find(|(word, _)| *word == value);
    known.map_or_else(|| value.to_owned(), |(_, key)| t(key))
}

/// 还差 2 项：地点、参加人员
pub(crate) fn missing(of: RecordType, problems: &[Problem]) -> String {
    let labels: Vec<String> =
        problems.iter().map(|problem| t(&studio_core::form::label_key(of, &problem.field))).collect();
    t_with("missing-count", &[("count", &problems.len().to_string()), ("fields", &names(&labels))])
}

/// 地点、参加人员
pub(crate) fn names<S: AsRef<str>>(names: &[S]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMES_SHOWN).map(AsRef::as_ref).collect();
    let joined = shown.join("、");
    if names.len() > NAMES_SHOWN { t_with("names-more", &[("names", &joined)]) } else { joined }
}

/// 王丽（红米手机）
pub(crate) fn writer(writer: &Writer) -> String {
    let device = if writer.this_device { t("this-device") } else { writer.device_name.clone() };
    match (writer.name.is_empty(), device.is_empty()) {
        (true, true) => t("tick-some-phone"),
        (true, false) => device,
        (false, true) => writer.name.clone(),
        (false, false) => t_with("writer-device", &[("name", &writer.name), ("device", &device)]),
    }
}

/// 今天, 昨天, 11月4日
pub(crate) fn day(day: Day, now: Millis) -> String {
    dates::day_near(day, now.day())
}

/// 今天 14:30
pub(crate) fn moment(at: NaiveDateTime, now: Millis) -> String {
    dates::moment_near(at, now.local())
}

/// 2026 秋 · 第 12 周
pub(crate) fn term(term: &TermHere) -> String {
    let season = t(term.season.label_key());
    let key = if term.holiday { "term-in-holiday" } else { "term-week" };
    t_with(key, &[("year", &term.year.to_string()), ("season", &season), ("week", &term.week.to_string())])
}

/// 2026 年秋季学期
pub(crate) fn season(year: i32, season: Season) -> String {
    t_with("pictures-season", &[("year", &year.to_string()), ("season", &t(season.label_key()))])
}

/// The pill of the network.
pub(crate) fn pill(sync: &SyncState, now: Millis) -> studio_ui::components::SyncState {
    use studio_ui::components::SyncState as Pill;
    match (&sync.phase, sync.last_at) {
        (Phase::Offline { .. }, _) => Pill::Offline,
        (Phase::NotNow { notice, .. }, _) if notice.severity < Severity::Needed => {
            Pill::Waits(short(notice, "sync-not-now"))
        }
        (Phase::NotNow { notice, .. } | Phase::Blocked(notice), _) => Pill::Needs(short(notice, "sync-stopped")),
        (Phase::Idle, _) if !sync.stuck.is_empty() => {
            Pill::Needs(t_with("sync-stuck", &[("count", &sync.stuck.len().to_string())]))
        }
        (Phase::Idle, Some(at)) => idle(sync, at, now),
        // Nothing was tried yet: it is about to be.
        (Phase::Syncing(_) | Phase::Idle, _) => Pill::Syncing,
    }
}

/// What the server has and nobody else sees yet: the same words on every screen.
pub(crate) fn held(sync: &SyncState) -> String {
    t_with("sync-held", &[("count", &sync.held_records.to_string())])
}

/// Records are on the server, and so many pictures are not: the same words on every screen.
pub(crate) fn pictures(sync: &SyncState) -> String {
    let key = if sync.sending == Sending::WaitsForWifi { "sync-pictures-wifi" } else { "sync-pictures" };
    t_with(key, &[("count", &sync.pictures.to_string())])
}

/// How many pictures lie on this phone, and what they take.
pub(crate) fn pictures_here(here: &PicturesHere) -> String {
    let count = here.large().count;
    let key = if count == 0 && here.bytes > 0 { "me-pictures-small" } else { "me-pictures-note" };
    t_with(key, &[("count", &count.to_string()), ("bytes", &dates::bytes(here.bytes))])
}

/// Whether they go by themselves.
pub(crate) fn pictures_note(sync: &SyncState) -> String {
    t(match sync.sending {
        Sending::Goes => "sync-pictures-note",
        Sending::Paused => "sync-pictures-held",
        Sending::WaitsForWifi => "sync-pictures-wifi-note",
    })
}

fn idle(sync: &SyncState, at: Millis, now: Millis) -> studio_ui::components::SyncState {
    use studio_ui::components::SyncState as Pill;
    match sync.quota_until.filter(|_| sync.unsent > 0) {
        Some(until) => Pill::Waits(t_with("sync-quota", &[("at", &moment(until.local(), now))])),
        None if sync.unsent == 0 && sync.held > 0 => Pill::Held(held(sync)),
        None if sync.unsent == 0 && sync.pictures > 0 => Pill::Pictures(pictures(sync), pictures_note(sync)),
        None => Pill::Synced(ago(at, now)),
    }
}

/// What stands in the way of sending, in whole sentences; nothing does while it rests or talks.
pub(crate) fn advice(sync: &SyncState, now: Millis) -> Option<SyncAdvice> {
    let said =
        |notice: &Notice, glyph: Glyph| SyncAdvice { text: whole(notice), glyph, tone: severity(notice.severity) };
    let of = |text: String, glyph: Glyph, tone: Tone| Some(SyncAdvice { text, glyph, tone });
    let quota = sync.quota_until.filter(|_| sync.unsent > 0);
    match (&sync.phase, quota) {
        (Phase::Offline { .. }, _) => of(t("me-offline-advice"), Glyph::WifiOff, Tone::Plain),
        (Phase::NotNow { notice, .. }, _) if notice.severity == Severity::Quiet => Some(said(notice, Glyph::Clock)),
        (Phase::NotNow { notice, .. }, _) => Some(said(notice, Glyph::Info)),
        (Phase::Blocked(notice), _) => Some(said(notice, Glyph::TriangleAlert)),
        (Phase::Syncing(_) | Phase::Idle, _) if !sync.stuck.is_empty() => {
            of(t("me-stuck"), Glyph::TriangleAlert, Tone::Warn)
        }
        (Phase::Syncing(_) | Phase::Idle, Some(until)) => {
            of(t_with("me-quota", &[("at", &moment(until.local(), now))]), Glyph::Clock, Tone::Plain)
        }
        (Phase::Syncing(_) | Phase::Idle, None) => None,
    }
}

/// The glyph and tone of a type.
pub(crate) fn glyph(of: RecordType) -> (Glyph, Tone) {
    const GLYPHS: [(&str, Glyph, Tone); 15] = [
        ("activity", Glyph::Users, Tone::Good),
        ("observation", Glyph::Ear, Tone::Good),
        ("mentoring", Glyph::Handshake, Tone::Info),
        ("outcome", Glyph::Award, Tone::Warn),
        ("pairing", Glyph::UsersRound, Tone::Info),
        ("topic", Glyph::Microscope, Tone::Good),
        ("resource", Glyph::Share, Tone::Good),
        ("growth", Glyph::ArrowUpRight, Tone::Info),
        ("reflection", Glyph::MessageSquareText, Tone::Info),
        ("survey", Glyph::BadgeCheck, Tone::Warn),
        ("task", Glyph::ClipboardCheck, Tone::Plain),
        ("milestone", Glyph::FolderKanban, Tone::Plain),
        ("support", Glyph::FileCheck, Tone::Plain),
        ("budget", Glyph::FileSpreadsheet, Tone::Plain),
        ("expense", Glyph::ReceiptText, Tone::Plain),
    ];
    let known = GLYPHS.iter().find(|(word, _, _)| *word == of.word());
    known.map_or((Glyph::NotebookText, Tone::Plain), |(_, glyph, tone)| (*glyph, *tone))
}

/// 教研活动
pub(crate) fn type_name(of: RecordType) -> String {
    t(&format!("record-type-{}", of.word()))
}

/// The beginning of a text, as much as a line of a list holds.
pub(crate) fn first_words(text: &str) -> String {
    let mut letters = text.trim().chars();
    let head: String =
        letters.by_ref().take(FIRST_CHARS).map(|letter| if letter == '\n' { ' ' } else { letter }).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}

/// Why something that many write is not where they read it; nothing where it is.
pub(crate) fn waits(waiting: Waiting) -> Option<String> {
    match waiting {
        Waiting::No => None,
        Waiting::Network => Some(t("paper-line-waits")),
        Waiting::PageOnly => Some(t("tick-page-only")),
        Waiting::Held => Some(t("record-held")),
        Waiting::SetAside => Some(t("tick-set-aside")),
    }
}

/// A record's title, or what stands for it.
pub(crate) fn title(of: RecordType, title: &str) -> String {
    if title.trim().is_empty() { t_with("record-nameless", &[("type", &type_name(of))]) } else { title.to_owned() }
}

/// A row of the timeline.
pub(crate) fn record_line(row: &RecordRow, now: Millis) -> RecordLine {
    let draft = row.state == State::Draft && row.mine;
    let unwritten = draft && !row.planned;
    let (glyph, tone) = match (unwritten, row.planned) {
        (true, _) => (Glyph::FilePenLine, Tone::Warn),
        (_, true) => (Glyph::CalendarDays, Tone::Info),
        _ => glyph(row.record_type),
    };
    let titled = title(row.record_type, &row.title);
    RecordLine {
        glyph,
        tone,
        title: if unwritten { t_with("record-draft-title", &[("title", &titled)]) } else { titled },
        note: Some(note(row, now)),
        state: tick(row),
        state_words: tick_words(row, now),
        action: unwritten.then(|| t("record-go-on")),
        href: Route::RecordScreen { id: row.record.to_string() }.to_string(),
    }
}

/// Kind, day, place, who.
fn note(row: &RecordRow, now: Millis) -> String {
    let label = |key: &str| if key.is_empty() { String::new() } else { t(key) };
    let kind = if row.kind_key.is_empty() { type_name(row.record_type) } else { label(&row.kind_key) };
    let when = row.day.map(|held| [day(held, now), row.time.clone()].join(" ").trim().to_owned()).unwrap_or_default();
    let who = match row.people.len() {
        0 => String::new(),
        count if comes(row.record_type) => t_with("people-count", &[("count", &count.to_string())]),
        _ => names(&row.people),
    };
    let author = if row.mine { String::new() } else { row.author_name.clone() };
    let files = files_words(row.pictures, row.scans);
    let parts = [kind, label(&row.level_key), when, row.place.clone(), who, files, author];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Whether people come to it: then a list counts them instead of naming them.
fn comes(of: RecordType) -> bool {
    let says = of.says();
    says.face.people.iter().any(|key| says.field(key).is_some_and(|spec| spec.input == Input::Attendance))
}

fn tick(row: &RecordRow) -> TickState {
    match (row.state, row.tick) {
        (_, Tick::SetAside) => TickState::SetAside,
        _ if row.planned => TickState::Planned,
        (State::Draft, _) => TickState::Draft,
        (_, Tick::OnServer) => TickState::Sent,
        (_, Tick::PageOnly) => TickState::PageOnly,
        (_, Tick::Held) => TickState::Held,
        (_, Tick::Saved) => TickState::Saved,
    }
}

fn tick_words(row: &RecordRow, now: Millis) -> Option<String> {
    match (row.conflicts, row.state, row.tick) {
        (1.., _, _) => Some(t_with("record-two-values", &[("count", &row.conflicts.to_string())])),
        (_, _, Tick::SetAside) => None,
        _ if row.planned => row.day.map(|held| t_with("record-planned", &[("day", &day(held, now))])),
        (_, State::Draft, _) if !row.missing.is_empty() => Some(missing(row.record_type, &row.missing)),
        (_, State::Draft, _) => Some(t("record-not-handed-in")),
        (_, State::Edited, _) => Some(t("state-edited")),
        _ => None,
    }
}

/// What tells somebody from another one of their name; empty when nobody else is called so.
pub(crate) fn apart(person: &PersonChip) -> String {
    match person.apart.as_deref() {
        None => String::new(),
        Some("") => t("no-school"),
        Some(apart) => apart.to_owned(),
    }
}

/// A name, with what tells them from another one of that name.
pub(crate) fn called(person: &PersonChip) -> String {
    match apart(person) {
        apart if apart.is_empty() => person.name.clone(),
        apart => t_with("person-called", &[("name", &person.name), ("apart", &apart)]),
    }
}

/// Where somebody is and what they teach; that nobody wrote the school, when nobody did.
pub(crate) fn school_of(person: &PersonChip) -> String {
    let school = if person.school.is_empty() { t("no-school") } else { person.school.clone() };
    let parts = [school, person.township.clone(), person.subject.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A heading of the timeline.
pub(crate) fn heading(heading: Heading, now: Millis) -> String {
    match heading {
        Heading::Ahead => t("heading-ahead"),
        Heading::Today => t("day-today"),
        Heading::ThisWeek => t("heading-this-week"),
        Heading::LastWeek => t("heading-last-week"),
        Heading::Month { year, month } => {
            let key = if year == now.day().year() { "heading-month" } else { "heading-year-month" };
            t_with(key, &[("year", &year.to_string()), ("month", &month.to_string())])
        }
        Heading::Undated => t("heading-undated"),
    }
}

#[cfg(test)]
mod tests {
    use studio_core::time::DAY_MS;

    use super::*;

    #[test]
    fn a_clock_that_is_off_is_told_in_its_greatest_unit_and_which_way() {
        let says = |off_ms: i64, words: &str| assert!(clock_off(off_ms).contains(words), "{}", clock_off(off_ms));
        says(-2 * 365 * DAY_MS, "快了约 2 年。请在手机设置里打开“自动确定日期和时间”");
        says(-2 * 365 * DAY_MS + 40, "快了约 2 年");
        says(183 * DAY_MS, "慢了约 183 天");
        says(3 * DAY_MS - 40, "慢了约 3 天");
        says(-3_600_000, "快了约 1 小时");
        says(11 * 60_000, "慢了约 11 分钟");
    }

    #[test]
    fn many_names_are_cut_after_three() {
        assert_eq!(names(&["王丽", "刘洋"]), "王丽、刘洋");
        assert_eq!(names(&["王丽", "刘洋", "陈明", "赵静"]), "王丽、刘洋、陈明等");
    }
}
