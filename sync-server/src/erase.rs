//! Erased pictures leave the server: the bytes, what is on its way of them, and their rows. What is erased is the read
//! model's to say; here it is carried out. Twice is once: what a crash cut short is done at the next start.

use std::collections::BTreeSet;
use std::sync::Arc;

use studio_core::attachment;
use studio_core::changelog::LogRow;
use studio_core::decision::What;
use studio_core::id::{PieceHash, StudioId};
use studio_core::log::EntryBody;
use studio_core::store::StoreError;

use crate::app::App;
use crate::chance;
use crate::fault::Fault;
use crate::store::sqlite::files as rows;

/// Whether rows of a turn say that a picture is erased.
pub fn is_said(rows: &[LogRow]) -> bool {
    rows.iter().any(|row| match row {
        LogRow::Record(record) => attachment::erased(&record.standing()).next().is_some(),
        LogRow::Entry { entry, .. } => match &entry.body {
            EntryBody::Decision(signed) => signed.read().is_ok_and(|decision| matches!(decision.what, What::Erased(_))),
            EntryBody::Change(_) | EntryBody::Stub(_) => false,
        },
        _ => false,
    })
}

/// Lets everything go that a studio has erased.
///
/// # Errors
/// [`Fault`]; then something of it may still lie here, and the next start lets it go.
pub async fn sweep(app: &Arc<App>, studio: StudioId) -> Result<(), Fault> {
    let (reports, now, files) = (app.reports.clone(), chance::now(), app.files.clone());
    let found = app.disk.read(move |db| {
        let Some(report) = reports.of(db, studio, now)? else { return Ok(None) };
        let erased = report.picture.erased().clone();
        let (mut here, mut alone) = (Vec::new(), Vec::new());
        for hash in &erased {
            let has_row = rows::bytes_of(db, studio, *hash)?.is_some();
            here.extend(has_row.then_some(*hash));
            // a server that was stopped just before it wrote the row has the bytes all the same
            if (has_row || files.path(*hash).is_file()) && !rows::is_elsewhere(db, studio, *hash)? {
                alone.push(*hash);
            }
        }
        Ok(Some((erased, here, alone)))
    });
    let Some((erased, here, alone)) = found.await?.filter(|(erased, ..)| !erased.is_empty()) else { return Ok(()) };
    bytes_go(app, studio, erased, alone).await?;
    // after the bytes: whoever is stopped in between finds the rows again
    app.disk.write(move |desk| Ok(here.iter().try_for_each(|hash| rows::note_erased(desk.db(), studio, *hash))?)).await
}

async fn bytes_go(
    app: &Arc<App>,
    studio: StudioId,
    erased: BTreeSet<PieceHash>,
    alone: Vec<PieceHash>,
) -> Result<(), Fault> {
    let files = app.files.clone();
    let gone = tokio::task::spawn_blocking(move || {
        files.drop_parts(studio, &erased)?;
        files.erase(&alone)
    });
    let gone = gone.await.map_err(|_| Fault::Stopped)?;
    gone.map_err(|error| Fault::Store(StoreError::Other(error.to_string())))
}

/// As [`sweep`], for whoever has nobody to tell a fault to.
pub async fn swept(app: &Arc<App>, studio: StudioId) {
    if let Err(fault) = sweep(app, studio).await {
        tracing::error!(%fault, %studio, "an erased picture is still here; the next start lets it go");
    }
}

/// What an earlier run did not finish, of every studio.
pub async fn sweep_all(app: Arc<App>) {
    let studios = app.disk.read(|db| Ok(rows::studios(db)?)).await;
    match studios {
        Ok(studios) => {
            for studio in studios {
                swept(&app, studio).await;
            }
        }
        Err(fault) => tracing::error!(%fault, "which pictures are here could not be read"),
    }
}
