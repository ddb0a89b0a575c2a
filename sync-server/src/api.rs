//! What phones speak: CBOR in, CBOR out, problems as RFC 9457 JSON. Handlers of a few lines; the work is the desk's.

mod problem;
mod signed;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use minicbor::Encode;
use studio_core::cbor::to_vec;
use studio_core::decision::By;
use studio_core::id::StudioId;
use studio_core::time::Millis;
use studio_core::turn::{ServerStudio, Turn};
use studio_core::wire::{
    self, EnrolRequest, HeldRequest, InviteRequest, LookRequest, MEDIA_TYPE, RenewRequest, SyncAnswer, SyncRequest,
};

pub use problem::Problem;
pub use signed::{Signed, body_bytes};

use crate::app::App;
use crate::chance;
use crate::codes::Code;
use crate::desk::spare;
use crate::enrol;
use crate::fault::Unturned;
use crate::held;
use crate::thinking::{Moment, Turned};

/// The ways of the api.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(wire::LOOK_PATH, post(look))
        .route(wire::ENROL_PATH, post(redeem))
        .route("/v1/studios/{studio}/sync", post(sync))
        .route("/v1/studios/{studio}/invites", post(invite))
        .route("/v1/studios/{studio}/held", post(held_work))
        .route("/v1/studios/{studio}/devices", post(renew))
        .route("/v1/{*rest}", axum::routing::any(async || Problem::NotFound))
}

type Answer = Result<Response, Problem>;

async fn sync(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio: StudioId = studio.parse().map_err(|_| Problem::NotFound)?;
    let signed = Signed::take(request).await?;
    let message: SyncRequest = signed.message()?;
    let (now, secret) = (chance::now(), app.disk.secret().clone());
    let think = move |ready: &mut ServerStudio, log: &Moment<'_>| {
        let turn = Turn { device: signed.device, now, secret: &secret, spare: spare() };
        take_turn(ready, log, &signed, &message, &turn)
    };
    match app.disk.turn(studio, think).await? {
        Some(Ok(answer)) => Ok(cbor(&answer?)),
        Some(Err(Unturned::UnknownDevice)) => Err(Problem::UnknownDevice),
        Some(Err(Unturned::Protocol)) => Err(Problem::Update),
        Some(Err(Unturned::TooMany)) => Err(Problem::SendLess),
        Some(Err(Unturned::Bad(what))) => Err(Problem::Malformed(what)),
        None => Err(Problem::NotFound),
    }
}

/// Who signed is asked first: nothing is judged for anybody else.
fn take_turn(
    ready: &mut ServerStudio,
    log: &Moment<'_>,
    signed: &Signed,
    message: &SyncRequest,
    turn: &Turn<'_>,
) -> Turned<Result<SyncAnswer, Problem>> {
    let Some(key) = studio_core::turn::device_key(ready, message, turn) else {
        return Ok((Err(Problem::UnknownDevice), Vec::new()));
    };
    if !signed.is_by(&key) {
        return Ok((Err(Problem::Signature), Vec::new()));
    }
    ready.sync(log, message, turn).map(|(answer, rows)| (Ok(answer), rows))
}

async fn look(State(app): State<Arc<App>>, request: Request<Body>) -> Answer {
    let bytes = body_bytes(request).await?;
    let message: LookRequest = signed::message(&bytes)?;
    let now = chance::now();
    let code = typed(&app, &message.code, now)?;
    let found = app.disk.write(move |desk| enrol::look(desk, &code, now)).await?;
    Ok(cbor(&app.counting_wrong_codes(found, now)?))
}

async fn redeem(State(app): State<Arc<App>>, request: Request<Body>) -> Answer {
    let bytes = body_bytes(request).await?;
    let message: EnrolRequest = signed::message(&bytes)?;
    let now = chance::now();
    let code = typed(&app, &message.code, now)?;
    let taken = app.disk.write(move |desk| enrol::redeem(desk, &code, &message, now)).await?;
    Ok(cbor(&app.counting_wrong_codes(taken, now)?))
}

async fn invite(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio: StudioId = studio.parse().map_err(|_| Problem::NotFound)?;
    let signed = Signed::take(request).await?;
    let message: InviteRequest = signed.message()?;
    let now = chance::now();
    let made = app.disk.write(move |desk| {
        signed.by_member(desk, studio, |desk| enrol::invite(desk, studio, signed.device, &message, now))
    });
    Ok(cbor(&made.await??.map_err(Problem::from)?))
}

async fn held_work(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio: StudioId = studio.parse().map_err(|_| Problem::NotFound)?;
    let signed = Arc::new(Signed::take(request).await?);
    let message: HeldRequest = signed.message()?;
    let now = chance::now();
    let ask = |signed: Arc<Signed>| {
        app.disk.write(move |desk| signed.by_member(desk, studio, |desk| held::waiting(desk, studio, signed.device)))
    };
    let (chief, mut said) = ask(Arc::clone(&signed)).await??.map_err(Problem::from)?;
    if let Some(admit) = message.let_in {
        app.disk.admit(studio, admit.doc, admit.hashes, By::Member(chief), now).await?;
        (_, said) = ask(signed).await??.map_err(Problem::from)?;
    }
    Ok(cbor(&said))
}

async fn renew(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio: StudioId = studio.parse().map_err(|_| Problem::NotFound)?;
    let signed = Signed::take(request).await?;
    let message: RenewRequest = signed.message()?;
    let now = chance::now();
    let made = app.disk.write(move |desk| {
        signed.by_member(desk, studio, |desk| enrol::renew(desk, studio, signed.device, &message, now))
    });
    Ok(cbor(&made.await??.map_err(Problem::from)?))
}

/// A code as typed. Beyond so many wrong ones a minute nobody's are looked at: nobody can walk through all of them.
fn typed(app: &App, text: &str, now: Millis) -> Result<Code, Problem> {
    if !app.wrong_codes.has_room(now) {
        return Err(Problem::TooManyTries);
    }
    Code::typed(text).ok_or(Problem::Invite(crate::invites::Closed::Unknown))
}

fn cbor<T: Encode<()>>(message: &T) -> Response {
    ([(CONTENT_TYPE, MEDIA_TYPE), (CACHE_CONTROL, "no-store")], to_vec(message)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Reach, database};
    use crate::enrol::Turned;
    use crate::invites::Closed;
    use crate::limits::WRONG_CODES_A_MINUTE;
    use crate::store::threads::Disk;

    #[test]
    fn wrong_codes_of_a_minute() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::new(Disk::open(&database(folder.path()), [3; 32]).unwrap(), Reach::default());
        let wrong = |now: i64| {
            typed(&app, "ABCD2345", Millis(now))?;
            app.counting_wrong_codes::<()>(Err(Turned::Invite(Closed::Unknown)), Millis(now))
        };
        for _ in 1..WRONG_CODES_A_MINUTE {
            assert_eq!(wrong(60_000), Err(Problem::Invite(Closed::Unknown)));
        }
        assert!(app.counting_wrong_codes(Ok(()), Millis(60_000)).is_ok(), "a good one does not count");
        assert_eq!(wrong(119_999), Err(Problem::Invite(Closed::Unknown)), "the last of this minute");
        assert_eq!(wrong(119_999), Err(Problem::TooManyTries));
        assert_eq!(wrong(120_000), Err(Problem::Invite(Closed::Unknown)), "a new minute");
    }
}
