//! A form that is open: its buffer, what is rendered of it, and the autosave. Text goes into the buffer and renders
//! nothing; a choice turns the page (`turned`), which the choices read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use dioxus::prelude::*;
use studio_core::attachment::Attachment;
use studio_core::command::Problem;
use studio_core::guide::{LessonSheet, Own};
use studio_core::id::{PersonId, RecordId};
use studio_core::record::Scalar;
use studio_core::time::Millis;
use studio_core::view::PersonChip;
use studio_engine::messages::Request;

use super::{FormText, Opening};
use crate::desk::{Desk, use_desk};
use crate::platform;

/// How long typing may go on before it is kept. Rule: within a second of a keystroke.
const KEEP_AFTER_MS: u32 = 600;

/// What must outlive the screen: the last text is kept even while the screen goes away.
struct Sheet {
    record: RecordId,
    text: RefCell<FormText>,
    /// What it opened with; `None` for a draft that was kept before.
    opened: Option<FormText>,
    /// Places that were offered.
    places: Vec<String>,
    /// A draft of it lies in the table.
    kept: Cell<bool>,
    unkept: Cell<bool>,
    waking: Cell<bool>,
    /// Handed over: nothing is kept any more.
    closed: Cell<bool>,
    /// It is on its way to the engine.
    handed: Cell<bool>,
    /// Texts that somebody went into: where nobody was, a browser's caret is nobody's.
    entered: RefCell<BTreeSet<&'static str>>,
}

/// An open form. A handle: copies see the same form.
#[derive(Clone, Copy)]
pub(crate) struct Book {
    sheet: CopyValue<Rc<Sheet>>,
    /// Grows with every choice; whoever shows choices reads it.
    turned: Signal<u64>,
    /// When the text was last kept.
    pub(crate) kept_at: Signal<Option<Millis>>,
    /// What stands in the way of handing in.
    pub(crate) missing: Signal<Vec<Problem>>,
    /// What the last attempt to hand in found, until it is put right.
    pub(crate) told: Signal<Vec<Problem>>,
    /// Grows when the inputs must take their first values once more.
    pub(crate) round: Signal<u32>,
    /// Everybody who can be chosen.
    pub(crate) people: Signal<Vec<PersonChip>>,
    /// Who was there last time: offered for this time too.
    pub(crate) suggested: Signal<Vec<PersonId>>,
    /// Places used before.
    pub(crate) places: Signal<Vec<String>>,
    /// What an observer of a lesson taps and ticks.
    pub(crate) lesson: Signal<LessonSheet>,
    /// What the guide adds to the types.
    pub(crate) own: Signal<Own>,
    /// Pictures that are being made small: what is handed in now would not have them.
    pub(crate) making: Signal<usize>,
    /// Pictures that were being made small when the form was last left or the phone went dark: they were not taken. Told
    /// until others are chosen.
    pub(crate) missed: Signal<u32>,
    changed: Callback<()>,
}

impl PartialEq for Book {
    fn eq(&self, other: &Self) -> bool {
        self.sheet == other.sheet
    }
}

impl Book {
    /// The record that it will be or that it edits.
    pub(crate) fn record(&self) -> RecordId {
        self.sheet.peek().record
    }

    /// A look at the text that does not tie the screen to it.
    pub(crate) fn peek<T>(&self, look: impl FnOnce(&FormText) -> T) -> T {
        look(&self.sheet.peek().text.borrow())
    }

    /// A look at the choices, to be drawn again when one changes.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&FormText) -> T) -> T {
        (self.turned)();
        self.peek(look)
    }

    /// Takes in typed text: nothing is drawn again.
    pub(crate) fn write(&self, key: &str, text: &str) {
        self.sheet.peek().text.borrow_mut().put_text(key, text);
        self.changed.call(());
    }

    /// Somebody goes into a text.
    pub(crate) fn enter(&self, key: &'static str) {
        self.sheet.peek().entered.borrow_mut().insert(key);
    }

    /// Puts something into a text where its writer's caret is, behind it where they have none. Its input shows it, and the
    /// next one goes behind that.
    pub(crate) fn add_text(mut self, key: &'static str, more: &str) {
        let entered = self.sheet.peek().entered.borrow().contains(key);
        let at = entered.then(|| platform::caret(key)).flatten();
        let mut behind = 0;
        self.choose(|text| behind = text.put_in(key, at, more));
        *self.round.write() += 1;
        if entered {
            platform::put_caret(key, behind);
        }
    }

    /// Takes in a typed number, as [`Self::write`] does a text.
    pub(crate) fn write_number(&self, key: &str, text: &str) {
        self.sheet.peek().text.borrow_mut().put_number(key, text);
        self.changed.call(());
    }

    /// Takes in a choice: the choices are drawn again.
    pub(crate) fn choose(mut self, change: impl FnOnce(&mut FormText)) {
        change(&mut self.sheet.peek().text.borrow_mut());
        *self.turned.write() += 1;
        self.changed.call(());
    }

    /// Pictures were chosen. What is kept knows it before the first is made small: should the phone go dark now, they were
    /// not taken.
    pub(crate) async fn pictures_chosen(mut self, desk: Desk, count: usize) {
        self.missed.set(0);
        *self.making.write() += count;
        self.choose(|text| text.add_making(i32::try_from(count).unwrap_or(i32::MAX)));
        self.keep_durably(desk).await;
    }

    /// One of them is durable and comes into the form, or became none; the form that says so is durable too when it ends.
    pub(crate) async fn picture_made(mut self, desk: Desk, one: Option<&Attachment>) {
        self.choose(|text| {
            text.add_making(-1);
            one.into_iter().for_each(|one| text.put_picture(one));
        });
        self.keep_durably(desk).await;
        let left = self.making.peek().saturating_sub(1);
        self.making.set(left);
    }

    /// Whether the last attempt found that somebody else changed the same fields.
    pub(crate) fn differed(&self) -> bool {
        self.told.peek().iter().any(|problem| problem.key == "notice-differs-field")
    }

    /// The record changed elsewhere: the form looks again, and its inputs with it.
    pub(crate) fn look_again(mut self, fields: &BTreeMap<String, Scalar>) {
        self.choose(|text| text.look_again(fields));
        *self.round.write() += 1;
    }

    /// The form became a record: nothing is kept any more.
    pub(crate) fn close(&self) {
        self.sheet.peek().closed.set(true);
    }

    /// Hands it over; `false` while it is handed over already: a text that is parted would be there twice.
    pub(crate) fn hands_over(&self) -> bool {
        !self.sheet.peek().handed.replace(true)
    }

    /// The engine did not take it: it can be handed over again.
    pub(crate) fn comes_back(&self) {
        self.sheet.peek().handed.set(false);
    }

    /// Keeps the text now, whatever the clock says.
    pub(crate) fn keep_now(&self, desk: Desk) {
        keep_at_once(&self.sheet.peek(), desk);
    }

    /// Keeps a tap now; the form says that it is kept once it is durable.
    pub(crate) fn keep_tap(self, desk: Desk) {
        spawn(async move { self.keep_durably(desk).await });
    }

    /// Keeps the text now, and waits until it is durable: what the form says then is so.
    async fn keep_durably(&self, desk: Desk) {
        let sheet = self.sheet.peek().clone();
        keep(&sheet, desk, self.kept_at).await;
    }

    /// Whether a field stands in the way of handing in: one that is left out at other times may be asked for by a rule.
    pub(crate) fn asks_for(&self, key: &str) -> bool {
        let asked = |problems: &[Problem]| problems.iter().any(|problem| problem.field.split('/').next() == Some(key));
        asked(&self.missing.read()) || asked(&self.told.read())
    }

    /// The problem to show at a field.
    pub(crate) fn problem(&self, key: &str) -> Option<Problem> {
        self.told.read().iter().find(|problem| problem.field.split('/').next() == Some(key)).cloned()
    }
}

/// What keeps the text; nothing for a form that holds no words yet.
fn keep_request(sheet: &Sheet) -> Option<Request> {
    let text = sheet.text.borrow();
    let worth = sheet.opened.as_ref().is_none_or(|opened| text.holds_words(opened, &sheet.places));
    if !worth {
        return sheet.kept.replace(false).then_some(Request::DropDraft(sheet.record));
    }
    sheet.kept.set(true);
    let (form, content) = (text.record_type().word().to_owned(), text.to_bytes());
    Some(Request::SaveDraft { record: sheet.record, form, content })
}

/// Without waiting for an answer: the page may be gone before it comes.
fn keep_at_once(sheet: &Sheet, desk: Desk) {
    if sheet.unkept.get() && !sheet.closed.get() {
        sheet.unkept.set(false);
        keep_request(sheet).into_iter().for_each(|request| desk.engine().tell(request));
    }
}

/// Opens a form for as long as the screen stands.
pub(crate) fn use_book(opening: &Opening) -> Book {
    let desk = use_desk();
    let (sheet, missed) = use_hook(|| {
        let mut text = opening.text.clone();
        let missed = text.take_making();
        let sheet = Rc::new(Sheet {
            record: opening.record,
            text: RefCell::new(text),
            // what a line filled is the person's own words, whether they touch the form or not
            opened: (!opening.reopened && opening.said.is_none()).then(|| opening.text.clone()),
            places: opening.places.clone(),
            kept: Cell::new(opening.reopened),
            unkept: Cell::new(opening.said.is_some()),
            waking: Cell::new(false),
            closed: Cell::new(false),
            handed: Cell::new(false),
            entered: RefCell::default(),
        });
        (sheet, missed)
    });
    let kept_at = use_signal(|| None);
    let missing = use_signal(|| opening.text.problems());
    let told = use_signal(Vec::new);
    let changed = {
        let sheet = sheet.clone();
        use_callback(move |()| note_change(&sheet, desk, missing, told, kept_at))
    };
    keep_when_leaving(&sheet, desk);
    {
        let sheet = sheet.clone();
        use_hook(move || spawn(async move { keep(&sheet, desk, kept_at).await }));
    }
    use_hook(|| Book {
        sheet: CopyValue::new(sheet.clone()),
        turned: Signal::new(0),
        kept_at,
        missing,
        told,
        round: Signal::new(0),
        people: Signal::new(opening.people.clone()),
        suggested: Signal::new(opening.suggested.clone()),
        places: Signal::new(opening.places.clone()),
        lesson: Signal::new(opening.lesson.clone()),
        own: Signal::new(opening.own.clone()),
        making: Signal::new(0),
        missed: Signal::new(missed),
        changed,
    })
}

/// A keystroke or a choice: the dock learns what is missing, and the text is kept within the second.
fn note_change(
    sheet: &Rc<Sheet>,
    desk: Desk,
    mut missing: Signal<Vec<Problem>>,
    mut told: Signal<Vec<Problem>>,
    kept_at: Signal<Option<Millis>>,
) {
    sheet.unkept.set(true);
    let problems = sheet.text.borrow().problems();
    if !told.peek().is_empty() && told.peek().iter().any(|problem| !problems.contains(problem)) {
        told.write().retain(|problem| problems.contains(problem));
    }
    if *missing.peek() != problems {
        missing.set(problems);
    }
    if !sheet.waking.replace(true) {
        let sheet = sheet.clone();
        spawn(async move {
            platform::sleep(KEEP_AFTER_MS).await;
            sheet.waking.set(false);
            keep(&sheet, desk, kept_at).await;
        });
    }
}

async fn keep(sheet: &Sheet, desk: Desk, mut kept_at: Signal<Option<Millis>>) {
    if sheet.closed.get() || !sheet.unkept.replace(false) {
        return;
    }
    let Some(request) = keep_request(sheet) else { return };
    let keeps = matches!(request, Request::SaveDraft { .. });
    match desk.engine().call(request).await {
        Ok(_) => kept_at.set(keeps.then(platform::now)),
        Err(notice) => {
            sheet.unkept.set(true);
            desk.tell(notice);
        }
    }
}

/// The screen goes away, or the page goes out of sight: what is not kept yet is kept now.
fn keep_when_leaving(sheet: &Rc<Sheet>, desk: Desk) {
    let leaving = sheet.clone();
    let out_of_sight = use_callback(move |()| keep_at_once(&leaving, desk));
    use_hook(|| {
        Rc::new(platform::on_sight(move |visible| {
            if !visible {
                out_of_sight.call(());
            }
        }))
    });
    let sheet = sheet.clone();
    let engine = desk.engine();
    use_drop(move || {
        if sheet.unkept.get() && !sheet.closed.get() {
            keep_request(&sheet).into_iter().for_each(|request| engine.tell(request));
        }
    });
}
