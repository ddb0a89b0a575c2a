//! The second file of the page: every screen behind 首页 and 加入. A phone on a village line paints 首页 before it has
//! loaded the rest; the rest is fetched right after. It must not draw: it lends its screens to the routes.
//!
//! In the browser `xtask` cuts the module at [`file::screens`]; on every other platform nothing is cut and the call is
//! an ordinary one.

use dioxus::prelude::*;
use futures_util::FutureExt;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::platform;
use crate::route::Route;
use crate::screens;

/// Draws a route of the second file.
type Draw = fn(Route) -> Element;

#[allow(
    unsafe_code,
    improper_ctypes_definitions,
    improper_ctypes,
    reason = "the cut's two sides are one build: their types agree"
)]
mod file {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(screens, fallible)]
    pub(super) fn screens() -> Result<super::Draw, SplitLoaderError> {
        Ok(super::draw)
    }
}

/// Fetches the second file ahead of its first use. A failure is told by the screen that needs it.
pub(crate) async fn fetch() {
    let _ = file::screens().await;
}

/// A door for each route of the second file, and behind the cut the screen that it leads to.
macro_rules! doors {
    ($($screen:path => $name:ident { $($field:ident),* })*) => {
        $(
            #[component]
            pub(crate) fn $name($($field: String),*) -> Element {
                rsx! { Door { route: Route::$name { $($field),* } } }
            }
        )*

        fn draw(route: Route) -> Element {
            match route {
                $(Route::$name { $($field),* } => { use $screen as Behind; rsx! { Behind { $($field),* } } })*
                Route::Home {} | Route::Join {} | Route::Lost { .. } => rsx! {},
            }
        }
    };
}

doors! {
    screens::closure::Closure => Closure {}
    screens::closure::Evidence => Evidence { indicator }
    screens::closure::past::Past => Past { term }
    screens::closure::past::PastEvidence => PastEvidence { term, indicator }
    screens::records::Records => Records {}
    screens::record::RecordScreen => RecordScreen { id }
    screens::record::history::Revisions => Revisions { id }
    screens::record::paper::Paper => Paper { id, sheet }
    screens::new_record::New => New {}
    screens::form::NewForm => NewForm { kind }
    screens::form::Offered => Offered { kind, with, about }
    screens::form::Form => Form { id }
    screens::form::Answer => Answer { id }
    screens::form::Write => Write { kind, paper, part, after }
    screens::writing::Writings => Writings {}
    screens::writing::Writing => Writing { paper }
    screens::writing::sheet::WritingSheet => WritingSheet { paper }
    screens::writing::offers::WritingFrom => WritingFrom { paper, part }
    screens::writing::Edition => Edition { id }
    screens::writing::sheet::EditionSheet => EditionSheet { id }
    screens::team::Team => Team {}
    screens::team::SamePeople => SamePeople {}
    screens::people_add::PeopleAdd => PeopleAdd {}
    screens::people_add::PeoplePaste => PeoplePaste {}
    screens::invite::Invite => Invite {}
    screens::invite::InviteAgain => InviteAgain { person }
    screens::held::Held => Held {}
    screens::person::Person => Person { id }
    screens::person::sheet::ArchiveSheet => ArchiveSheet { id }
    screens::summary::Summary => Summary {}
    screens::me::Me => Me {}
    screens::pictures::Pictures => Pictures {}
    screens::asides::Asides => Asides {}
    screens::papers::Privacy => Privacy {}
    screens::papers::About => About {}
}

/// The screen of a route, once the second file is here.
#[component]
fn Door(route: Route) -> Element {
    // Already here: the screen is drawn at once, without a blink.
    let mut file = use_signal(|| file::screens().now_or_never());
    let open = move || {
        spawn(async move { file.set(Some(file::screens().await)) });
    };
    use_hook(|| {
        if file.peek().is_none() {
            open();
        }
    });
    match file() {
        Some(Ok(draw)) => draw(route),
        Some(Err(_)) => rsx! { Missing { onagain: move |()| { file.set(None); open(); } } },
        None => rsx! { Opening {} },
    }
}

/// What stands in a screen's place for a moment.
#[component]
pub(crate) fn Opening() -> Element {
    rsx! {
        div { class: "screen",
            main { class: "screen-main opening", p { class: "cap faint", role: "status", {t("app-opening")} } }
        }
    }
}

/// The network broke before the second file was here, or the server has a newer app.
#[component]
fn Missing(onagain: EventHandler<()>) -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title: t("app-name"), back: Route::Home {}.to_string() } },
            EmptyState { glyph: Glyph::CloudOff, title: t("later-title"), text: t("later-text"), whole_page: true,
                Button { label: t("later-again"), kind: ButtonKind::Main, testid: "later-again", onclick: move |_| onagain.call(()) }
                Button { label: t("stopped-reload"), testid: "reload", onclick: move |_| platform::reload() }
            }
        }
    }
}
