//! A form that could not be taken, because nobody is signed in any more or because somebody signed in anew beside it, is
//! shown again with what was typed. What a form would have done is not done: the officer presses its button once more.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_ui::i18n::t;

use super::assemble::Fields;
use super::door::{Kept, login_page};
use super::project::{self, Typed};
use super::{Page, PageFault, invite_again, manage, standing};
use crate::app::App;
use crate::auth::session::{Officer, Origin};
use crate::auth::way::Way;
use crate::chance;
use crate::limits::KEPT_BYTES_MAX;

/// Fields that are never kept: secrets, and what belongs to a session.
const NOT_KEPT: [&str; 2] = ["token", "password"];

/// A form without an officer: to the login, which carries what was typed. Only a form that says it is from one of our own
/// pages: nobody else's text is put before an officer who signs in.
pub(super) fn to_login(from: Origin, action: &str, fields: Fields) -> Response {
    let back = Form::of(action).map_or_else(Way::home, |form| form.page());
    if from != Origin::Own {
        return Redirect::to(&back.login()).into_response();
    }
    let kept = kept(action, fields);
    let words = kept.is_some().then(|| t("login-kept"));
    let page = login_page(StatusCode::UNAUTHORIZED, String::new(), words, back, kept);
    page.unwrap_or_else(PageFault::into_response)
}

/// What a login page carries of a form: nothing of one that holds no text, or too much.
fn kept(action: &str, fields: Fields) -> Option<Kept> {
    Form::of(action).filter(|form| form.has_text(&fields))?;
    let fields: Vec<_> = fields.0.into_iter().filter(|(name, _)| !NOT_KEPT.contains(&name.as_str())).collect();
    let text = serde_json::to_string(&fields).ok()?;
    (text.len() <= KEPT_BYTES_MAX).then(|| Kept { action: action.to_owned(), text })
}

/// A form with the token of an older session: shown again with the right one.
pub(super) async fn after_an_old_token(app: &Arc<App>, officer: &Officer, action: &str, fields: Fields) -> Response {
    match Form::of(action).filter(|form| form.has_text(&fields)) {
        Some(form) => {
            let shown = form.show(app, officer, &fields).await;
            shown.map_or_else(PageFault::into_response, |page| (StatusCode::FORBIDDEN, page).into_response())
        }
        None => PageFault::Form.into_response(),
    }
}

/// What a login page carried, shown to the officer who has signed in.
pub(super) async fn after_login(app: &Arc<App>, officer: &Officer, kept: &Kept) -> Option<Page> {
    let fields: Vec<(String, String)> = serde_json::from_str(&kept.text).ok()?;
    let fields = Fields(fields);
    let form = Form::of(&kept.action).filter(|form| form.has_text(&fields))?;
    Some(form.show(app, officer, &fields).await)
}

/// A form of the bureau's pages, by where it posts to.
struct Form<'a> {
    action: &'a str,
    steps: Vec<&'a str>,
}

impl<'a> Form<'a> {
    fn of(action: &'a str) -> Option<Self> {
        Way::of(action).map(drop)?;
        let steps = action.strip_prefix("/bureau/")?.split('/').collect();
        Some(Self { action, steps })
    }

    /// Whether somebody typed into it; the others are one button, as is the invite of somebody who is a member already.
    fn has_text(&self, fields: &Fields) -> bool {
        match self.steps.as_slice() {
            ["studios"] | ["studios", _, "rename"] | ["projects", _, "terms" | "rename"] => true,
            ["studios", _, "invite"] => fields.has("name"),
            _ => false,
        }
    }

    /// The page that it stands on.
    fn page(&self) -> Way {
        let path = match self.steps.as_slice() {
            ["studios"] => "/bureau/studios/new".to_owned(),
            ["studios", studio, "rename" | "finish" | "reopen" | "remove"] => {
                format!("/bureau/studios/{studio}/settings")
            }
            ["studios", studio, "erase"] => format!("/bureau/studios/{studio}"),
            ["studios", studio, _] => format!("/bureau/studios/{studio}/people"),
            ["projects", project, _] => format!("/bureau/projects/{project}"),
            _ => self.action.to_owned(),
        };
        Way::of(&path).unwrap_or_else(Way::home)
    }

    async fn show(&self, app: &Arc<App>, officer: &Officer, fields: &Fields) -> Page {
        match self.steps.as_slice() {
            ["studios"] => manage::again(app, officer, fields).await,
            ["studios", studio, "rename"] => standing::again(app, officer, parse(studio)?, fields).await,
            ["studios", studio, "invite"] => invite_again::again(app, officer, parse(studio)?, fields).await,
            ["projects", project, _] => {
                let now = chance::now();
                let project = project::load(app, officer, parse(project)?, now).await?;
                let typed = Typed { note: Some(t("form-again")), ..Typed::over(&project, fields) };
                project::draw(officer, project, typed, now)
            }
            _ => Err(PageFault::NotFound),
        }
    }
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T, PageFault> {
    text.parse().map_err(|_| PageFault::NotFound)
}
