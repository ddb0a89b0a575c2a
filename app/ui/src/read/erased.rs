//! A picture that was erased, in words: that it is, since when, by whom. The same on the phone and at the bureau.

use studio_core::read::{Eraser, Erasure};

use super::Names;
use crate::components::Shot;
use crate::dates;
use crate::i18n::{t, t_with};

/// 2026年11月30日由周慧敏删除
pub fn erased_words(erasure: &Erasure, names: &dyn Names) -> String {
    let who = match erasure.by {
        Eraser::Author(person) => names.name(person).unwrap_or_else(|| t("shot-erased-author")),
        Eraser::Bureau => t("shot-erased-bureau"),
    };
    t_with("shot-erased-by", &[("day", &dates::date(erasure.at.day())), ("who", &who)])
}

/// What stands in the place of an erased picture.
pub fn erased_shot(caption: String, erasure: &Erasure, names: &dyn Names) -> Shot {
    let note = format!("{} · {}", t("shot-erased"), erased_words(erasure, names));
    Shot { src: None, href: None, caption, note: Some(note), gone: true }
}
