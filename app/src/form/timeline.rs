//! 环节: a lesson's phases by tapping them while it runs. A tap is the whole entry: it ends the phase that ran and begins
//! the next. Times are the phone's own, kept with every tap, so that a phone that dies in the lesson loses none.

use chrono::NaiveDateTime;
use dioxus::prelude::*;
use studio_core::form::FieldSpec;
use studio_core::lesson::{Phase, phases};
use studio_core::time::{Millis, write_instant};
use studio_ui::dates;
use studio_ui::prelude::*;

use super::controls::{Around, around};
use super::rows::{self, Row};
use super::{Book, FormText};
use crate::desk::use_desk;
use crate::{platform, words};

/// Phases of one lesson. Beyond them a tap would be a mistake.
const PHASES_MAX: usize = 40;
/// How often the running count is drawn anew.
const TICK_MS: u32 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// The phases to tap, the one that runs with its count, those that are over, and a way to put them right.
#[component]
pub(super) fn Timeline(book: Book, spec: &'static FieldSpec, columns: &'static [FieldSpec]) -> Element {
    let desk = use_desk();
    let Around { label, optional, error, .. } = around(book, spec);
    let lesson = (book.lesson)();
    let tapped = book.read(|text| phases(text.fields()));
    let running = tapped.last().filter(|phase| phase.to.is_none()).cloned();
    // told at once, while one still knows how long it was
    let wrong =
        book.read(|text| text.problems().into_iter().find(|one| one.field == spec.key)).filter(|_| error.is_none());
    let full = tapped.len() >= PHASES_MAX;
    let tap = move |name: String| {
        book.choose(|text| tap(text, spec.key, &name, platform::now()));
        book.keep_tap(desk);
    };
    let stop = move |_| {
        book.choose(|text| stop(text, spec.key, platform::now()));
        book.keep_tap(desk);
    };
    let back = move |_| {
        book.choose(|text| back(text, spec.key));
        book.keep_tap(desk);
    };
    let on = running.as_ref().map(|phase| phase.name.clone()).unwrap_or_default();
    let names = lesson.phases.into_iter().chain([t("timeline-other")]);
    rsx! {
        Field { field: spec.key, label, optional, hint: t("timeline-hint"), error, group: true,
            div { class: "phases",
                for name in names {
                    button {
                        key: "{name}", r#type: "button", class: if name == on { "phase phase-on" } else { "phase" }, "aria-pressed": name == on, disabled: full && name != on,
                        "data-testid": "phase-{name}", onclick: { let name = name.clone(); move |_| tap(name.clone()) }, "{name}"
                    }
                }
            }
            if let Some(phase) = running {
                Running { key: "{phase.id}", phase }
                div { class: "row wrap",
                    Button { label: t("timeline-stop"), compact: true, glyph: Glyph::Check, testid: "timeline-stop", onclick: stop }
                    Button { label: t("timeline-back"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::Undo2, testid: "timeline-back", onclick: back }
                }
            } else if !tapped.is_empty() {
                Button { label: t("timeline-back"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::Undo2, testid: "timeline-back", onclick: back }
            }
            Over { phases: tapped.clone() }
            if let Some(problem) = wrong {
                p { class: "cap text-tone-warn", role: "status", "data-testid": "timeline-wrong", {words::problem(&problem)} }
            }
            if !tapped.is_empty() {
                details { class: "more",
                    summary { class: "more-door", "data-testid": "timeline-edit", {t("timeline-edit")} Icon { glyph: Glyph::ChevronDown } }
                    div { class: "stack",
                        for phase in tapped {
                            // an end that a tap has set is shown by inputs that are made anew
                            Row { key: "{phase.id}-{phase.to:?}", book, spec, columns, id: phase.id.clone() }
                        }
                    }
                }
            }
        }
    }
}

/// 新授 · 已 03:25
#[component]
fn Running(phase: Phase) -> Element {
    let mut now = use_signal(platform::now);
    use_future(move || async move {
        loop {
            platform::sleep(TICK_MS).await;
            now.set(platform::now());
        }
    });
    let gone = began(&phase).map(|from| (now().0 - from.0).max(0)).unwrap_or_default();
    let time = format!("{:02}:{:02}", gone / MINUTE_MS, gone % MINUTE_MS / 1_000);
    rsx! {
        p { class: "phase-runs", "data-testid": "phase-runs", role: "timer",
            {t_with("timeline-runs", &[("phase", &phase.name), ("time", &time)])}
        }
    }
}

/// When it began: to the second by the moment in its row's id, else to the minute, which is what its field holds. The field
/// is believed where somebody has put it right.
fn began(phase: &Phase) -> Option<Millis> {
    let from = Millis::from_local(phase.from?);
    let exact = rows::made_at(&phase.id).filter(|at| (at.0 - from.0).abs() < MINUTE_MS);
    exact.or(Some(from))
}

/// What is over: 导入 10:05–10:10 · 5 分钟, and all of it together.
#[component]
fn Over(phases: Vec<Phase>) -> Element {
    let over: Vec<&Phase> = phases.iter().filter(|phase| phase.to.is_some()).collect();
    if over.is_empty() {
        return rsx! {};
    }
    let total: i64 = over.iter().filter_map(|phase| phase.minutes()).sum();
    rsx! {
        ol { class: "phases-over",
            for phase in over {
                li { key: "{phase.id}", "data-testid": "phase-over",
                    b { "{phase.name}" }
                    span { class: "cap mute", {span_words(phase)} }
                }
            }
        }
        p { class: "cap mute", {t_with("timeline-total", &[("count", &total.to_string())])} }
    }
}

fn span_words(phase: &Phase) -> String {
    if phase.is_turned() {
        return t("timeline-turned");
    }
    let clock = |at: Option<NaiveDateTime>| at.map(dates::clock).unwrap_or_default();
    let count = phase.minutes().map(|minutes| minutes.to_string()).unwrap_or_default();
    t_with("timeline-span", &[("from", &clock(phase.from)), ("to", &clock(phase.to)), ("count", &count)])
}

fn key_of(key: &str, id: &str, column: &str) -> String {
    format!("{key}/{id}/{column}")
}

fn last(text: &FormText) -> Option<Phase> {
    phases(text.fields()).pop()
}

/// Ends the phase that runs and begins this one. A tap on the one that runs changes nothing: twice is once.
fn tap(text: &mut FormText, key: &str, name: &str, now: Millis) {
    if last(text).is_some_and(|phase| phase.to.is_none() && phase.name == name) {
        return;
    }
    stop(text, key, now);
    let id = rows::add(text, key, now);
    text.put_text(&key_of(key, &id, "phase"), name);
    text.put_text(&key_of(key, &id, "from"), &write_instant(now.local()));
}

/// Ends the phase that runs.
fn stop(text: &mut FormText, key: &str, now: Millis) {
    if let Some(phase) = last(text).filter(|phase| phase.to.is_none()) {
        text.put_text(&key_of(key, &phase.id, "to"), &write_instant(now.local()));
    }
}

/// Takes the last tap back: the phase that it began goes, the one before runs on; or the end that it set goes.
fn back(text: &mut FormText, key: &str) {
    let Some(phase) = last(text) else { return };
    if phase.to.is_some() {
        return text.put_text(&key_of(key, &phase.id, "to"), "");
    }
    rows::remove(text, key, &phase.id);
    if let Some(before) = last(text) {
        text.put_text(&key_of(key, &before.id, "to"), "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    const KEY: &str = "timeline";

    fn at(clock: &str) -> Millis {
        Millis::from_local(format!("2026-11-23T{clock}").parse().expect("a moment"))
    }

    fn form() -> FormText {
        FormText::editing(RecordType::Observation, &Default::default())
    }

    fn told(text: &FormText) -> Vec<(String, Option<i64>)> {
        phases(text.fields()).into_iter().map(|phase| (phase.name.clone(), phase.minutes())).collect()
    }

    #[test]
    fn a_tap_ends_the_phase_that_ran_and_begins_the_next() {
        let mut text = form();
        tap(&mut text, KEY, "导入", at("10:00:12"));
        tap(&mut text, KEY, "新授", at("10:05:40"));
        stop(&mut text, KEY, at("10:20:00"));
        assert_eq!(told(&text), [("导入".into(), Some(5)), ("新授".into(), Some(15))]);
        tap(&mut text, KEY, "导入", at("10:21:00"));
        assert_eq!(told(&text).len(), 3, "a phase comes again after others");
    }

    #[test]
    fn a_phase_tapped_twice_is_one() {
        let mut text = form();
        tap(&mut text, KEY, "导入", at("10:00:00"));
        tap(&mut text, KEY, "导入", at("10:00:01"));
        assert_eq!(told(&text), [("导入".into(), None)]);
        stop(&mut text, KEY, at("10:04:00"));
        stop(&mut text, KEY, at("10:09:00"));
        assert_eq!(told(&text), [("导入".into(), Some(4))], "so is the end");
    }

    #[test]
    fn a_wrong_tap_is_taken_back_and_the_phase_before_runs_on() {
        let mut text = form();
        tap(&mut text, KEY, "导入", at("10:00:00"));
        tap(&mut text, KEY, "小结", at("10:05:00"));
        back(&mut text, KEY);
        assert_eq!(told(&text), [("导入".into(), None)]);
        stop(&mut text, KEY, at("10:06:00"));
        back(&mut text, KEY);
        assert_eq!(told(&text), [("导入".into(), None)], "an end, too");
        back(&mut text, KEY);
        assert!(text.below(KEY).is_empty(), "and the first one leaves nothing behind");
    }

    #[test]
    fn a_clock_set_back_in_the_lesson_is_told_and_makes_no_length() {
        let mut text = form();
        tap(&mut text, KEY, "导入", at("10:00:00"));
        tap(&mut text, KEY, "新授", at("09:30:00"));
        let all = phases(text.fields());
        assert!(all[0].is_turned() && span_words(&all[0]) == t("timeline-turned"));
        assert_eq!(told(&text)[0].1, None);
    }

    #[test]
    fn the_count_goes_on_from_where_it_was_after_the_form_was_opened_again() {
        let mut text = form();
        tap(&mut text, KEY, "导入", at("10:00:42"));
        let again = FormText::from_bytes(&text.to_bytes()).expect("a draft");
        let phase = last(&again).expect("the phase that runs");
        assert_eq!(began(&phase), Some(at("10:00:42")), "to the second");
        let mut moved = again.clone();
        moved.put_text(&key_of(KEY, &phase.id, "from"), "2026-11-23T09:55");
        assert_eq!(began(&last(&moved).expect("one")), Some(at("09:55:00")), "as it was put right");
    }
}
