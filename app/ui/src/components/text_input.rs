//! Text inputs, uncontrolled: typing Chinese through an input method must never meet a re-render.
//!
//! The value is given once (`initial`) and goes out through `oninput`; it is not bound. To reset an input, give it another
//! `key`. Must not transform or delay what is typed.

use dioxus::prelude::*;

/// What the keyboard should offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Words.
    #[default]
    Text,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A time of day.
    Time,
    /// A whole number.
    Number,
    /// An amount with a point.
    Decimal,
    /// Hidden letters.
    Password,
    /// Words to look for.
    Search,
    /// An invite's code: Latin letters and digits, not corrected, shown large.
    Code,
    /// The name of an account: Latin letters, not corrected.
    Account,
}

impl InputKind {
    fn html(self) -> (&'static str, &'static str) {
        match self {
            InputKind::Text | InputKind::Code | InputKind::Account => ("text", "text"),
            InputKind::Date => ("date", "none"),
            InputKind::DateTime => ("datetime-local", "none"),
            InputKind::Time => ("time", "none"),
            InputKind::Number => ("text", "numeric"),
            InputKind::Decimal => ("text", "decimal"),
            InputKind::Password => ("password", "text"),
            InputKind::Search => ("search", "search"),
        }
    }
}

/// The attribute that carries the first value: in the browser `initial_value` sets it once, in HTML it is `value`.
#[cfg(target_arch = "wasm32")]
fn first_value(text: String) -> Attribute {
    Attribute::new("initial_value", text, None, false)
}

#[cfg(not(target_arch = "wasm32"))]
fn first_value(text: String) -> Attribute {
    Attribute::new("value", text, None, false)
}

fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// One line of text.
#[component]
pub fn TextInput(
    /// Id, the same as the [`Field`](super::Field)'s `field`.
    id: String,
    /// Name in a form; the id when absent.
    name: Option<String>,
    /// The first value.
    #[props(default)]
    initial: String,
    /// What the keyboard should offer.
    #[props(default)]
    kind: InputKind,
    /// Most characters the browser lets in.
    limit: Option<u32>,
    /// The field shows an error.
    #[props(default)]
    error: bool,
    /// The field shows a hint.
    #[props(default)]
    hint: bool,
    /// Must be filled in (server forms).
    #[props(default)]
    required: bool,
    /// For the browser's memory (`username`, `current-password`).
    autocomplete: Option<String>,
    /// A name for screen readers when no label is visible.
    label: Option<String>,
    /// Handle for journeys.
    testid: Option<String>,
    /// The value in words (今天 14:30), shown over a day or a time until one changes it: the browser's own way of writing
    /// it follows the phone's language.
    said: Option<String>,
    /// Told the whole text after each change, raw letters of a composition included.
    oninput: Option<EventHandler<String>>,
    /// Told when the person leaves the input.
    onleave: Option<EventHandler<String>>,
) -> Element {
    let (html_type, keyboard) = kind.html();
    let plain = matches!(kind, InputKind::Code | InputKind::Account | InputKind::Password);
    let typed = move |event: FormEvent| {
        if let Some(handler) = &oninput {
            handler.call(event.value());
        }
    };
    let left = move |event: FormEvent| {
        if let Some(handler) = &onleave {
            handler.call(event.value());
        }
    };
    let control = rsx! {
        input {
            class: "input", class: if error { "input-error" }, class: if kind == InputKind::Code { "input-code" },
            id: "{id}", name: name.unwrap_or_else(|| id.clone()), r#type: html_type, inputmode: keyboard, maxlength: limit.map(i64::from),
            required, autocomplete: autocomplete.unwrap_or_else(|| "off".into()), autocapitalize: plain.then_some("off"),
            spellcheck: "false", "aria-label": label, "aria-invalid": error.then_some("true"),
            "aria-describedby": described(&id, hint, error), "data-testid": testid.unwrap_or_else(|| format!("field-{id}")), oninput: typed, onchange: left, ..vec![first_value(initial)],
        }
    };
    if !matches!(kind, InputKind::Date | InputKind::DateTime) {
        return control;
    }
    rsx! {
        div { class: if said.is_some() { "input-when input-when-said" } else { "input-when" },
            {control}
            if let Some(said) = &said {
                span { class: "input-when-words", "aria-hidden": "true", "{said}" }
            }
        }
    }
}

/// Lines of a box that takes about half a phone.
const TALL_ROWS: u32 = 12;

/// Several lines of text. It grows with what it holds, up to most of the screen.
#[component]
pub fn TextArea(
    /// Id, the same as the [`Field`](super::Field)'s `field`.
    id: String,
    /// The first value.
    #[props(default)]
    initial: String,
    /// Most characters the browser lets in.
    limit: Option<u32>,
    /// Lines shown before it grows.
    #[props(default = 3)]
    rows: u32,
    /// A text of its own, not one field among others: about half the screen, whatever it holds.
    #[props(default)]
    tall: bool,
    /// The field shows an error.
    #[props(default)]
    error: bool,
    /// The field shows a hint.
    #[props(default)]
    hint: bool,
    /// Handle for journeys.
    testid: Option<String>,
    /// Told the whole text after each change.
    oninput: Option<EventHandler<String>>,
    /// Told when somebody goes into it: from then on it has a caret of theirs.
    onenter: Option<EventHandler<()>>,
) -> Element {
    let typed = move |event: FormEvent| {
        if let Some(handler) = &oninput {
            handler.call(event.value());
        }
    };
    // where a browser does not let a box grow by itself, the lines say how tall it is
    let rows = if tall { rows.max(TALL_ROWS) } else { rows };
    let (tall, wrong) = (if tall { " input-area-tall" } else { "" }, if error { " input-error" } else { "" });
    rsx! {
        textarea {
            onfocus: move |_| onenter.into_iter().for_each(|handler| handler.call(())),
            class: "input input-area{tall}{wrong}",
            id: "{id}", name: "{id}", rows: i64::from(rows), maxlength: limit.map(i64::from), autocomplete: "off", spellcheck: "false",
            "aria-invalid": error.then_some("true"), "aria-describedby": described(&id, hint, error), "data-testid": testid.unwrap_or_else(|| format!("field-{id}")), oninput: typed, "{initial}"
        }
    }
}
