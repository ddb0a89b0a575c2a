//! The form as one sees it: fields in front, the rest under 更多, the dock that says what is missing.

use std::cell::Cell;
use std::rc::Rc;

use dioxus::prelude::*;
use studio_core::command::{Command, Problem};
use studio_core::form::FieldSpec;
use studio_core::id::RecordId;
use studio_core::paragraph::PAPER_KEY;
use studio_core::record_type::RecordType;
use studio_core::reply;
use studio_core::time::Day;
use studio_engine::messages::{Notice, Request, StorageKind};
use studio_ui::dates;
use studio_ui::phone::{SavedNote, Screen, ScreenFoot};
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::form::{
    Book, Control, Figures, FormText, LeftAlone, Opening, OwnFields, PassageHead, Said, SaidLine, folded, leading,
    left_words, use_book, waits,
};
use crate::platform;
use crate::route::{Route, leave_for};
use crate::shell::{AskAhead, AskLeft, AskOver, Banners, stopped_here};
use crate::words;

use super::carried::Carried;

/// Where it is told why nothing was saved: a press that changes nothing on screen looks like a broken button.
const TOLD: &str = "told";

/// A form that is open.
#[component]
pub(crate) fn FormView(opening: Opening) -> Element {
    let desk = use_desk();
    let book = use_book(&opening);
    let led = use_led(desk);
    let of = opening.text.record_type();
    use_hook(|| {
        // a paper is long: whichever way one leaves, it opens at the paragraph that one comes from
        let mut to_passage = desk.to_passage;
        if of == RecordType::Paragraph {
            to_passage.set(Some(opening.record));
        }
    });
    let keep = move |_| book.keep_now(desk);
    let stopped = stopped_here(desk).is_some();
    let begun =
        opening.text.edits_existing() || [RecordType::Reply, RecordType::Paragraph, RecordType::Filed].contains(&of);
    let back = if begun { page_of(&opening.text, opening.record) } else { Route::Home {} };
    rsx! {
        div { "data-testid": "form", onfocusout: keep,
            Screen {
                bar: rsx! { AppBar { title: words::type_name(of), back: back.to_string(), Kept { book } } },
                foot: ScreenFoot::Dock, foot_element: rsx! { Foot { book, of, said: opening.said.clone() } },
                if opening.reopened {
                    div { class: "banners", Banner { text: t("form-reopened"), tone: Tone::Info } }
                }
                div { id: TOLD, tabindex: "-1", Banners { needed_only: true } }
                if stopped {
                    Carried { book }
                }
                if let Some(said) = opening.said.clone() {
                    Said { book, said }
                } else {
                    LeftAlone { book }
                }
                if of == RecordType::Paragraph {
                    PassageHead { book }
                }
                Errors { book, of }
                for round in [(book.round)()] {
                    Fields { key: "{round}", book, of, led: led.clone() }
                }
                if of == RecordType::Paragraph {
                    Figures { book }
                }
                Away { book, back: back.clone(), editing: opening.text.edits_existing() }
            }
        }
    }
}

/// Where what the form is about is read: a person, a record, the record that is answered.
fn page_of(text: &FormText, record: RecordId) -> Route {
    let id = record.to_string();
    match text.record_type() {
        RecordType::Person => Route::Person { id },
        RecordType::Reply => Route::RecordScreen { id: text.text(reply::ABOUT_KEY) },
        RecordType::Paragraph | RecordType::Filed => Route::Writing { paper: text.text(PAPER_KEY) },
        _ => Route::RecordScreen { id },
    }
}

/// 14:32 已自动保存
#[component]
fn Kept(book: Book) -> Element {
    let keeps = (use_desk().storage)().kind != StorageKind::Memory;
    let at = (book.kept_at)().filter(|_| keeps).map(|at| dates::clock(at.local()));
    let testid = at.is_some().then_some("autosaved");
    rsx! { span { "data-testid": testid, SavedNote { at } } }
}

#[component]
fn Fields(book: Book, of: RecordType, led: Option<String>) -> Element {
    let specs: Vec<&'static FieldSpec> = book.read(|text| text.specs().collect());
    // who was noted as there before the form was opened is not hidden under 更多
    let noted = use_hook(|| book.peek(FormText::has_attendance));
    let plan = !noted && book.read(|text| text.is_plan(platform::now().day()));
    let (front, back) = (leading(&specs, plan), folded(&specs, plan));
    let asks_for = |spec: &FieldSpec| match waits(spec, plan) {
        true => book.problem(spec.key).is_some(),
        false => book.asks_for(spec.key),
    };
    // what was opened because it is asked for stays open while one fills it in
    let opened = use_hook(|| Rc::new(Cell::new(false)));
    let led_to = |spec: &&'static FieldSpec| led.as_deref() == Some(spec.key);
    opened.set(opened.get() || back.iter().any(|spec| asks_for(spec) || led_to(spec)));
    rsx! {
        div { class: "stack-wide",
            for spec in front {
                Control { key: "{spec.key}", book, spec }
            }
            OwnFields { book }
            if !back.is_empty() {
                // a field that is asked for must be seen
                details { class: "more", open: opened.get(),
                    summary { class: "more-door", "data-testid": "more", {t("form-more")} Icon { glyph: Glyph::ChevronDown } }
                    div { class: "stack-wide",
                        for spec in back {
                            Control { key: "{spec.key}", book, spec }
                        }
                    }
                }
            }
        }
    }
}

/// What the last attempt found, each line a link to its field.
#[component]
fn Errors(book: Book, of: RecordType) -> Element {
    let problems = (book.told)();
    let errors: Vec<FieldError> =
        problems.iter().map(|problem| FieldError { field: place_of(problem), words: said(of, problem) }).collect();
    rsx! { div { class: "banners", "data-testid": if !problems.is_empty() { "errors" }, ErrorSummary { errors } } }
}

/// The frame of the field, which every control has.
fn place_of(problem: &Problem) -> String {
    place_at(&problem.field)
}

fn place_at(key: &str) -> String {
    format!("{}-place", key.split('/').next().unwrap_or_default())
}

fn said(of: RecordType, problem: &Problem) -> String {
    let words = words::problem(problem);
    if problem.field.is_empty() || problem.key.starts_with("missing-") {
        return words;
    }
    t_with("problem-at", &[("field", &t(&studio_core::form::label_key(of, &problem.field))), ("problem", &words)])
}

/// What is missing, and the buttons.
#[component]
fn Foot(book: Book, of: RecordType, said: Option<SaidLine>) -> Element {
    let desk = use_desk();
    let missing = (book.missing)();
    let ready = missing.is_empty();
    // a person and an answer are saved, never handed in
    let person = !of.says().work;
    let plan = book.read(|text| text.is_plan(platform::now().day()));
    let (status, note) = standing(of, &missing, plan);
    let note = note.filter(|_| !person);
    let coming = book.read(|text| text.ahead(platform::now().day())).is_some();
    let mut ahead = use_signal(|| None::<Day>);
    let mut over = use_signal(|| None::<Go>);
    let mut left = use_signal(|| None::<(Go, Vec<String>)>);
    let said = use_hook(|| CopyValue::new(said));
    let mut go_on = move |go: Go| match book.differed() {
        true => over.set(Some(go)),
        false => finish(book, desk, go),
    };
    let mut press = move |go: Go| {
        let whole = go == Go::Save || book.peek(|text| text.problems()).is_empty();
        match left_words(book, said.peek().as_ref()) {
            words if words.is_empty() || !whole => go_on(go),
            words => left.set(Some((go, words))),
        }
    };
    let hand_in = move |_| match book.peek(|text| text.ahead(platform::now().day())).filter(|_| ready) {
        None => press(Go::HandIn),
        day => ahead.set(day),
    };
    rsx! {
        div { "data-testid": if ready { "ready" } else { "missing" },
            Dock { status, note, missing: !ready,
                if (!ready || coming) && !person {
                    Button { label: t("form-save"), kind: if plan { ButtonKind::Main } else { ButtonKind::Plain }, testid: "save", onclick: move |_| press(Go::Save) }
                }
                if person {
                    Button { label: t("form-save-person"), kind: ButtonKind::Main, glyph: Glyph::Check, testid: "save", onclick: move |_| press(saving(of)) }
                } else if !plan {
                    // a plan is handed in when it was
                    Button { label: t("form-done"), kind: ButtonKind::Main, glyph: Glyph::Check, testid: "submit", onclick: hand_in }
                }
            }
            if let Some(day) = ahead() {
                AskAhead { day, onyes: move |()| { ahead.set(None); press(Go::HandIn) }, onno: move |()| ahead.set(None) }
            }
            if let Some((go, words)) = left() {
                AskLeft { words, onyes: move |()| { left.set(None); go_on(go) }, onno: move |()| left.set(None) }
            }
            if let Some(go) = over() {
                AskOver { onyes: move |()| { over.set(None); finish(book, desk, go) }, onno: move |()| over.set(None) }
            }
        }
    }
}

/// What the dock says: what is missing, and that it can be saved all the same. Of a plan who came is not missing yet.
fn standing(of: RecordType, missing: &[Problem], plan: bool) -> (String, Option<String>) {
    let waits = |problem: &&Problem| of.says().field(&problem.field).is_some_and(|spec| waits(spec, plan));
    let now: Vec<Problem> = missing.iter().filter(|problem| !waits(problem)).cloned().collect();
    match (now.is_empty(), plan) {
        (true, false) => (t("form-ready"), None),
        (true, true) => (t("form-ahead"), None),
        (false, _) => (words::missing(of, &now), Some(t("form-save-first"))),
    }
}

/// The engine's word for fields that somebody else changed meanwhile.
const DIFFERS: &str = "notice-differs";

/// How far a press goes.
#[derive(Clone, Copy, PartialEq)]
enum Go {
    /// As far as it is written.
    Save,
    /// Handed in.
    HandIn,
    /// An answer, a scan of a paper: whole, and saved.
    Whole,
    /// A paragraph of a paper: whole, and at its place.
    Passage,
}

/// How far what is never handed in goes.
fn saving(of: RecordType) -> Go {
    match of {
        RecordType::Reply | RecordType::Filed => Go::Whole,
        RecordType::Paragraph => Go::Passage,
        _ => Go::Save,
    }
}

fn finish(book: Book, desk: Desk, go: Go) {
    if *book.making.peek() > 0 {
        desk.tell(Notice::told("notice-pictures-making"));
        return look_at(TOLD);
    }
    let problems = book.peek(|text| text.problems());
    if go != Go::Save && !problems.is_empty() {
        return show(book, problems);
    }
    if !book.hands_over() {
        return;
    }
    spawn(async move {
        let written = write(book, desk, go).await;
        if written.is_err() {
            book.comes_back();
        }
        match written {
            Ok(()) => leave(book, desk, go),
            Err(notice) if notice.key == DIFFERS => differs(book, desk, notice).await,
            Err(notice) if !notice.problems.is_empty() => show(book, notice.problems),
            Err(notice) => {
                desk.tell(notice);
                look_at(TOLD);
            }
        }
    });
}

async fn write(book: Book, desk: Desk, go: Go) -> Result<(), Notice> {
    let draft = book.peek(|text| text.draft(book.record()));
    let command = match go {
        Go::Passage => book.peek(|text| text.passage(book.record())),
        Go::HandIn => Command::Finish(draft),
        Go::Save | Go::Whole => Command::Save(draft),
    };
    desk.engine().command(command).await?;
    book.close();
    desk.engine().call(Request::DropDraft(book.record())).await.map(drop)
}

/// Somebody changed the same fields meanwhile: the form takes in what stands there and says so at each of them. The next
/// press asks, and a yes writes over it: by somebody who has seen both, not by a finger that taps twice.
async fn differs(book: Book, desk: Desk, notice: Notice) {
    let stands = match desk.engine().record(book.record()).await {
        Ok(Some(page)) => Ok(Some(page.detail.fields.clone())),
        Ok(None) => desk.engine().fields(book.record()).await.map(|found| found.map(|(_, fields)| fields)),
        Err(other) => Err(other),
    };
    match stands {
        Ok(Some(fields)) => book.look_again(&fields),
        Ok(None) => {}
        Err(other) => desk.tell(other),
    }
    show(book, notice.problems);
}

/// The record is durable: its page shows the tick.
fn leave(book: Book, desk: Desk, go: Go) {
    let said = book.peek(|text| word_after(text, go, platform::now().day()));
    desk.say(t(desk.kept(said)), Vec::new());
    leave_for(book.peek(|text| page_of(text, book.record())));
}

fn word_after(text: &FormText, go: Go, today: Day) -> &'static str {
    match go {
        // its page says 已安排: who came is not missing before the day
        Go::Save if text.is_plan(today) => "form-planned-said",
        Go::Save => "form-saved-said",
        Go::HandIn => "form-done-said",
        Go::Whole if text.record_type() == RecordType::Filed => "paper-filed-said",
        Go::Whole => "reply-said",
        Go::Passage => "paper-written-said",
    }
}

fn show(mut book: Book, problems: Vec<Problem>) {
    book.told.set(problems);
    look_at("errors");
}

/// Leads the eye to what is drawn next.
fn look_at(id: &'static str) {
    spawn(async move {
        platform::sleep(0).await;
        platform::focus(id);
    });
}

/// The field that this form was opened for, if it was for one: it is shown at once.
fn use_led(desk: Desk) -> Option<String> {
    let led = use_hook(|| {
        let mut to_field = desk.to_field;
        to_field.replace(None)
    });
    let place = led.clone();
    use_effect(move || {
        if let Some(key) = &place {
            // the input has the focus, and its label is seen too
            platform::focus(key);
            platform::focus(&place_at(key));
        }
    });
    led
}

/// A form that became nothing: thrown away, with the way back. What it would have changed stays as it is.
#[component]
fn Away(book: Book, back: Route, editing: bool) -> Element {
    let desk = use_desk();
    let away = move |_| {
        let undo = Request::SaveDraft {
            record: book.record(),
            form: book.peek(|text| text.record_type().word().to_owned()),
            content: book.peek(|text| text.to_bytes()),
        };
        book.close();
        desk.engine().tell(Request::DropDraft(book.record()));
        desk.say(t(if editing { "form-away-edit-said" } else { "form-away-said" }), vec![undo]);
        leave_for(back.clone());
    };
    let label = t(if editing { "form-away-edit" } else { "form-away" });
    rsx! { div { class: "away", Button { label, kind: ButtonKind::Quiet, glyph: Glyph::Trash2, testid: "throw-away", onclick: away } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_is_saved_is_called_one_and_no_draft_that_lacks_something() {
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        let today = crate::sample::now().day();
        assert_eq!(word_after(&text, Go::Save, today), "form-saved-said");
        text.put_text("start", "2099-12-01T14:30");
        assert_eq!(word_after(&text, Go::Save, today), "form-planned-said");
    }
}
