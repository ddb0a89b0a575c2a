//! The form of a record: new, reopened after a kill, or of a record that exists. Back never loses.

mod carried;
mod drafts;
pub(crate) mod open;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::closure::Offer;
use studio_core::command::Place;
use studio_core::id::RecordId;
use studio_core::mentoring::Dimension;
use studio_core::paragraph::PAPER_KEY;
use studio_core::record_type::RecordType;
use studio_engine::messages::{Notice, Request};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

pub(crate) use drafts::{DraftLine, HalfDone, use_drafts};

use crate::desk::{Desk, use_desk};
use crate::form::Opening;
use crate::route::Route;
use crate::words;
use view::FormView;

/// A new record of a type: fetches an id and what is prefilled, then opens the form under that id.
#[component]
pub fn NewForm(kind: String) -> Element {
    let of = RecordType::from_word(&kind);
    if of.is_some_and(|of| of.says().field(PAPER_KEY).is_some()) {
        return rsx! { ToPapers {} };
    }
    // what is no work has its own way in: a person their page, an answer what it answers
    let of = of.filter(|of| of.says().work);
    rsx! { Fresh { of: of.map(|of| Offer { record_type: of, people: Vec::new(), dimensions: Vec::new() }), offered: false } }
}

/// What belongs to a paper is begun in it: a form that nobody opened there could be saved nowhere.
#[component]
fn ToPapers() -> Element {
    let desk = use_desk();
    use_hook(|| {
        desk.say(t("paper-open-first"), Vec::new());
        navigator().replace(Route::Writings {});
    });
    rsx! {}
}

/// A record that an indicator offers: with these people, about these dimensions.
#[component]
pub fn Offered(kind: String, with: String, about: String) -> Element {
    let of = RecordType::from_word(&kind).map(|record_type| Offer {
        record_type,
        people: with.split(',').filter_map(|id| id.parse().ok()).collect(),
        dimensions: about.split(',').filter_map(Dimension::from_word).collect(),
    });
    rsx! { Fresh { of, offered: true } }
}

/// An answer to a record.
#[component]
pub fn Answer(id: String) -> Element {
    let desk = use_desk();
    let mut failed = use_signal(|| None::<Notice>);
    use_hook(|| {
        let Ok(record) = id.parse::<RecordId>() else {
            navigator().replace(Route::Home {});
            return;
        };
        spawn(async move {
            match open::reply(desk.engine(), record).await {
                Ok(Some(opening)) => go_on(desk, opening),
                Ok(None) => {
                    navigator().replace(Route::RecordScreen { id: record.to_string() });
                }
                Err(notice) => failed.set(Some(notice)),
            }
        });
    });
    rsx! { Opened { failed: failed() } }
}

/// A new paragraph of a paper, or a scan of it.
#[component]
pub fn Write(kind: String, paper: String, part: String, after: String) -> Element {
    let desk = use_desk();
    let mut failed = use_signal(|| None::<Notice>);
    use_hook(|| {
        let of = RecordType::from_word(&kind).filter(|of| [RecordType::Paragraph, RecordType::Filed].contains(of));
        let Some(of) = of else {
            navigator().replace(Route::Writings {});
            return;
        };
        let place = Place { paper, part, after: after.parse().ok() };
        spawn(async move {
            if matches!(desk.engine().paper(place.paper.clone()).await, Ok(None)) {
                navigator().replace(Route::Writings {});
                return;
            }
            match open::of_paper(desk.engine(), of, &place).await {
                Ok(opening) => go_on(desk, opening),
                Err(notice) => failed.set(Some(notice)),
            }
        });
    });
    rsx! { Opened { failed: failed() } }
}

/// Opens a new form under its id.
#[component]
fn Fresh(of: Option<Offer>, offered: bool) -> Element {
    let desk = use_desk();
    let mut failed = use_signal(|| None::<Notice>);
    use_hook(|| {
        let Some(offer) = of else {
            navigator().replace(Route::New {});
            return;
        };
        spawn(async move {
            let engine = desk.engine();
            let line = desk.line().unwrap_or_default();
            let opened = match (offered, line.trim().is_empty()) {
                (true, _) => open::offered(engine, offer).await,
                (false, true) => open::fresh(engine, offer.record_type).await,
                // a line that was typed before the type was chosen comes along
                (false, false) => match open::said(engine.clone(), line, Some(offer.record_type)).await {
                    Ok(Some(opening)) => Ok(opening),
                    _ => open::fresh(engine, offer.record_type).await,
                },
            };
            match opened {
                Ok(opening) => go_on(desk, opening),
                Err(notice) => failed.set(Some(notice)),
            }
        });
    });
    rsx! { Opened { failed: failed() } }
}

/// On to the form under its own address: opened again after a kill it is the same form.
pub(crate) fn go_on(desk: Desk, opening: Opening) {
    let id = opening.record.to_string();
    if opening.said.is_some() {
        // the engine does one thing after another: the line goes when the form that it became is durable
        desk.engine().tell(Request::SaveDraft {
            record: opening.record,
            form: opening.text.record_type().word().to_owned(),
            content: opening.text.to_bytes(),
        });
        desk.type_line(String::new());
        desk.keep_line();
    }
    let mut slot = desk.opening;
    slot.set(Some(opening));
    navigator().replace(Route::Form { id });
}

/// The form of one record.
#[component]
pub fn Form(id: String) -> Element {
    rsx! { FormOf { key: "{id}", id: id.clone() } }
}

#[component]
fn FormOf(id: String) -> Element {
    let desk = use_desk();
    let mut opening = use_signal(|| None::<Opening>);
    let mut failed = use_signal(|| None::<Notice>);
    use_hook(|| {
        let Ok(record) = id.parse::<RecordId>() else {
            navigator().replace(Route::New {});
            return;
        };
        let mut slot = desk.opening;
        let handed = slot.write().take().filter(|opening| opening.record == record);
        spawn(async move {
            match handed {
                Some(handed) => opening.set(Some(handed)),
                None => match open::again(desk.engine(), record).await {
                    Ok(Some(found)) => opening.set(Some(found)),
                    Ok(None) => {
                        navigator().replace(Route::New {});
                    }
                    Err(notice) => failed.set(Some(notice)),
                },
            }
        });
    });
    match opening() {
        Some(opening) => rsx! { FormView { opening } },
        None => rsx! { Opened { failed: failed() } },
    }
}

/// While the form is on its way, or why it is not.
#[component]
fn Opened(failed: Option<Notice>) -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title: t("app-opening"), back: Route::Home {}.to_string() } },
            if let Some(notice) = failed {
                Banner { text: words::sentence(&notice), tone: words::severity(notice.severity) }
            }
        }
    }
}
