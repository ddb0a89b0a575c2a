//! 年度核查: the pictures of a year in which pupils can be recognised, who may see each and what became of it. A school copies
//! its yearly audit of minors' data from it (national rule of 2025-12-29: each January for the year before). What the page
//! cannot know it says.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use chrono::Datelike;
use dioxus::prelude::*;
use serde::Deserialize;
use studio_core::attachment::{Attachment, attachments};
use studio_core::face;
use studio_core::id::PersonId;
use studio_core::read::Kept;
use studio_core::time::Day;
use studio_ui::bureau::{BoxCard, PageHead};
use studio_ui::components::{Button, ButtonKind};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::link::Anchor;
use studio_ui::read::{erased_words, name};

use super::assemble::{Place, framed, id, report, studio_crumbs, studio_path};
use super::files::is_here;
use super::parts::Act;
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;

/// Rows of one page: more than a studio takes in a year, and what a browser still draws at once.
const ROWS_MAX: usize = 500;

/// Which year; the one before in January and this one else.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    year: Option<i32>,
}

/// A picture with pupils in it.
#[derive(Clone, PartialEq)]
struct Row {
    day: String,
    title: String,
    href: Option<String>,
    author: String,
    caption: String,
    seen_by: String,
    became: String,
    /// What the officer erases it with, where its record has no page.
    erase: Option<[(String, String); 2]>,
}

/// GET /bureau/studios/{studio}/pupils
pub(super) async fn page(
    State(app): State<Arc<App>>,
    officer: Officer,
    studio: Path<String>,
    Query(wish): Query<Wish>,
) -> Page {
    let now = chance::now();
    let report = report(&app, &officer, id(studio)?, now).await?;
    // no picture is older than phones, or of years to come
    let asked = wish.year.filter(|year| (2000..=now.day().year()).contains(year));
    let year = asked.unwrap_or_else(|| year_to_report(now.day()));
    let mut found = marked(&report);
    let mut years: Vec<i32> = found.iter().filter_map(|(kept, _)| Some(kept.day()?.year())).chain([year]).collect();
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    years.dedup();
    // a picture of a record without a day belongs to every year: it is not to be missed in any
    found.retain(|(kept, _)| kept.day().is_none_or(|day| day.year() == year));
    let count = found.len();
    let mut rows = Vec::new();
    for (kept, one) in found.into_iter().take(ROWS_MAX) {
        rows.push(row(&app, &report, kept, one).await?);
    }
    let title = t_with("pupils-title", &[("year", &year.to_string())]);
    let crumbs = studio_crumbs(&report, Some(t("pupils-door")));
    let members = members(&report, now.day());
    let (studio, token) = (studio_path(report.picture.studio), officer.form_token());
    let path = format!("{studio}/pupils");
    framed(&officer, Place::Studio, &title.clone(), move || {
        rsx! {
            PageHead { crumbs: crumbs.clone(), title: title.clone(), sub: t_with("pupils-sub", &[("count", &count.to_string())]),
                for other in years.iter().filter(|other| **other != year) {
                    Button { label: t_with("pupils-year", &[("year", &other.to_string())]), compact: true, href: "{path}?year={other}" }
                }
            }
            if rows.is_empty() {
                BoxCard { padded: true, p { {t_with("pupils-none", &[("year", &year.to_string())])} } }
            } else {
                BoxCard { title: t("pupils-table"), note: t("pupils-copy"), Table { rows: rows.clone(), path: studio.clone(), token: token.clone() } }
            }
            if count > ROWS_MAX {
                p { class: "small text-tone-warn", {t_with("pupils-more", &[("max", &ROWS_MAX.to_string()), ("count", &count.to_string())])} }
            }
            BoxCard { title: t("pupils-about"), padded: true,
                p { class: "small", "{members}" }
                p { class: "small mute", {t("pupils-unknown")} }
            }
        }
    })
}

/// In January the year before is reported.
fn year_to_report(today: Day) -> i32 {
    if today.month() == 1 { today.year() - 1 } else { today.year() }
}

/// Every marked picture, the newest record first; erased ones too, and those of records in the recycle bin, which still lie
/// here.
fn marked(report: &Report) -> Vec<(&Kept, Attachment)> {
    let mut records: Vec<&Kept> = report.picture.model.with_files().collect();
    records.sort_by_key(|kept| std::cmp::Reverse((kept.day(), kept.id)));
    let of = |kept: &Kept| attachments(&kept.fields).into_iter().filter(|one| one.pupils);
    records.into_iter().flat_map(|kept| of(kept).map(move |one| (kept, one))).collect()
}

async fn row(app: &Arc<App>, report: &Report, kept: &Kept, one: Attachment) -> Result<Row, PageFault> {
    let (studio, model) = (report.picture.studio, &report.picture.model);
    let title = face::title(kept.record_type, &kept.fields, &|person| name(person, model));
    let title = if title.is_empty() { t("record-untitled") } else { title };
    let erasures = model.erasures(kept);
    let is_erased = report.picture.erased().contains(&one.hash);
    let became = match erasures.get(&one.hash) {
        Some(_) if !is_erased => t("pupils-elsewhere"),
        Some(erasure) => erased_words(&one, erasure, model),
        None if is_here(app, studio, one.hash).await? => t("pupils-kept"),
        None => t(if one.is_scan() { "scan-not-here" } else { "shot-not-here" }),
    };
    let seen_by = match (is_erased, kept.deleted) {
        (true, _) => "pupils-seen-nobody",
        (false, true) => "pupils-seen-writer",
        (false, false) if kept.counts() => "pupils-seen-studio",
        (false, false) => "pupils-seen-author",
    };
    Ok(Row {
        day: kept.day().map(dates::date).unwrap_or_default(),
        title: if kept.deleted { t_with("pupils-in-bin", &[("title", &title)]) } else { title },
        href: (!kept.deleted).then(|| format!("{}/records/{}", studio_path(studio), kept.id)),
        author: kept.owner().map_or_else(String::new, |owner| name(owner, model)),
        caption: captioned(&one),
        seen_by: t(seen_by),
        became,
        erase: (kept.deleted && !erasures.contains_key(&one.hash))
            .then(|| [("record".to_owned(), kept.id.to_string()), ("hash".to_owned(), one.hash.to_string())]),
    })
}

/// What it shows; of a scan also that it is one.
fn captioned(one: &Attachment) -> String {
    let scan = one.is_scan().then(|| t("scan"));
    [Some(one.caption.clone()), scan]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Who the members of today are, by name.
fn members(report: &Report, today: Day) -> String {
    let model = &report.picture.model;
    let held = model.studio.members.iter().filter(|member| member.holds_on(today)).map(|member| member.person);
    let held: BTreeSet<PersonId> = held.collect();
    let mut people: Vec<_> =
        held.into_iter().map(|person| (model.role_on(person, today), name(person, model))).collect();
    people.sort();
    let names: Vec<String> = people.into_iter().map(|(_, name)| name).collect();
    t_with("pupils-members", &[("count", &names.len().to_string()), ("names", &names.join("、"))])
}

#[component]
fn Table(rows: Vec<Row>, path: String, token: String) -> Element {
    let heads = ["pupils-day", "pupils-record", "pupils-author", "pupils-caption", "pupils-seen", "pupils-became"];
    rsx! {
        // a table to copy from stays one where it is narrow, and is moved sideways
        div { class: "table-wide", tabindex: "0",
            table { class: "table",
                thead {
                    tr {
                        for key in heads {
                            th { scope: "col", {t(key)} }
                        }
                    }
                }
                tbody {
                    for row in rows {
                        tr {
                            td { class: "num nowrap", "{row.day}" }
                            td {
                                match row.href {
                                    Some(href) => rsx! { Anchor { class: "cell-door", href, "{row.title}" } },
                                    None => rsx! { "{row.title}" },
                                }
                            }
                            td { "{row.author}" }
                            td { "{row.caption}" }
                            td { "{row.seen_by}" }
                            td {
                                "{row.became}"
                                if let Some(sent) = row.erase {
                                    Act { action: "{path}/erase", token: token.clone(), verb: t("erase-do"), kind: ButtonKind::Danger, sent: sent.to_vec() }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
