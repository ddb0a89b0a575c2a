//! 活动记录表 and 签到表, for printing on A4. Draws what the record holds; the signature is left free.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use chrono::NaiveDateTime;
use dioxus::prelude::*;
use studio_core::activity::{Activity, Attendance};
use studio_core::id::{RecordId, StudioId, to_text};
use studio_core::read::{Kept, ReadModel, Typed};
use studio_core::time::Day;
use studio_ui::bureau::{
    ActivitySheet, ActivitySheetText, PaperBar, RecordPaper, RecordPaperText, SigninRow, SigninSheet, SigninSheetText,
};
use studio_ui::dates;
use studio_ui::i18n::t;
use studio_ui::read::{Tells, facts, hours, name};

use super::assemble::{id, report, studio_path};
use super::evidence::way;
use super::history::{self, History};
use super::{Page, PageFault, draw};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::{Picture, Report};

/// Bytes of a version that stand in the foot: enough to compare two sheets by eye.
const VERSION_BYTES: usize = 5;

/// GET …/records/{record}/print
pub(super) async fn print(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, record)): Path<(String, String)>,
) -> Page {
    let now = chance::now();
    let (studio, record): (StudioId, RecordId) = (id(Path(studio))?, id(Path(record))?);
    let report = report(&app, &officer, studio, now).await?;
    let model = &report.picture.model;
    let found = model.find(record).filter(|kept| !kept.deleted && kept.record_type.says().work);
    let found = found.ok_or(PageFault::NotFound)?;
    let doc = found.doc;
    let history = app.disk.read(move |db| Ok(history::of(db, studio, doc, record)?)).await?;
    let path = format!("{}/records/{record}", studio_path(studio));
    match found.activity() {
        Some(activity) => draw_activity(path, sheet(&report.picture, activity, history, now.day())),
        None => draw_record(path, record_paper(&report.picture, found, history, now.day())),
    }
}

fn draw_activity(path: String, text: ActivitySheetText) -> Page {
    let page = move || {
        rsx! {
            PaperBar { back: (t("back"), path.clone()), other: Some((t("sheet-signin"), format!("{path}/signin"))) }
            ActivitySheet { text: text.clone() }
        }
    };
    Ok(draw(&t("sheet-activity-title"), page)?.into_response())
}

fn draw_record(path: String, text: RecordPaperText) -> Page {
    let title = text.title.clone();
    let page = move || {
        rsx! {
            PaperBar { back: (t("back"), path.clone()), other: None }
            RecordPaper { text: text.clone() }
        }
    };
    Ok(draw(&title, page)?.into_response())
}

/// Every field of a record whose type has no form of its own, under the name of the sheet that it fills.
fn record_paper(picture: &Picture, kept: &Kept, history: Option<History>, today: Day) -> RecordPaperText {
    let sheet = kept.record_type.says().sheets.first().map(|sheet| t(&format!("sheet-{sheet}")));
    RecordPaperText {
        title: sheet.unwrap_or_else(|| t(&kept.record_type.label_key())),
        studio: picture.model.studio_name().to_owned(),
        no: kept.no.clone(),
        facts: facts(kept.record_type, &kept.fields, picture),
        author: kept.owner().map_or_else(String::new, |owner| name(owner, picture)),
        history: history.map_or_else(String::new, |history| way(&history, kept.event_day(), today)),
        version: kept.version.map_or_else(String::new, |version| mark(&version.0)),
    }
}

/// GET …/records/{record}/signin
pub(super) async fn signin(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, record)): Path<(String, String)>,
) -> Page {
    let (studio, record): (StudioId, RecordId) = (id(Path(studio))?, id(Path(record))?);
    let report = report(&app, &officer, studio, chance::now()).await?;
    let text = signin_sheet(&report.picture.model, kept(&report, record)?);
    let path = format!("{}/records/{record}", studio_path(studio));
    let page = move || {
        rsx! {
            PaperBar { back: (t("back"), path.clone()), other: Some((t("sheet-activity"), format!("{path}/print"))) }
            SigninSheet { text: text.clone() }
        }
    };
    Ok(draw(&t("sheet-signin-title"), page)?.into_response())
}

fn kept(report: &Report, record: RecordId) -> Result<Typed<'_, Activity>, PageFault> {
    report.picture.model.activity(record).filter(|kept| !kept.deleted).ok_or(PageFault::NotFound)
}

fn sheet(picture: &Picture, kept: Typed<'_, Activity>, history: Option<History>, today: Day) -> ActivitySheetText {
    let (content, model) = (kept.content, &picture.model);
    let reflection = [content.reflection.as_str(), content.effect.as_str()];
    ActivitySheetText {
        studio: model.studio_name().to_owned(),
        no: kept.no.clone(),
        topic: content.topic.clone(),
        kind: content.kind.map_or_else(String::new, |kind| t(kind.label_key())),
        date: days(content),
        time: span(content),
        place: place(content),
        host: content.host.map_or_else(String::new, |host| name(host, model)),
        hours: content.minutes_long().map_or_else(String::new, |long| hours(long, picture.class_hour())),
        people: content.present().map(|person| name(person, model)).collect(),
        minutes: content.minutes.clone(),
        decisions: content.decisions.clone(),
        reflection: reflection.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n"),
        author: kept.owner().map_or_else(String::new, |owner| name(owner, model)),
        history: history.map_or_else(String::new, |history| way(&history, content.day, today)),
        version: kept.version.map_or_else(String::new, |version| mark(&version.0)),
    }
}

/// 2026年11月23日; both days of a meeting that took several.
fn days(content: &Activity) -> String {
    let last = content.end.map(|at| at.date()).filter(|last| content.day.is_some_and(|first| first < *last));
    content.day.into_iter().chain(last).map(dates::date).collect::<Vec<_>>().join(" – ")
}

/// 14:30–16:30
fn span(content: &Activity) -> String {
    [content.start, content.end].into_iter().flatten().map(clock).collect::<Vec<_>>().join("–")
}

/// 14:30
fn clock(at: NaiveDateTime) -> String {
    at.format("%H:%M").to_string()
}

fn place(content: &Activity) -> String {
    if content.place.is_empty() { content.online_link.clone() } else { content.place.clone() }
}

fn mark(version: &[u8; 32]) -> String {
    let text = to_text(version.split_at(VERSION_BYTES).0);
    let (first, last) = text.split_at(text.len() / 2);
    format!("{first} {last}")
}

/// 迟到, 请假: how everybody else was noted is no exception and stands on no paper.
fn exception(how: Attendance) -> String {
    match how {
        Attendance::Leave => t("sheet-leave"),
        how if how.late() => t("sheet-late"),
        _ => String::new(),
    }
}

fn signin_sheet(model: &ReadModel, kept: Typed<'_, Activity>) -> SigninSheetText {
    let content = kept.content;
    let row = |(person, how): (&studio_core::id::PersonId, &Attendance)| SigninRow {
        name: name(*person, model),
        school: model.person(*person).map(|p| p.content.school.clone()).unwrap_or_default(),
        note: exception(*how),
    };
    let mut rows: Vec<SigninRow> = content.attendance.iter().map(row).collect();
    // colleagues of one school sign one after another
    rows.sort_by(|a, b| (&a.school, &a.name).cmp(&(&b.school, &b.name)));
    let start = content.start.map(|at| format!("{} {}", dates::date(at.date()), clock(at)));
    SigninSheetText {
        studio: model.studio_name().to_owned(),
        topic: content.topic.clone(),
        no: kept.no.clone(),
        time: start.or_else(|| content.day.map(dates::date)).unwrap_or_default(),
        place: place(content),
        rows,
    }
}
