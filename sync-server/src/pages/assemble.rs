//! Pieces that several pages share: the frame, crumbs, an officer's form, days in words. Draws through `studio_ui` alone.

use std::sync::Arc;

use axum::Form;
use axum::extract::{FromRequest, Path, Request};
use axum::response::{IntoResponse, Response};
use dioxus::prelude::*;
use studio_core::id::StudioId;
use studio_core::time::Millis;
use studio_ui::bureau::{Crumb, Frame, NavLink};
use studio_ui::i18n::{speak, t};
use studio_ui::icon::Glyph;

use super::{Page, PageFault, again, draw};
use crate::app::App;
use crate::auth::session::{NoOfficer, Officer, Origin, origin};
use crate::reports::Report;
use crate::store::sqlite::office;

/// Which way of the side bar is lit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Studio,
    NewStudio,
}

/// Draws an officer's page inside its frame.
pub(super) fn framed(
    officer: &Officer,
    place: Place,
    title: &str,
    content: impl Fn() -> Element + Clone + 'static,
) -> Page {
    let (bureau, name, token) = (officer.row.bureau_name.clone(), officer.row.name.clone(), officer.form_token());
    let page = move || {
        rsx! {
            Frame { bureau: bureau.clone(), officer: name.clone(), nav: ways(place), logout: "/bureau/logout".to_owned(), token: token.clone(),
                {content()}
            }
        }
    };
    Ok(draw(&format!("{title} · {}", officer.row.bureau_name), page)?.into_response())
}

fn ways(place: Place) -> Vec<NavLink> {
    let way = |label: &str, glyph, href: &str, current| NavLink {
        label: t(label),
        glyph,
        href: href.to_owned(),
        count: None,
        current,
    };
    vec![
        way("nav-overview", Glyph::LayoutDashboard, "/bureau/", place != Place::NewStudio),
        way("nav-new-studio", Glyph::Plus, "/bureau/studios/new", place == Place::NewStudio),
    ]
}

/// A step of the way here.
pub(super) fn crumb(label: impl Into<String>, href: Option<String>) -> Crumb {
    Crumb { label: label.into(), href }
}

/// The way to a studio's pages.
pub(super) fn studio_crumbs(report: &Report, here: Option<String>) -> Vec<Crumb> {
    let name = report.picture.model.studio_name().to_owned();
    let mut crumbs = vec![crumb(t("nav-overview"), Some("/bureau/".to_owned()))];
    crumbs.push(crumb(name, here.is_some().then(|| studio_path(report.picture.studio))));
    crumbs.extend(here.map(|label| crumb(label, None)));
    crumbs
}

/// A studio's report.
pub(super) fn studio_path(studio: StudioId) -> String {
    format!("/bureau/studios/{studio}")
}

/// A studio of this officer's bureau, with its report; from here on the page speaks in the words of its project. Another
/// bureau's is not found.
pub(super) async fn report(
    app: &Arc<App>,
    officer: &Officer,
    studio: StudioId,
    now: Millis,
) -> Result<Report, PageFault> {
    let (bureau, reports) = (officer.row.bureau, app.reports.clone());
    let found = app.disk.read(move |db| match office::studio_of(db, &bureau, studio)? {
        Some(_) => reports.of(db, studio, now),
        None => Ok(None),
    });
    let report = found.await?.ok_or(PageFault::NotFound)?;
    speak(report.picture.shape());
    Ok(report)
}

/// An id in the address; anything else is not found.
pub(super) fn id<T: std::str::FromStr>(Path(text): Path<String>) -> Result<T, PageFault> {
    text.parse().map_err(|_| PageFault::NotFound)
}

/// A form that one of our own pages sent for a signed-in officer: origin and token were looked at.
pub(super) struct OfficerForm {
    /// Who sent it.
    pub(super) officer: Officer,
    /// What it holds.
    pub(super) fields: Fields,
}

/// What a form holds.
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    /// A field's text without spaces around it; empty when it is absent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// Whether the form has a field at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every text of a field that may stand several times.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl FromRequest<Arc<App>> for OfficerForm {
    type Rejection = Response;

    /// A form whose session has ended goes to the login with its text, one with an older session's token is shown again
    /// with it; both only from our own pages, and nothing is done.
    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        use axum::extract::FromRequestParts;
        let (mut parts, body) = request.into_parts();
        let officer = <Officer as FromRequestParts<_>>::from_request_parts(&mut parts, app).await;
        let (from, action) = (origin(&parts.headers), parts.uri.path().to_owned());
        let form = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts, body), app).await;
        let fields = Fields(form.map_err(|refused| PageFault::of_status(refused.status()).into_response())?.0);
        let officer = match officer {
            Ok(officer) => officer,
            Err(NoOfficer::Login(_)) => return Err(again::to_login(from, &action, fields)),
            Err(fault) => return Err(fault.into_response()),
        };
        match from {
            Origin::Foreign => Err(PageFault::Form.into_response()),
            _ if fields.text("token") == officer.form_token() => Ok(Self { officer, fields }),
            Origin::Own => Err(again::after_an_old_token(app, &officer, &action, fields).await),
            Origin::Unsaid => Err(PageFault::Form.into_response()),
        }
    }
}
