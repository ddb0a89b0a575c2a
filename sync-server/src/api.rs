//! What phones speak: CBOR in, CBOR out, problems as RFC 9457 JSON. Handlers of a few lines; the work is the desk's.

mod files;
mod problem;
mod signed;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use minicbor::Encode;
use studio_core::cbor::to_vec;
use studio_core::decision::By;
use studio_core::id::StudioId;
use studio_core::turn::{ServerStudio, Turn};
use studio_core::wire::{
    self, EnrolRequest, GuideAnswer, GuideRequest, HeldRequest, InviteRequest, LookRequest, MEDIA_TYPE, RenewRequest,
    SHORT, SyncAnswer, SyncRequest, Torn,
};

pub use problem::Problem;
pub use signed::{Signed, body_bytes};

use crate::app::App;
use crate::chance;
use crate::codes::Code;
use crate::desk::spare;
use crate::enrol;
use crate::erase;
use crate::fault::Unturned;
use crate::guesses::Guess;
use crate::held;
use crate::held_words;
use crate::invites::Closed;
use crate::phones;
use crate::routes::{Guard, Route};
use crate::source::Source;
use crate::store::sqlite::invites as rows;
use crate::terms;
use crate::thinking::{Moment, Turned};

/// The ways of the api.
pub fn routes() -> Vec<Route> {
    vec![
        Route::at(wire::LOOK_PATH, Guard::Code).post(look),
        Route::at(wire::ENROL_PATH, Guard::Code).post(redeem),
        Route::at("/v1/studios/{studio}/sync", Guard::Device).post(sync),
        Route::at("/v1/studios/{studio}/invites", Guard::Device).post(invite),
        Route::at("/v1/studios/{studio}/held", Guard::Device).post(held_work),
        Route::at("/v1/studios/{studio}/guide", Guard::Device).post(guide),
        Route::at("/v1/studios/{studio}/devices", Guard::Device).post(renew),
        Route::at("/v1/studios/{studio}/files", Guard::Device).post(files::create).options(files::options),
        Route::at("/v1/studios/{studio}/files/{hash}", Guard::Device)
            .get(files::fetch)
            .head(files::ask)
            .patch(files::bring)
            .delete(files::give_up)
            .options(files::options),
    ]
}

type Answer = Result<Response, Problem>;

async fn sync(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio: StudioId = studio.parse().map_err(|_| Problem::NotFound)?;
    let signed = Signed::take(request).await?;
    let message: SyncRequest = signed.message()?;
    let message = message.lengthened().map_err(|Torn| Problem::Malformed("sheaf"))?;
    let (now, secret) = (chance::now(), app.disk.secret().clone());
    let think = move |ready: &mut ServerStudio, log: &Moment<'_>| {
        let turn = Turn { device: signed.device, now, secret: &secret, spare: spare() };
        take_turn(ready, log, &signed, &message, &turn)
    };
    match app.disk.turn(studio, think).await? {
        Some(Ok((answer, erases))) => {
            if erases {
                erase::swept(&app, studio).await;
            }
            Ok(cbor(&answer?))
        }
        Some(Err(Unturned::UnknownDevice)) => Err(Problem::UnknownDevice),
        Some(Err(Unturned::Protocol)) => Err(Problem::Update),
        Some(Err(Unturned::TooMany)) => Err(Problem::SendLess),
        Some(Err(Unturned::Bad(what))) => Err(Problem::Malformed(what)),
        None => Err(Problem::NotFound),
    }
}

/// Who signed is asked first: nothing is judged for anybody else. Beside the answer whether it says that a picture is
/// erased.
fn take_turn(
    ready: &mut ServerStudio,
    log: &Moment<'_>,
    signed: &Signed,
    message: &SyncRequest,
    turn: &Turn<'_>,
) -> Turned<(Result<SyncAnswer, Problem>, bool)> {
    let Some(key) = studio_core::turn::device_key(ready, message, turn) else {
        return Ok(((Err(Problem::UnknownDevice), false), Vec::new()));
    };
    if !signed.is_by(&key) {
        return Ok(((Err(Problem::Signature), false), Vec::new()));
    }
    let (mut answer, rows) = ready.sync(log, message, turn)?;
    phones::tell(&mut answer.freshness, ready, log.seen(ready.state.studio)?, turn);
    if message.capabilities & SHORT != 0 {
        answer = answer.shortened(&message.envelopes);
    }
    Ok(((Ok(answer), erase::is_said(&rows)), rows))
}

async fn look(State(app): State<Arc<App>>, source: Source, request: Request<Body>) -> Answer {
    let bytes = body_bytes(request).await?;
    let message: LookRequest = signed::message(&bytes)?;
    let (code, now) = (known_code(&app, &message.code, source).await?, chance::now());
    let guides = app.guides.clone();
    let found = app.disk.write(move |desk| enrol::look(desk, &guides, &code, now)).await?;
    Ok(cbor(&found.map_err(Problem::from)?))
}

async fn redeem(State(app): State<Arc<App>>, source: Source, request: Request<Body>) -> Answer {
    let bytes = body_bytes(request).await?;
    let message: EnrolRequest = signed::message(&bytes)?;
    let (code, now) = (known_code(&app, &message.code, source).await?, chance::now());
    let taken = app.disk.write(move |desk| enrol::redeem(desk, &code, &message, now)).await?;
    Ok(cbor(&taken.map_err(Problem::from)?))
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
    if !said.waiting.is_empty() {
        let mut words = held_words::said(&app.disk, studio).await?;
        for work in &mut said.waiting {
            work.said = words.remove(&(work.person, work.doc));
        }
    }
    Ok(cbor(&said))
}

async fn guide(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio: StudioId = studio.parse().map_err(|_| Problem::NotFound)?;
    let signed = Signed::take(request).await?;
    let message: GuideRequest = signed.message()?;
    let asked = app
        .disk
        .write(move |desk| signed.by_member(desk, studio, |desk| terms::for_member(desk, studio, signed.device)));
    let terms = asked.await??.map_err(Problem::from)?;
    let guide = terms.and_then(|terms| app.guides.for_phone(&message, &terms));
    Ok(cbor(&GuideAnswer { guide }))
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

/// A code that an invite has, whatever became of that invite. Wrong ones slow the place that they come from, and never
/// reach the writer.
async fn known_code(app: &App, text: &str, source: Source) -> Result<Code, Problem> {
    // what has not the form of a code says nothing about any code
    let code = Code::typed(text).ok_or(Problem::Invite(Closed::Unknown))?;
    let guess = Guess::at_a_code(source);
    app.codes.pass(&guess).await?;
    let hash = code.hash();
    let found = app.disk.read(move |db| Ok(rows::invite(db, &hash)?.is_some())).await;
    if !matches!(found, Ok(false)) {
        // right, or not looked at
        app.codes.was_right(&guess);
    }
    if found? { Ok(code) } else { Err(Problem::Invite(Closed::Unknown)) }
}

fn cbor<T: Encode<()>>(message: &T) -> Response {
    ([(CONTENT_TYPE, MEDIA_TYPE), (CACHE_CONTROL, "no-store")], to_vec(message)).into_response()
}
