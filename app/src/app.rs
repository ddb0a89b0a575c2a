//! The root: opens the line to the engine, keeps the desk, draws the router. It knows no screen.

use dioxus::prelude::*;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::messages::Request;
use studio_ui::i18n::t;
use studio_ui::link::Follow;

use crate::desk::Desk;
use crate::later;
use crate::platform;
use crate::route::Route;

/// The whole app.
#[component]
pub fn App() -> Element {
    use_hook(platform::provide_history);
    let line = use_hook(|| CopyValue::new(open_line()));
    if line.peek().is_none() {
        platform::failed();
        return rsx! { p { role: "alert", {t("app-no-engine")} } };
    }
    rsx! { Opened { line } }
}

/// The handle, and what the engine tells, which one task takes.
type Line = (EngineHandle, Option<Updates>);

#[cfg(target_arch = "wasm32")]
fn open_line() -> Option<Line> {
    let (engine, updates) = EngineHandle::in_worker().ok()?;
    Some((engine, Some(updates)))
}

/// Without a browser nobody answers: screens are drawn while they wait.
#[cfg(not(target_arch = "wasm32"))]
fn open_line() -> Option<Line> {
    let (engine, updates, _incoming) = EngineHandle::over(|_| {});
    Some((engine, Some(updates)))
}

#[component]
fn Opened(line: CopyValue<Option<Line>>) -> Element {
    let desk = use_context_provider(|| {
        platform::set_text_size(&platform::text_size());
        let engine =
            line.peek().as_ref().map(|(engine, _)| engine.clone()).unwrap_or_else(|| EngineHandle::over(|_| {}).0);
        Desk::new(engine, platform::take_fragment())
    });
    use_context_provider(|| {
        Follow(Callback::new(|href: String| {
            navigator().push(href);
        }))
    });
    use_future(move || async move {
        let mut line = line;
        let updates = line.write().as_mut().and_then(|(_, updates)| updates.take());
        if let Some(mut updates) = updates {
            while let Some(update) = updates.next().await {
                desk.take(update);
            }
        }
    });
    use_future(move || async move {
        ask_standing(desk).await;
        later::fetch().await;
    });
    use_hook(|| std::rc::Rc::new(platform::on_sight(move |visible| desk.engine().tell(Request::Visible(visible)))));
    rsx! { Router::<Route> {} }
}

async fn ask_standing(desk: Desk) {
    match desk.engine().standing().await {
        Ok(standing) => {
            desk.stands(standing);
        }
        Err(notice) => desk.tell(notice),
    }
}
