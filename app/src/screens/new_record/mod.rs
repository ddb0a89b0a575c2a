//! ＋记一笔: the types, each with what it is for.

use dioxus::prelude::*;
use studio_core::record_type::RecordType;
use studio_ui::phone::{Sheet, TypeCard, TypeCards};
use studio_ui::prelude::*;

use crate::route::Route;
use crate::words;

/// The choice of a type.
#[component]
pub fn New() -> Element {
    let cards: Vec<TypeCard> = RecordType::work().map(card).collect();
    rsx! {
        Sheet { title: t("tab-new"), close: Route::Home {}.to_string(), TypeCards { cards } }
    }
}

fn card(of: RecordType) -> TypeCard {
    let (glyph, tone) = words::glyph(of);
    TypeCard {
        glyph,
        tone,
        label: words::type_name(of),
        note: t(&format!("new-{}-note", of.word())),
        href: Route::NewForm { kind: of.word().to_owned() }.to_string(),
    }
}
