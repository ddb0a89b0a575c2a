//! 照片页: pictures on A4, two or four a page, each with what it shows, when and of what.

use dioxus::prelude::*;

use crate::i18n::t;

/// How many stand on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// Two, one below the other.
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
            Self::Two => "a4-pictures a4-two",
            Self::Four => "a4-pictures a4-four",
        }
    }
}

/// A picture on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPicture {
    /// Where it is; `None` when nobody has brought it yet.
    pub src: Option<String>,
    /// 2026年11月23日 · 课堂提问 · 板书
    pub words: String,
}

/// The pages.
#[component]
pub fn PicturePaper(
    /// What they are of.
    title: String,
    /// The studio and how many there are.
    sub: String,
    /// The pictures.
    pictures: Vec<PaperPicture>,
    /// How many on a page.
    each: Each,
) -> Element {
    rsx! {
        main { id: "main",
            for (n, page) in pictures.chunks(each.count()).enumerate() {
                section { key: "{n}", class: "a4",
                    if n == 0 {
                        h1 { class: "a4-title", "{title}" }
                    }
                    div { class: "a4-line", span { "{sub}" } span { "{n + 1}" } }
                    div { class: each.class(),
                        for picture in page.iter().cloned() {
                            figure { class: "a4-picture",
                                match picture.src {
                                    Some(src) => rsx! { img { src, alt: picture.words.clone() } },
                                    None => rsx! { span { class: "a4-no-picture", {t("shot-not-here")} } },
                                }
                                figcaption { "{picture.words}" }
                            }
                        }
                    }
                }
            }
        }
    }
}
