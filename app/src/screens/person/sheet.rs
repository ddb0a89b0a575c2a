//! 教师成长档案 on paper, from the phone: all of it or one term.

use dioxus::prelude::*;
use studio_core::id::PersonId;
use studio_core::term::TermKey;
use studio_core::view::{Archive, Stretch};
use studio_engine::messages::Changed;
use studio_ui::paper::{ArchivePaper, PaperBar};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read;

use crate::desk::use_answer;
use crate::platform;
use crate::route::Route;
use crate::shell::drawn_whole;

/// What stands for all terms among the choices.
const ALL: &str = "all";

/// The sheet of a person.
#[component]
pub fn ArchiveSheet(id: String) -> Element {
    let mut term = use_signal(|| None::<TermKey>);
    let of = id.parse::<PersonId>().ok();
    let archive = use_answer((of, term()), &[Changed::Records, Changed::Team], |engine, (of, term)| async move {
        match of {
            Some(of) => engine.archive(of, term).await,
            None => Ok(None),
        }
    });
    let back = Route::Person { id }.to_string();
    rsx! {
        div { "data-testid": "paper",
            {drawn_whole(archive, move |archive: Option<Box<Archive>>| match archive {
                Some(archive) => rsx! { SheetView { archive: *archive, onpick: move |key: Option<TermKey>| term.set(key) } },
                None => rsx! {
                    Screen { bar: rsx! { AppBar { title: t("person-title"), back: back.clone() } },
                        p { class: "small mute opening", {t("person-gone")} }
                    }
                },
            })}
        }
    }
}

/// The sheet with its bar and the choice of a term.
#[component]
pub(crate) fn SheetView(archive: Archive, onpick: EventHandler<Option<TermKey>>) -> Element {
    let back = (t("back"), Route::Person { id: archive.person.to_string() }.to_string());
    let all = Chip { value: ALL.to_owned(), label: t("archive-sheet-all"), on: archive.term.is_none(), glyph: None };
    let of_term = |key: &TermKey| Chip {
        value: key.to_string(),
        label: read::stretch(Stretch::Term(*key)),
        on: archive.term == Some(*key),
        glyph: None,
    };
    let chips: Vec<Chip> = std::iter::once(all).chain(archive.terms.iter().map(of_term)).collect();
    rsx! {
        PaperBar { back, hint: t("paper-hint"), onprint: |_| platform::print() }
        div { class: "no-print paper-choice",
            Chips { name: "archive-term", label: t("past-choose"), chips, scroll: true, onpick: move |value: String| onpick.call(value.parse().ok()) }
        }
        ArchivePaper { text: read::archive_paper(&archive) }
    }
}
