//! An officer erases a picture of a record: for good, from the server and from every phone. Who did it and when stays.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use dioxus::prelude::*;
use studio_core::decision::{By, Erased, What};
use studio_core::id::{PieceHash, RecordId, StudioId};
use studio_core::read::Kept;
use studio_ui::bureau::BoxCard;
use studio_ui::components::{ButtonKind, Shot, ShotFigure};
use studio_ui::i18n::t;

use super::assemble::{OfficerForm, id, report, studio_path};
use super::parts::{Act, Folded};
use super::{Page, PageFault, files};
use crate::app::App;
use crate::chance;
use crate::erase;
use crate::reports::Report;

/// A picture that can be erased.
#[derive(Clone, PartialEq)]
pub(super) struct Erasable {
    hash: PieceHash,
    shot: Shot,
}

/// The pictures of a record that can be erased, also those that no phone has brought yet.
pub(super) async fn erasable(app: &Arc<App>, report: &Report, kept: &Kept) -> Result<Vec<Erasable>, PageFault> {
    let pictures = report.picture.model.pictures(kept);
    let shots = files::shots(app, report, kept).await?;
    let standing = shots.into_iter().filter(|shot| !shot.gone);
    Ok(pictures.into_iter().zip(standing).map(|(one, shot)| Erasable { hash: one.hash, shot }).collect())
}

/// The way to erase each of a record's pictures; folded, for it cannot be taken back.
#[component]
pub(super) fn EraseBox(all: Vec<Erasable>, record: RecordId, path: String, token: String) -> Element {
    if all.is_empty() {
        return rsx! {};
    }
    rsx! {
        BoxCard { title: t("erase-title"), id: "erase", padded: true,
            Folded { ask: t("erase-ask"), what: t("erase-what"),
                div { class: "shots",
                    for one in all {
                        div { class: "stack",
                            ShotFigure { shot: Shot { href: None, ..one.shot.clone() } }
                            Act { action: "{path}/erase", token: token.clone(), verb: t("erase-do"), kind: ButtonKind::Danger,
                                sent: vec![("record".to_owned(), record.to_string()), ("hash".to_owned(), one.hash.to_string())] }
                        }
                    }
                }
            }
        }
    }
}

/// POST /bureau/studios/{studio}/erase
pub(super) async fn erase(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let (now, studio): (_, StudioId) = (chance::now(), id(studio)?);
    let report = report(&app, &sent.officer, studio, now).await?;
    let read = |name: &str| Path(sent.fields.text(name).to_owned());
    let (record, hash): (RecordId, PieceHash) = (id(read("record"))?, id(read("hash"))?);
    let model = &report.picture.model;
    let found = model.find(record).filter(|kept| kept.record_type.says().work).ok_or(PageFault::NotFound)?;
    // a record in the bin has no page; its pictures stand in the account of the year
    let back = if found.deleted { "pupils".to_owned() } else { format!("records/{record}#shots") };
    // pressed twice is once
    if model.pictures(found).iter().any(|one| one.hash == hash) {
        let by = By::Officer(sent.officer.row.login.clone());
        app.disk.write(move |desk| desk.decide(studio, What::Erased(Erased { hash }), &by, now)).await?;
        erase::swept(&app, studio).await;
    }
    Ok(Redirect::to(&format!("{}/{back}", studio_path(studio))).into_response())
}
