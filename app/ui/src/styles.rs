//! The style sheets of `assets/styles`, in the order in which they must be read. Must not hold a rule itself.
//!
//! Cascade layers are left out on purpose: the bureau's older Chromium shells drop everything inside `@layer`, and plain
//! order with flat selectors does the same work.

macro_rules! sheet {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/styles/", $name)))
    };
}

/// Name and text of each sheet, in reading order.
pub const SHEETS: &[(&str, &str)] = &[
    sheet!("tokens.css"),
    sheet!("base.css"),
    sheet!("layout.css"),
    sheet!("controls.css"),
    sheet!("lists.css"),
    sheet!("feedback.css"),
    sheet!("pictures.css"),
    sheet!("phone.css"),
    sheet!("app.css"),
    sheet!("bureau.css"),
    sheet!("print.css"),
];

/// All sheets as one text: what the server and the web build hand out as `studio.css`.
pub fn stylesheet() -> String {
    SHEETS.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
}
