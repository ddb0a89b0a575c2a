//! 小结 of a week, a month or a term: ready as a text for the chat.

pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::view::{Summary as Told, SummaryOf};
use studio_engine::messages::Changed;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::desk::use_answer;
use crate::platform;
use crate::route::Route;
use crate::shell::drawn_whole;
use view::SummaryView;

/// 小结
#[component]
pub fn Summary() -> Element {
    let mut of = use_signal(|| SummaryOf::Week(0));
    let told =
        use_answer(of(), &[Changed::Records, Changed::Team], |engine, of| async move { engine.summary(of).await });
    rsx! {
        div { "data-testid": "summary",
            Screen { bar: rsx! { AppBar { title: t("summary-title"), back: Route::Home {}.to_string() } },
                view::Spans { of: of(), onpick: move |picked| of.set(picked) }
                {drawn_whole(told, |told: Option<Box<Told>>| match told {
                    Some(told) => rsx! { SummaryView { summary: *told, now: platform::now() } },
                    None => rsx! { p { class: "small mute opening", {t("summary-none")} } },
                })}
            }
        }
    }
}
