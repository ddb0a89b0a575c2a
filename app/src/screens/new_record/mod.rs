//! ＋记一笔: the types, each with what it is for.

pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::record_type::RecordType;
use studio_core::view::USED_MAX;
use studio_engine::messages::Changed;
use studio_ui::phone::Sheet;
use studio_ui::prelude::*;

use crate::desk::{Answer, LINE, use_answer};
use crate::route::Route;
use view::Types;

/// The choice of a type. Where nobody can say what was used last, the first ones stand in front.
#[component]
pub fn New() -> Element {
    let used = use_answer((), &[Changed::Records], |engine, ()| async move { engine.used().await });
    let kept = use_answer((), &[], |engine, ()| async move { engine.settings().await });
    let used = match used {
        Answer::Here(used) => Some(used),
        Answer::Waiting => None,
        Answer::Failed(_) => Some(RecordType::work().take(USED_MAX).collect()),
    };
    let line = match kept {
        Answer::Here(settings) => Some(settings.get(LINE).cloned().unwrap_or_default()),
        Answer::Waiting => None,
        Answer::Failed(_) => Some(String::new()),
    };
    let types = match used.zip(line) {
        Some((used, line)) => rsx! { Types { used, line } },
        None => rsx! {},
    };
    rsx! { Sheet { title: t("tab-new"), close: Route::Home {}.to_string(), {types} } }
}
