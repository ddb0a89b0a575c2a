//! A paper that many wrote, on paper: headings, paragraphs, numbered notes.

use dioxus::prelude::*;
use studio_core::paragraph::Style;

use crate::i18n::t;
use crate::link::Anchor;

/// The texts of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenText {
    /// Its title.
    pub title: String,
    /// Who wrote it: the studio's name.
    pub studio: String,
    /// Its parts, with their headings.
    pub parts: Vec<(String, Vec<WrittenLine>)>,
    /// What it tells of, by number.
    pub notes: Vec<WrittenNote>,
}

/// A note: what a paragraph tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenNote {
    /// Its words.
    pub text: String,
    /// Where the record is read.
    pub href: Option<String>,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLine {
    /// How it looks.
    pub style: Style,
    /// What it says, its numbers among the words.
    pub text: String,
    /// Number of its note.
    pub note: Option<usize>,
}

/// The sheet.
#[component]
pub fn WrittenPaper(
    /// Its texts.
    text: WrittenText,
    /// When it was printed, and how much it is.
    foot: String,
) -> Element {
    rsx! {
        main { class: "a4 a4-written", id: "main",
            {written_head(&text.title, &text.studio)}
            for (heading, lines) in text.parts {
                if !heading.is_empty() {
                    h2 { class: "a4-part", "{heading}" }
                }
                for line in lines {
                    {written_line(&line)}
                }
            }
            if !text.notes.is_empty() {
                h2 { class: "a4-part", {t("paper-notes")} }
                for (at, note) in text.notes.into_iter().enumerate() {
                    p { class: "a4-note",
                        "〔{at + 1}〕"
                        match note.href {
                            Some(href) => rsx! { Anchor { href, "{note.text}" } },
                            None => rsx! { "{note.text}" },
                        }
                    }
                }
            }
            p { class: "a4-foot", "{foot}" }
        }
    }
}

/// What a paper is to hold that nobody has begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnwrittenText {
    /// Its title.
    pub title: String,
    /// Who is to write it: the studio's name.
    pub studio: String,
    /// That nothing is written.
    pub said: String,
    /// What the guide asks for, a sentence each.
    pub asks: Vec<String>,
    /// Its parts: heading, and what to write there.
    pub parts: Vec<(String, String)>,
}

/// In the sheet's place while nobody has written anything. An empty sheet would look like a paper: nothing is printed.
#[component]
pub fn UnwrittenPaper(
    /// Its texts.
    text: UnwrittenText,
) -> Element {
    rsx! {
        main { class: "a4 a4-written no-print", id: "main", "data-testid": "unwritten",
            {written_head(&text.title, &text.studio)}
            p { class: "a4-part", "{text.said}" }
            for ask in &text.asks {
                p { class: "a4-text", "{ask}" }
            }
            for (heading, hint) in &text.parts {
                h2 { class: "a4-part", "{heading}" }
                p { class: "a4-text", "{hint}" }
            }
        }
    }
}

fn written_head(title: &str, studio: &str) -> Element {
    rsx! {
        h1 { class: "a4-title", "{title}" }
        if !studio.is_empty() {
            p { class: "a4-studio", "{studio}" }
        }
    }
}

fn written_line(line: &WrittenLine) -> Element {
    let class = match line.style {
        Style::Body => "a4-text",
        Style::Heading => "a4-text a4-subheading",
        Style::Quote => "a4-text a4-quote",
        Style::Caption => "a4-text a4-caption",
    };
    rsx! {
        p { class, "{line.text}"
            if let Some(note) = line.note { sup { "〔{note}〕" } }
        }
    }
}
