//! 通知大家: a meeting that is to come, as a text for the chat and as a file for the calendar. Who is asked stands in it; who
//! was there is written on the day.

use dioxus::prelude::*;
use studio_core::form;
use studio_core::id::RecordId;
use studio_core::read::State;
use studio_core::time::Millis;
use studio_core::view::RecordDetail;
use studio_engine::messages::RecordPage;
use studio_ui::prelude::*;
use studio_ui::read::{Call, call};

use crate::calendar::{Event, MEDIA_CALENDAR, file};
use crate::platform;
use crate::route::Route;
use crate::shell::Send;

/// Whether people are still to be told of it: one's own plan, today or ahead.
pub(super) fn is_plan(detail: &RecordDetail, now: Millis) -> bool {
    let row = &detail.row;
    let is_open = row.mine && !detail.deleted && row.state == State::Draft;
    is_open && form::asks(row.record_type) && row.day.is_some_and(|day| day >= now.day())
}

/// The card; nothing for what is no plan.
#[component]
pub(super) fn CallCard(page: RecordPage, now: Millis) -> Element {
    let detail = &page.detail;
    if !is_plan(detail, now) {
        return rsx! {};
    }
    let called = call(detail.row.record_type, &detail.fields, &detail.telling, &detail.studio);
    let lacks = [(called.place.is_empty(), "call-nowhere"), (called.asked == 0, "call-nobody")];
    let lacks: Vec<String> = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, key)| t(key)).collect();
    let form = Route::Form { id: detail.row.record.to_string() }.to_string();
    let event = event(detail.row.record, page.changed, &called, now);
    rsx! {
        section { class: "card stack", "data-testid": "call",
            h2 { class: "section-title", {t("call-title")} }
            p { class: "cap mute", {t("call-note")} }
            p { class: "reply-text", "data-testid": "call-text", "{called.text}" }
            if !lacks.is_empty() {
                Banner { text: lacks.join("；"), tone: Tone::Info, glyph: Glyph::FilePenLine, action: t("call-go-on"), href: form }
            }
            Send { text: called.text.clone(), share: t("call-share"), copy: t("call-copy"), testid: "call" }
            if let Some(event) = event {
                Keep { event }
            }
        }
    }
}

/// 存进手机日历
#[component]
fn Keep(event: Event) -> Element {
    let mut told = use_signal(|| None::<&'static str>);
    let keep = move |_| {
        let event = event.clone();
        // there a file is taken and goes nowhere, without a word
        if platform::in_chat_app() {
            return told.set(Some("call-calendar-chat-app"));
        }
        spawn(async move {
            let given = platform::hand_over(&file_name(&event), MEDIA_CALENDAR, file(&event).as_bytes()).await;
            told.set(Some(if given { "call-calendar-given" } else { "call-calendar-not" }));
        });
    };
    rsx! {
        Button { label: t("call-calendar"), wide: true, glyph: Glyph::CalendarDays, testid: "call-calendar", onclick: keep }
        if let Some(key) = told() {
            p { class: "small", role: "status", "data-testid": "call-calendar-told", {t(key)} }
        }
    }
}

/// A name that every disk takes: titles hold marks that some refuse.
fn file_name(event: &Event) -> String {
    let title: String =
        event.title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(NAME_CHARS_MAX).collect();
    format!("{}-{title}.ics", event.day)
}

/// Characters of a title in the name of a file.
const NAME_CHARS_MAX: usize = 40;

fn event(record: RecordId, changed: usize, called: &Call, now: Millis) -> Option<Event> {
    Some(Event {
        uid: record.to_string(),
        revision: changed,
        made: now,
        day: called.day?,
        span: called.start.map(|start| (start, called.end)),
        title: called.title.clone(),
        place: called.place.clone(),
        notes: called.lines.join("\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_meeting_keeps_its_place_in_the_calendar_however_often_it_is_moved() {
        let page = sample::plan();
        let row = &page.detail.row;
        let called = call(row.record_type, &page.detail.fields, &page.detail.telling, &page.detail.studio);
        let one = event(row.record, 1, &called, sample::now()).expect("a day");
        let moved = event(row.record, 2, &called, sample::now()).expect("a day");
        assert_eq!(one.uid, moved.uid);
        assert!(one.revision < moved.revision);
        assert_eq!(file_name(&one), "2026-11-26-集体备课-大单元教学设计-从一篇到一组.ics");
        assert!(one.notes.contains("请参加：") && !one.notes.contains("接龙"), "{}", one.notes);
    }

    #[test]
    fn nobody_is_called_to_what_was_to_what_is_handed_in_or_by_somebody_elses_plan() {
        let plan = sample::plan().detail;
        let on = |detail: &RecordDetail, day: &str| {
            let noon: chrono::NaiveDateTime = format!("{day}T12:00:00").parse().expect("a day");
            is_plan(detail, Millis::from_local(noon))
        };
        assert!(on(&plan, "2026-11-24") && on(&plan, "2026-11-26"));
        assert!(!on(&plan, "2026-11-27"));
        let with = |change: fn(&mut RecordDetail)| {
            let mut other = plan.clone();
            change(&mut other);
            on(&other, "2026-11-24")
        };
        assert!(!with(|plan| plan.row.state = State::Submitted));
        assert!(!with(|plan| plan.row.mine = false));
        assert!(!with(|plan| plan.deleted = true));
        assert!(!with(|plan| plan.row.record_type = studio_core::record_type::RecordType::Outcome));
    }
}
