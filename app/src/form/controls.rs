//! One field of a form, by the kind of its content. Inputs get their first value once and are never bound.

use dioxus::prelude::*;
use studio_core::form::{FieldSpec, Input};
use studio_core::guide::Source;
use studio_core::paper::SAVE_CHARS_MAX;
use studio_core::record_type::RecordType;
use studio_core::view::bracketed;
use studio_ui::prelude::*;
use studio_ui::read::as_example;

use super::lesson::{Marks, Tally, Teacher};
use super::passage::UnnamedHere;
use super::people::{ManyPeople, OnePerson};
use super::when::{Length, Place, move_start, said};
use super::{Book, FormText};
use crate::{platform, words};

/// Characters in one line that a row of a list and a cell on paper can hold. More is kept and told: a browser that cuts
/// does so without a word.
const LINE_CHARS_MAX: usize = 200;
/// Characters in a text: what a printed form holds with its annex. More is kept and told.
const TEXT_CHARS_MAX: usize = 5_000;
/// Choices shown before 更多…
const CHOICES_SHOWN: usize = 5;

/// A field with its label, its control and what is wrong with it.
#[component]
pub(crate) fn Control(book: Book, spec: &'static FieldSpec) -> Element {
    let special = book.peek(|text| special(text.record_type(), spec.key));
    match (special, spec.input) {
        (Some(Special::Place), _) => rsx! { Place { book, spec } },
        (Some(Special::Length), _) => rsx! { Length { book, spec } },
        (Some(Special::Count), _) => rsx! { Tally { book, spec } },
        (Some(Special::Teacher), _) => rsx! { Teacher { book, spec } },
        (Some(Special::Timeline), Input::Rows(columns)) => rsx! { super::timeline::Timeline { book, spec, columns } },
        (_, Input::Line) => rsx! { Line { book, spec, kind: InputKind::Text } },
        (_, Input::Number) => rsx! { Line { book, spec, kind: InputKind::Number } },
        (_, Input::Minutes) => rsx! { Line { book, spec, kind: InputKind::Decimal } },
        (_, Input::Day) => rsx! { Line { book, spec, kind: InputKind::Date } },
        (_, Input::Month) => rsx! { Line { book, spec, kind: InputKind::Text } },
        (_, Input::Instant) => rsx! { Line { book, spec, kind: InputKind::DateTime } },
        (_, Input::Text) => rsx! { Lines { book, spec } },
        (_, Input::Word) => rsx! {},
        (_, Input::Choice(words)) => rsx! { Choice { book, spec, words, many: false } },
        (_, Input::Choices(words)) => rsx! { Choice { book, spec, words, many: true } },
        (_, Input::Person) => rsx! { OnePerson { book, spec } },
        (_, Input::People | Input::OrderedPeople | Input::Attendance | Input::Asked) => {
            rsx! { ManyPeople { book, spec } }
        }
        (_, Input::Rows(columns)) => rsx! { super::rows::Rows { book, spec, columns } },
        (_, Input::Files(kind)) => rsx! { super::files::Files { book, spec, kind } },
        (_, Input::Money) => rsx! { Line { book, spec, kind: InputKind::Decimal } },
        (_, Input::Yes) => rsx! { Yes { book, spec } },
        (_, Input::Marks) => rsx! { Marks { book, spec } },
        (_, Input::Record(of)) => rsx! { super::records::OneRecord { book, spec, of } },
    }
}

/// A control that one field of one type has instead of its input's.
enum Special {
    /// Places used before, to tap.
    Place,
    /// The length of a meeting instead of its end.
    Length,
    /// One tap for each.
    Count,
    /// Phases tapped while a lesson runs.
    Timeline,
    /// Beside the name what was agreed the last time.
    Teacher,
}

fn special(of: RecordType, key: &str) -> Option<Special> {
    match (of.word(), key) {
        ("activity", "place") => Some(Special::Place),
        ("activity", "end") => Some(Special::Length),
        ("observation", "questions") => Some(Special::Count),
        ("observation", "timeline") => Some(Special::Timeline),
        ("observation", "teacher") => Some(Special::Teacher),
        _ => None,
    }
}

/// What is written around a control.
#[derive(Clone, PartialEq)]
pub(super) struct Around {
    /// Its label.
    pub(super) label: String,
    /// Need not be filled in.
    pub(super) optional: bool,
    /// A word beside the label.
    pub(super) hint: Option<String>,
    /// What is wrong with it.
    pub(super) error: Option<String>,
}

/// The words around a field.
pub(super) fn around(book: Book, spec: &FieldSpec) -> Around {
    let key = spec.label_key(book.peek(|text| text.record_type()));
    let hint = format!("{key}-hint");
    let asked = format!("{key}-asked");
    Around {
        label: t(if studio_ui::i18n::has(&asked) { &asked } else { &key }),
        optional: !spec.required && !book.asks_for(spec.key),
        hint: studio_ui::i18n::has(&hint).then(|| hinted(book, spec, &hint)),
        error: book.problem(spec.key).map(|problem| words::problem(&problem)),
    }
}

/// A hint; one about a length says how long one 学时 is.
fn hinted(book: Book, spec: &FieldSpec, hint: &str) -> String {
    match book.peek(FormText::class_hour).filter(|_| spec.input == Input::Minutes) {
        Some(hour) => {
            let long = t_with("span-minutes", &[("count", &hour.minutes.to_string())]);
            t_with(hint, &[("long", &as_example(long, hour.source == Source::Example))])
        }
        None => t(hint),
    }
}

/// What a line opens with: amounts and lengths as people type them.
fn first(text: &FormText, spec: &FieldSpec) -> String {
    match spec.input {
        Input::Money => text.yuan(spec.key),
        Input::Minutes => text.hours(spec.key),
        _ => text.text(spec.key),
    }
}

#[component]
fn Line(book: Book, spec: &'static FieldSpec, kind: InputKind) -> Element {
    let initial = use_hook(|| book.peek(|text| first(text, spec)));
    let Around { label, optional, hint, error } = around(book, spec);
    let (wrong, hinted) = (error.is_some(), hint.is_some());
    let begins = spec.input == Input::Instant
        && book.peek(|text| special(text.record_type(), "end").is_some() && spec.key == "start");
    let mut count = use_signal(|| initial.chars().count());
    let written = move |typed: String| {
        let length = typed.chars().count();
        // Only what is too long is drawn: while one types within bounds nothing is.
        if length.max(*count.peek()) > LINE_CHARS_MAX {
            count.set(length);
        }
        match (begins, spec.input) {
            (true, _) => book.choose(|text| move_start(text, &typed)),
            (_, Input::Day) => book.choose(|text| text.put_text(spec.key, &typed)),
            _ => book.write(spec.key, &typed),
        }
    };
    let said = book.read(|text| said(&text.text(spec.key), platform::now()));
    rsx! {
        Field { field: spec.key, label, optional, hint, error,
            TextInput { id: spec.key, initial, kind, error: wrong, hint: hinted, said, oninput: written }
            Written { count, limit: LINE_CHARS_MAX, over_only: true }
        }
    }
}

#[component]
fn Lines(book: Book, spec: &'static FieldSpec) -> Element {
    let initial = use_hook(|| book.peek(|text| text.text(spec.key)));
    let mut count = use_signal(|| initial.chars().count());
    let Around { label, optional, hint, error } = around(book, spec);
    // a paragraph is parted where others are only told that they are long
    let parts = book.peek(|text| text.record_type() == RecordType::Paragraph);
    let long = if parts { "paper-will-part" } else { "form-too-long" };
    let in_brackets = move |typed: &str| if parts { bracketed(typed) } else { Vec::new() };
    let mut named = use_signal(|| in_brackets(&initial));
    let (wrong, hinted) = (error.is_some(), hint.is_some());
    rsx! {
        Field { field: spec.key, label, optional, hint, error,
            TextArea {
                id: spec.key, initial, tall: parts, error: wrong, hint: hinted, onenter: move |()| book.enter(spec.key),
                oninput: move |typed: String| {
                    count.set(typed.chars().count());
                    let now = in_brackets(&typed);
                    if *named.peek() != now {
                        named.set(now);
                    }
                    book.write(spec.key, &typed);
                },
            }
            if parts {
                UnnamedHere { book, named }
            }
            Written { count, limit: TEXT_CHARS_MAX, told: long, at_once: parts.then_some(SAVE_CHARS_MAX) }
        }
    }
}

/// The counter alone is drawn again while one types. Too much is told with how much, and that none of it is cut; where it is
/// more than can be saved at once, that and what to do.
#[component]
pub(crate) fn Written(
    count: Signal<usize>,
    limit: usize,
    #[props(default)] over_only: bool,
    #[props(default = "form-too-long")] told: &'static str,
    #[props(default)] at_once: Option<usize>,
) -> Element {
    let written = count();
    let over = written > limit;
    if written == 0 || over_only && !over {
        return rsx! {};
    }
    // what is parted is no fault: as much as one save takes is the limit then
    let (limit, wrong) = at_once.map_or((limit, over), |most| (most, written > most));
    let said = match at_once.filter(|most| written > *most) {
        Some(most) => t_with("paper-too-much", &[("have", &written.to_string()), ("max", &most.to_string())]),
        None => t(told),
    };
    rsx! {
        Counter { count: written, limit }
        if over {
            span { class: if wrong { "hint hint-error" } else { "hint" }, role: "status", "data-testid": "too-long", "{said}" }
        }
    }
}

#[component]
fn Yes(book: Book, spec: &'static FieldSpec) -> Element {
    let on = book.read(|text| text.yes(spec.key));
    let Around { label, optional, hint, error } = around(book, spec);
    let chip = Chip { value: "yes".to_owned(), label: t("value-yes"), on, glyph: None };
    rsx! {
        Field { field: spec.key, label: label.clone(), optional, hint, error, group: true,
            Chips { name: spec.key, label, chips: vec![chip], multi: true, onpick: move |_| book.choose(|text| text.put_yes(spec.key, !on)) }
        }
    }
}

/// Words with the keys of their labels.
type Words = &'static [(&'static str, &'static str)];

#[component]
fn Choice(book: Book, spec: &'static FieldSpec, words: Words, many: bool) -> Element {
    let of = book.peek(FormText::record_type);
    // what the county added stands at the end, and is not folded away: it is what the county asks for
    let own: Vec<(String, String)> =
        (book.own)().words(of, spec.key).map(|(word, title)| (word, title.to_owned())).collect();
    let mut open = use_signal(|| words.len() <= CHOICES_SHOWN + 2);
    let chosen = book.read(|text| if many { text.below(spec.key) } else { vec![text.text(spec.key)] });
    let Around { label, optional, hint, error } = around(book, spec);
    let on = |word: &str| chosen.iter().any(|chosen| chosen == word);
    let shown = words.iter().enumerate().filter(|(at, (word, _))| open() || *at < CHOICES_SHOWN || on(word));
    let chips: Vec<Chip> = shown
        .map(|(_, (word, key))| Chip { value: (*word).to_owned(), label: t(key), on: on(word), glyph: None })
        .chain(own.into_iter().map(|(word, label)| Chip { on: on(&word), value: word, label, glyph: None }))
        .collect();
    let more = (!open()).then(|| Chip { value: "more".to_owned(), label: t("form-more-choices"), ..Chip::default() });
    let picked = move |word: String| match word.as_str() {
        "more" => open.set(true),
        _ if many => book.choose(|text| {
            let value = text.marked(spec.key, &word).is_none().then(|| true.into());
            text.mark(spec.key, &word, value);
        }),
        _ => book.choose(|text| text.put_text(spec.key, &word)),
    };
    rsx! {
        Field { field: spec.key, label: label.clone(), optional, hint, error, group: true,
            Chips { name: spec.key, label, chips: chips.into_iter().chain(more).collect::<Vec<_>>(), multi: many, onpick: picked }
        }
    }
}
