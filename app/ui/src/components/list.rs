//! Lists of rows. A row that leads somewhere is a link or a button as a whole, with a chevron.

use dioxus::prelude::*;

use crate::components::{Badge, NumberBadge, Pill};
use crate::i18n::{t_with, whole_dots};
use crate::icon::{Glyph, Icon};
use crate::link::Anchor;
use crate::tone::Tone;

/// Rows on one card.
#[component]
pub fn List(
    /// A name for screen readers when no heading stands above.
    label: Option<String>,
    /// The rows: each a [`ListItem`] or another element of class `item`.
    children: Element,
) -> Element {
    rsx! {
        div { class: "list", role: "list", "aria-label": label, {children} }
    }
}

/// Rows that stand in front of a long list.
pub const ROWS_SHOWN: usize = 10;

/// A list that may be long: its first rows, and all others behind a fold. Paper knows no fold.
#[component]
pub fn LongList(
    /// Each a [`ListItem`] or another element of class `item`.
    rows: Vec<Element>,
) -> Element {
    let all = rows.len();
    let (front, rest) = rows.split_at(all.min(ROWS_SHOWN));
    rsx! {
        List { for row in front { {row} } }
        if !rest.is_empty() {
            Rest { all, List { for row in rest { {row} } } }
        }
    }
}

/// The fold behind which the rest of a long list lies.
#[component]
pub fn Rest(
    /// How many there are with those in front.
    all: usize,
    /// The rest.
    children: Element,
) -> Element {
    rsx! {
        details { class: "more", "data-testid": "list-rest",
            summary { class: "more-door", {t_with("list-all", &[("count", &all.to_string())])} Icon { glyph: Glyph::ChevronDown } }
            {children}
        }
    }
}

/// One row: badge, title and note, what stands at the right.
#[component]
pub fn ListItem(
    /// What it is.
    title: String,
    /// The title is a person's name: it stays whole.
    #[props(default)]
    name: bool,
    /// Where, who, when.
    note: Option<String>,
    /// Tone of the note; plain is faint.
    #[props(default)]
    note_tone: Tone,
    /// A glyph on a soft ground at the head.
    badge: Option<Glyph>,
    /// A number at the head instead.
    number: Option<String>,
    /// Tone of the badge or number.
    #[props(default)]
    tone: Tone,
    /// A bare glyph at the head, for rows of settings.
    glyph: Option<Glyph>,
    /// A quiet value at the right.
    value: Option<String>,
    /// A pill at the right.
    pill: Option<String>,
    /// Its tone.
    #[props(default)]
    pill_tone: Tone,
    /// The whole row needs the person: its title takes the tone too.
    #[props(default)]
    urgent: bool,
    /// Where the row leads.
    href: Option<String>,
    /// What the row does instead.
    onclick: Option<EventHandler<MouseEvent>>,
    /// For tests.
    id: Option<String>,
    /// Handle for journeys.
    testid: Option<String>,
    /// More under the note: photos, ticks.
    children: Element,
) -> Element {
    let leads = href.is_some() || onclick.is_some();
    let inner = rsx! {
        if let Some(glyph) = badge {
            Badge { glyph, tone }
        }
        if let Some(number) = number {
            NumberBadge { number, tone }
        }
        if let Some(glyph) = glyph {
            span { class: "item-glyph", Icon { glyph } }
        }
        span { class: "grow",
            span { class: if name { "item-title item-name" } else { "item-title" }, "{title}" }
            if let Some(note) = note {
                span { class: "item-note text-{note_tone.class()}", {whole_dots(&note)} }
            }
            {children}
        }
        if let Some(label) = pill {
            Pill { label, tone: pill_tone }
        }
        if let Some(value) = value {
            span { class: "item-value", "{value}" }
        }
        if leads {
            span { class: "item-go", Icon { glyph: Glyph::ChevronRight } }
        }
    };
    // a bare glyph heads a row of settings: its words are lighter than a record's
    let light = if glyph.is_some() { " item-light" } else { "" };
    let class = if urgent { format!("item item-urgent{light}") } else { format!("item{light}") };
    rsx! {
        div { role: "listitem", class: "item-place", id, Row { class, href, onclick, testid, {inner} } }
    }
}

/// A row's element: a link, a button or plain text.
#[component]
pub(crate) fn Row(
    class: String,
    href: Option<String>,
    onclick: Option<EventHandler<MouseEvent>>,
    testid: Option<String>,
    children: Element,
) -> Element {
    match (href, onclick) {
        (Some(href), _) => rsx! { Anchor { class, href, testid, {children} } },
        (None, Some(handler)) => rsx! {
            button { class, r#type: "button", "data-testid": testid, onclick: move |event| handler.call(event), {children} }
        },
        (None, None) => rsx! { div { class, "data-testid": testid, {children} } },
    }
}
