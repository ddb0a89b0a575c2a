//! 加入: who invites, as what; the code; one name; what is kept and how much data it costs.

mod code;
pub(crate) mod view;

use dioxus::core::spawn_forever;
use dioxus::prelude::*;
use studio_core::limits::INVITE_CHARS;
use studio_engine::messages::{InviteSeen, Notice};
use studio_ui::i18n::t;

use crate::desk::{Desk, use_desk};
use crate::platform;
use crate::route::Route;
use crate::shell::storage_words;
use code::bare;
use view::{Before, JoinView};

/// How the way in stands.
#[derive(Clone, Default, PartialEq)]
pub(crate) enum Look {
    /// No whole code yet.
    #[default]
    Nothing,
    /// Asking the server.
    Asking,
    /// Who invites.
    Seen(InviteSeen),
    /// Why not.
    Failed(Notice),
}

/// 加入
#[component]
pub fn Join() -> Element {
    let desk = use_desk();
    let given = use_hook(|| desk.code.peek().as_deref().map(bare).filter(|code| code.len() == INVITE_CHARS));
    let mut code = use_hook(|| CopyValue::new(given.clone().unwrap_or_default()));
    let mut name = use_hook(|| CopyValue::new(String::new()));
    let look = use_signal(Look::default);
    let mut joining = use_signal(|| false);
    let mut failed = use_signal(|| None::<Notice>);
    use_hook(|| {
        if given.is_some() {
            spawn(ask(desk, code.cloned(), look));
        }
    });
    let typed = move |text: String| {
        let whole = bare(&text);
        let changed = *code.peek() != whole;
        code.set(whole.clone());
        if changed {
            // What was said of another code is over.
            failed.set(None);
        }
        if changed && whole.len() == INVITE_CHARS {
            spawn(ask(desk, whole, look));
        }
    };
    let go = move |()| {
        if !joining() {
            joining.set(true);
            spawn(enter(desk, code.cloned(), chosen_name(&name.read(), &look.peek()), joining, failed));
        }
    };
    rsx! {
        JoinView {
            before: before(desk), given, look: look(), name: chosen_name(&name.read(), &look.read()), joining: joining(), failed: failed(), chat_app: platform::in_chat_app(), keeps: platform::can_keep(),
            oncode: typed, onname: move |text: String| name.set(text), ongo: go,
        }
    }
}

/// Whose phone this is already, and whether it keeps anything.
fn before(desk: Desk) -> Before {
    let studios = (desk.standing)().map(|standing| standing.studios).unwrap_or_default();
    let named = studios.into_iter().filter(|here| !here.person_name.is_empty());
    let owners = named.map(|here| (here.person_name, here.name)).collect();
    Before { owners, storage: storage_words(&(desk.storage)()) }
}

/// What was typed; else the name that the inviter wrote.
fn chosen_name(typed: &str, look: &Look) -> String {
    match (typed.trim(), look) {
        ("", Look::Seen(seen)) => seen.person_name.clone(),
        (typed, _) => typed.to_owned(),
    }
}

async fn ask(desk: Desk, code: String, mut look: Signal<Look>) {
    look.set(Look::Asking);
    let answer = desk.engine().look_invite(code).await;
    look.set(answer.map_or_else(Look::Failed, Look::Seen));
}

async fn enter(desk: Desk, code: String, name: String, mut joining: Signal<bool>, mut failed: Signal<Option<Notice>>) {
    let wrong = match () {
        () if code.len() != INVITE_CHARS => Some("join-code-short"),
        () if name.is_empty() => Some("join-name-missing"),
        () => None,
    };
    if let Some(key) = wrong {
        joining.set(false);
        return failed.set(Some(Notice::needed(key)));
    }
    spawn_forever(async {
        platform::ask_to_keep().await;
    });
    match desk.engine().enrol(code, name, t(platform::device_name_key())).await {
        Ok(standing) => {
            desk.stands(standing);
            navigator().replace(Route::Home {});
        }
        Err(notice) => {
            failed.set(Some(notice));
            joining.set(false);
        }
    }
}
