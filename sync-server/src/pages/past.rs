//! A term that is over: the indicators as they stood on its last day, with what has arrived by now.

use std::sync::Arc;

use axum::extract::{Path, State};
use dioxus::prelude::*;
use studio_core::closure;
use studio_core::term::TermKey;
use studio_ui::bureau::{BoxCard, Crumb, IndicatorRow, IndicatorTable, PageHead};
use studio_ui::i18n::{t, t_with};
use studio_ui::link::Anchor;
use studio_ui::read;

use super::assemble::{Place, framed, id, report, studio_crumbs, studio_path};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;

/// GET /bureau/studios/{studio}/past/{term}
pub(super) async fn page(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, term)): Path<(String, String)>,
) -> Page {
    let now = chance::now();
    let report = report(&app, &officer, id(Path(studio))?, now).await?;
    let key: TermKey = term.parse().map_err(|()| PageFault::NotFound)?;
    let picture = &report.picture;
    let none = std::collections::BTreeMap::new();
    let past = closure::report_then((&picture.model, &picture.guide), (key, now.day()), &none);
    let past = past.ok_or(PageFault::NotFound)?;
    let path = studio_path(picture.studio);
    let href = |number: usize| format!("{path}/indicators/{number}?term={key}");
    let rows: Vec<IndicatorRow> = past
        .indicators
        .iter()
        .map(|indicator| read::indicator_row(indicator, false, String::new(), href(indicator.number)))
        .collect();
    let title = t_with("past-title", &[("term", &read::term(key))]);
    let crumbs = studio_crumbs(&report, Some(title.clone()));
    framed(&officer, Place::Studio, &title.clone(), move || show(crumbs.clone(), title.clone(), rows.clone()))
}

fn show(crumbs: Vec<Crumb>, title: String, rows: Vec<IndicatorRow>) -> Element {
    rsx! {
        PageHead { crumbs, title, sub: t("past-as-of") }
        BoxCard { IndicatorTable { rows } }
    }
}

/// The ways to the terms that are over.
#[component]
pub(super) fn PastTerms(path: String, terms: Vec<TermKey>) -> Element {
    if terms.is_empty() {
        return rsx! {};
    }
    rsx! {
        BoxCard { title: t("past-terms"), padded: true,
            for key in terms {
                p { Anchor { class: "door", href: "{path}/past/{key}", {read::term(key)} } }
            }
        }
    }
}
