//! 照片页: pictures on A4, two or four a page, each with what it shows, when and of what.

use dioxus::prelude::*;

use crate::i18n::whole_dots;
use crate::link::Anchor;

/// How many stand on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Each {
    /// Two, one below the other.
    #[default]
    Two,
    /// Four.
    Four,
}

impl Each {
    fn count(self) -> usize {
        match self {
            Self::Two => 2,
            Self::Four => 4,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Two => "a4-pictures",
            Self::Four => "a4-pictures a4-four",
        }
    }
}

/// A picture on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPicture {
    /// Where it is; `None` when it cannot be had.
    pub src: Option<String>,
    /// 2026年11月23日 · 课堂提问 · 板书
    pub words: String,
    /// What one should know of it: below it, or in its place.
    pub note: Option<String>,
    /// Words and place of what leaves it out, where no page script does it. Not printed.
    pub door: Option<(String, String)>,
}

/// The pages; one at least.
#[component]
pub fn PicturePaper(
    /// What they are of.
    title: String,
    /// The studio and how many there are.
    sub: String,
    /// The pictures.
    pictures: Vec<PaperPicture>,
    /// What belongs to them and cannot be drawn, at the end.
    beside: Option<String>,
    /// How many on a page.
    each: Each,
) -> Element {
    let last = pictures.len().div_ceil(each.count()).max(1) - 1;
    rsx! {
        main { id: "main",
            for n in 0..=last {
                section { key: "{n}", class: "a4 a4-album",
                    if n == 0 {
                        h1 { class: "a4-title", "{title}" }
                    }
                    div { class: "a4-line", span { "{sub}" } span { "{n + 1}" } }
                    div { class: each.class(),
                        for picture in pictures.iter().skip(n * each.count()).take(each.count()) {
                            {figure(picture)}
                        }
                    }
                    if let Some(beside) = beside.as_ref().filter(|_| n == last) {
                        p { class: "a4-beside", "{beside}" }
                    }
                }
            }
        }
    }
}

fn figure(picture: &PaperPicture) -> Element {
    let PaperPicture { src, words, note, door } = picture;
    rsx! {
        figure { class: "a4-picture",
            if let Some(src) = src {
                img { src: "{src}", alt: "{words}" }
            } else {
                span { class: "a4-no-picture", {note.clone()} }
            }
            figcaption {
                {whole_dots(words)}
                if let (Some(_), Some(note)) = (src, note) {
                    span { class: "block", "{note}" }
                }
                if let Some((label, href)) = door {
                    Anchor { class: "block no-print", href, "{label}" }
                }
            }
        }
    }
}
