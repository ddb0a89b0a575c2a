//! What an observer of a lesson has besides the timeline: a counter, the rubric of the guide, what was agreed the last time,
//! and a draft of what is said to the teacher.

use dioxus::prelude::*;
use studio_core::form::FieldSpec;
use studio_core::guide::Source;
use studio_core::id::{PersonId, RecordId};
use studio_core::lesson::{Feedback, feedback};
use studio_core::record::Scalar;
use studio_core::view::LastVisit;
use studio_ui::prelude::*;

use super::controls::{Around, around};
use super::people::OnePerson;
use super::{Book, FormText};
use crate::desk::{Answer, use_answer, use_desk};
use crate::route::Route;
use crate::{platform, words};

/// 提问次数: one tap a question.
#[component]
pub(super) fn Tally(book: Book, spec: &'static FieldSpec) -> Element {
    let Around { label, optional, hint, error } = around(book, spec);
    let count = book.read(|text| text.text(spec.key).trim().parse::<i64>().unwrap_or_default());
    let desk = use_desk();
    let by = move |step: i64| {
        let next = (count + step).max(0);
        let said = if next == 0 { String::new() } else { next.to_string() };
        book.choose(|text| text.put_text(spec.key, &said));
        book.keep_tap(desk);
    };
    rsx! {
        Field { field: spec.key, label, optional, hint, error, group: true,
            div { class: "tally",
                Button { label: t("count-less"), compact: true, kind: ButtonKind::Quiet, disabled: count == 0, testid: "{spec.key}-less", onclick: move |_| by(-1) }
                b { class: "tally-count", role: "status", "data-testid": "{spec.key}-count", "{count}" }
                Button { label: t("count-more"), glyph: Glyph::Plus, testid: "{spec.key}-more", onclick: move |_| by(1) }
            }
        }
    }
}

/// The rubric: yes or no to each line, and the draft that comes of it.
#[component]
pub(super) fn Marks(book: Book, spec: &'static FieldSpec) -> Element {
    let Around { label, optional, hint, error } = around(book, spec);
    let lesson = (book.lesson)();
    if lesson.rubric.is_empty() {
        return rsx! {};
    }
    let said = |id: &str| book.read(|text| text.marked(spec.key, id).and_then(Scalar::as_bool));
    let example = (lesson.source == Source::Example).then(|| t("lesson-example"));
    rsx! {
        Field { field: spec.key, label, optional, note: example, hint, error, group: true,
            ul { class: "marks",
                for line in lesson.rubric.clone() {
                    li { key: "{line.id}", class: "mark",
                        span { class: "mark-title", "{line.title}" }
                        Ticks { book, spec, id: line.id.clone(), title: line.title.clone(), said: said(&line.id) }
                    }
                }
            }
            Drafted { book }
        }
    }
}

/// 做到了 · 没做到, one of them or none.
#[component]
fn Ticks(book: Book, spec: &'static FieldSpec, id: String, title: String, said: Option<bool>) -> Element {
    let tick = move |yes: bool| {
        let id = id.clone();
        move |_| book.choose(|text| text.tick(spec.key, &id, yes))
    };
    let way = |yes: bool| if yes { "mark-yes" } else { "mark-no" };
    rsx! {
        div { class: "mark-ways", role: "group", "aria-label": "{title}",
            for yes in [true, false] {
                button {
                    key: "{yes}", r#type: "button", class: if said == Some(yes) { "chip chip-on" } else { "chip" }, "aria-pressed": said == Some(yes),
                    "data-testid": "{way(yes)}", onclick: tick(yes), {t(way(yes))}
                }
            }
        }
    }
}

/// A draft in the fields that are still empty: what somebody wrote stays.
#[component]
fn Drafted(book: Book) -> Element {
    let desk = use_desk();
    let weak = last_of(book).map(|last| last.weakest).unwrap_or_default();
    let made = book.read(|text| feedback(&(book.lesson)(), text.fields(), &weak));
    if made == Feedback::default() {
        return rsx! {};
    }
    let fill = move |_| {
        let mut round = book.round;
        let mut filled = 0;
        book.choose(|text| filled = fill(text, &made));
        *round.write() += 1;
        desk.say(t(if filled > 0 { "feedback-said" } else { "feedback-full" }), Vec::new());
    };
    rsx! { Button { label: t("feedback-draft"), compact: true, glyph: Glyph::FilePenLine, testid: "feedback-draft", onclick: fill } }
}

/// Fills what is empty; how many fields it filled.
fn fill(text: &mut FormText, made: &Feedback) -> usize {
    let next = made.next.clone().unwrap_or_default();
    let day = made.check_on.map(|day| day.to_string()).unwrap_or_default();
    let told = [
        ("strengths", made.strengths.join("\n")),
        ("suggestions", next.clone()),
        ("next_step", next),
        ("check_on", day),
    ];
    let empty = told.into_iter().filter(|(key, value)| !value.is_empty() && text.text(key).trim().is_empty());
    let empty: Vec<_> = empty.collect();
    empty.iter().for_each(|(key, value)| text.put_text(key, value));
    empty.len()
}

/// 授课教师, and what was agreed after their last lesson.
#[component]
pub(super) fn Teacher(book: Book, spec: &'static FieldSpec) -> Element {
    let last = last_of(book);
    rsx! {
        OnePerson { book, spec }
        if let Some(last) = last {
            Last { last }
        }
    }
}

/// The last lesson of the teacher who is chosen.
fn last_of(book: Book) -> Option<LastVisit> {
    let teacher = book.read(|text| text.text("teacher").parse::<PersonId>().ok());
    let asked: (Option<PersonId>, RecordId) = (teacher, book.record());
    let last = use_answer(asked, &[], |engine, (teacher, record)| async move {
        match teacher {
            Some(teacher) => engine.last_visit(teacher, record).await,
            None => Ok(None),
        }
    });
    if let Answer::Here(last) = last { last.map(|last| *last) } else { None }
}

/// 上次（11月9日《落花生》）说好：…
#[component]
pub(crate) fn Last(last: LastVisit) -> Element {
    let now = platform::now();
    let lesson =
        [("day", words::day(last.day, now)), ("lesson", last.lesson_title.clone()), ("step", last.next_step.clone())];
    let lesson = lesson.each_ref().map(|(key, value)| (*key, value.as_str()));
    let agreed = t_with(if last.next_step.is_empty() { "visit-no-step" } else { "visit-step" }, &lesson);
    let due = last.check_on.filter(|_| !last.next_step.is_empty());
    rsx! {
        section { class: "card stack", "data-testid": "last-visit",
            p { class: "small", "{agreed}" }
            if let Some(day) = due {
                p { class: "cap mute", {t_with("visit-due", &[("day", &words::day(day, now))])} }
            }
            if !last.weakest.is_empty() {
                p { class: "cap mute", {t_with("visit-weakest", &[("names", &last.weakest.join("、"))])} }
            }
            Button { label: t("visit-open"), compact: true, kind: ButtonKind::Quiet, href: Route::RecordScreen { id: last.record.to_string() }.to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    #[test]
    fn a_draft_fills_what_is_empty_and_leaves_what_somebody_wrote() {
        let mut text = FormText::editing(RecordType::Observation, &Default::default());
        text.put_text("suggestions", "我自己写的");
        let made = Feedback {
            strengths: vec!["目标清楚。".into(), "当堂练了。".into()],
            next: Some("问完数到三再叫人。".into()),
            check_on: Some("2026-12-07".parse().expect("a day")),
        };
        assert_eq!(fill(&mut text, &made), 3);
        assert_eq!(text.text("suggestions"), "我自己写的");
        assert_eq!((text.text("strengths").lines().count(), text.text("check_on").as_str()), (2, "2026-12-07"));
        assert_eq!(fill(&mut text, &made), 0, "twice is once");
    }

    #[test]
    fn a_tick_that_is_tapped_once_more_is_taken_back() {
        let mut text = FormText::editing(RecordType::Observation, &Default::default());
        text.tick("rubric", "goal", true);
        text.tick("rubric", "goal", false);
        assert_eq!(text.marked("rubric", "goal").and_then(Scalar::as_bool), Some(false));
        text.tick("rubric", "goal", false);
        assert_eq!(text.marked("rubric", "goal"), None);
    }
}
