//! A picture that was erased, in words: that it is, since when, by whom. The same on the phone and at the bureau.

use studio_core::attachment::Attachment;
use studio_core::read::{Eraser, Erasure};

use super::Names;
use crate::components::Shot;
use crate::dates;
use crate::i18n::{t, t_with};

/// 照片已删除 · 2026年11月30日由周慧敏删除
pub fn erased_words(one: &Attachment, erasure: &Erasure, names: &dyn Names) -> String {
    let what = t(if one.is_scan() { "scan-erased" } else { "shot-erased" });
    let who = match erasure.by {
        Eraser::Author(person) => names.name(person).unwrap_or_else(|| t("shot-erased-author")),
        Eraser::Bureau => t("shot-erased-bureau"),
    };
    let by = t_with("shot-erased-by", &[("day", &dates::date(erasure.at.day())), ("who", &who)]);
    format!("{what} · {by}")
}

/// What stands in the place of an erased picture.
pub fn erased_shot(one: Attachment, erasure: &Erasure, names: &dyn Names) -> Shot {
    let note = Some(erased_words(&one, erasure, names));
    Shot { caption: one.caption, note, gone: true, ..Shot::default() }
}
