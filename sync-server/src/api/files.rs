//! Pictures: tus 1.0 for phones (PROTOCOL §14). Who may see a record may bring and fetch what it names, under the name that
//! it gives; nobody else learns whether it is here. Handlers of a few lines; the folder is `store::files`.

use std::future::poll_fn;
use std::io::{self, Read};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use flate2::read::ZlibDecoder;
use sha2::{Digest, Sha256};
use studio_core::files::{
    CHUNK_BYTES_MAX, HEADER_CHECKSUM, HEADER_LENGTH, HEADER_METADATA, HEADER_OFFSET, HEADER_RESUMABLE, TUS_VERSION,
    file_path, signed_headers,
};
use studio_core::id::{DeviceId, PieceHash, Signature, StudioId};
use studio_core::pieces::{PICTURE_BYTES_MAX, PIECE_BYTES_MAX, hash_of};
use studio_core::scan::{self, Unpacked, is_pdf};
use studio_core::sign::verify_request;
use studio_core::store::StoreError;
use studio_core::wire::{HEADER_DEVICE, HEADER_SIGNATURE};

use super::problem::Problem;
use crate::app::App;
use crate::chance;
use crate::erase;
use crate::fault::Fault;
use crate::gate::ComeBack;
use crate::limits::FILES_OF_STUDIO_BYTES_MAX;
use crate::picture;
use crate::sent::{self, Asks};
use crate::store::files::{Begun, Put, Upload};
use crate::store::sqlite::files as rows;

type Answer = Result<Response, Problem>;

/// What this server can, for whoever asks before sending.
pub(super) async fn options() -> Response {
    let says = [("tus-version", TUS_VERSION), ("tus-extension", "creation,checksum,termination")];
    let more = [("tus-checksum-algorithm", "sha256"), (HEADER_RESUMABLE, TUS_VERSION)];
    (StatusCode::NO_CONTENT, says, more).into_response()
}

/// POST …/files: an upload begins, or goes on where it stopped.
pub(super) async fn create(State(app): State<Arc<App>>, Path(studio): Path<String>, request: Request<Body>) -> Answer {
    let studio = studio.parse().map_err(|_| Problem::NotFound)?;
    let asked = Asked::of(&request)?;
    let hash = hash_in(asked.header(HEADER_METADATA)?).ok_or(Problem::Malformed("upload-metadata"))?;
    let length: u64 = asked.number(HEADER_LENGTH)?;
    if length > PIECE_BYTES_MAX as u64 {
        return Err(Problem::FileTooLarge);
    }
    let here = asked.may(&app, studio, hash).await?.is_some();
    let upload = Upload { studio, hash, device: asked.device };
    // one that lies here damaged is brought again: whoever asks may be about to let the only other copy go
    let offset = if here && disk(&app, move |app| Ok(app.files.is_whole(hash))).await? {
        length
    } else {
        has_room(&app, studio, length).await?;
        match disk(&app, move |app| app.files.begin(&upload, length)).await? {
            Begun::There(there) => ended(&app, upload, there, length).await?,
            Begun::TooMany(wait) => return Err(Problem::TooManyFiles(come_back(wait))),
        }
    };
    let mut answer = tus(StatusCode::CREATED, &[(HEADER_OFFSET, offset)]);
    if let Ok(place) = HeaderValue::from_str(&file_path(studio, hash)) {
        answer.headers_mut().insert(LOCATION, place);
    }
    Ok(answer)
}

/// HEAD …/files/{hash}: how far an upload is.
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    Path(of): Path<(String, String)>,
    request: Request<Body>,
) -> Answer {
    let ((studio, hash), asked) = (place(&of)?, Asked::of(&request)?);
    if let Some(bytes) = asked.may(&app, studio, hash).await? {
        let mut answer = tus(StatusCode::OK, &[(HEADER_OFFSET, bytes), (HEADER_LENGTH, bytes)]);
        sent::told(&app, hash, answer.headers_mut()).await.map_err(failed)?;
        return Ok(answer);
    }
    let upload = Upload { studio, hash, device: asked.device };
    let begun = disk(&app, move |app| app.files.begun(&upload)).await?;
    let (length, there) = begun.ok_or(Problem::NotFound)?;
    let there = ended(&app, upload, there, length).await?;
    Ok(tus(StatusCode::OK, &[(HEADER_OFFSET, there), (HEADER_LENGTH, length)]))
}

/// PATCH …/files/{hash}: a chunk; the last one makes the picture whole.
pub(super) async fn bring(
    State(app): State<Arc<App>>,
    Path(of): Path<(String, String)>,
    request: Request<Body>,
) -> Answer {
    let ((studio, hash), asked) = (place(&of)?, Asked::of(&request)?);
    let offset: u64 = asked.number(HEADER_OFFSET)?;
    let sum = checksum_in(asked.header(HEADER_CHECKSUM)?).ok_or(Problem::Malformed("upload-checksum"))?;
    if let Some(bytes) = asked.may(&app, studio, hash).await? {
        return Ok(tus(StatusCode::NO_CONTENT, &[(HEADER_OFFSET, bytes)]));
    }
    let upload = Upload { studio, hash, device: asked.device };
    let chunk = match Chunk::of(request).await {
        Chunk::Whole(chunk) if Sha256::digest(&chunk).as_slice() == sum => chunk,
        Chunk::Whole(_) => return Err(Problem::FileChecksum),
        Chunk::TooLarge => return Err(Problem::TooLarge),
        Chunk::Cut(part) => {
            // What came before the line broke need not come again. No checksum holds it, but the whole is looked at under
            // its hash before it has a name.
            disk(&app, move |app| app.files.put(&upload, offset, &part)).await?;
            return Err(Problem::TooSlow);
        }
    };
    let (put, is_complete) = disk(&app, move |app| {
        let put = app.files.put(&upload, offset, &chunk)?;
        Ok((put, app.files.is_complete(&upload)?))
    })
    .await?;
    let there = match put.ok_or(Problem::NotFound)? {
        Put::Kept(there) => there,
        Put::Elsewhere(_) => return Err(Problem::FileOffset),
        Put::TooLong => return Err(Problem::FileTooLarge),
    };
    if is_complete {
        ended_well(&app, upload, there).await?;
    }
    Ok(tus(StatusCode::NO_CONTENT, &[(HEADER_OFFSET, there)]))
}

/// DELETE …/files/{hash}: an upload is given up; what is whole stays.
pub(super) async fn give_up(
    State(app): State<Arc<App>>,
    Path(of): Path<(String, String)>,
    request: Request<Body>,
) -> Answer {
    let ((studio, hash), asked) = (place(&of)?, Asked::of(&request)?);
    asked.may(&app, studio, hash).await?;
    let upload = Upload { studio, hash, device: asked.device };
    disk(&app, move |app| app.files.drop(&upload)).await?;
    Ok(tus(StatusCode::NO_CONTENT, &[]))
}

/// The body of a chunk as it came.
enum Chunk {
    Whole(Vec<u8>),
    TooLarge,
    /// The line broke behind these.
    Cut(Vec<u8>),
}

impl Chunk {
    /// Into the room that it says it needs: what comes is held once.
    async fn of(request: Request<Body>) -> Self {
        let said = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let mut bytes = Vec::with_capacity(said.unwrap_or(0).min(CHUNK_BYTES_MAX));
        let mut body = pin!(request.into_body());
        while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
            let Ok(frame) = frame else { return Self::Cut(bytes) };
            let Ok(more) = frame.into_data() else { continue };
            if bytes.len() + more.len() > CHUNK_BYTES_MAX {
                return Self::TooLarge;
            }
            bytes.extend_from_slice(&more);
        }
        Self::Whole(bytes)
    }
}

/// GET …/files/{hash}: the picture; without one where the record names it and its phone has not brought it yet.
pub(super) async fn fetch(
    State(app): State<Arc<App>>,
    Path(of): Path<(String, String)>,
    request: Request<Body>,
) -> Answer {
    let ((studio, hash), asked) = (place(&of)?, Asked::of(&request)?);
    if asked.may(&app, studio, hash).await?.is_none() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    sent::picture(&app, hash, Asks::of(&request)).await.map_err(failed)
}

/// An upload whose last chunk came and that nobody ended (the server was killed just then) is ended now: no length is said
/// to be there whole of what has no name yet.
async fn ended(app: &Arc<App>, upload: Upload, there: u64, length: u64) -> Result<u64, Problem> {
    if there == length {
        ended_well(app, upload, length).await?;
    }
    Ok(there)
}

/// Not before: rounded up.
fn come_back(wait: Duration) -> ComeBack {
    ComeBack { wait_s: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1) }
}

/// Whether the studio's pictures leave room for so many bytes.
async fn has_room(app: &App, studio: StudioId, bytes: u64) -> Result<(), Problem> {
    let there = app.disk.read(move |db| Ok(rows::bytes_in_all(db, studio)?)).await?;
    if there + bytes > FILES_OF_STUDIO_BYTES_MAX { Err(Problem::FilesFull) } else { Ok(()) }
}

/// [`finish`], to its end also when whoever asked has gone: no file has its name without its row.
async fn ended_well(app: &Arc<App>, upload: Upload, length: u64) -> Result<(), Problem> {
    let app = Arc::clone(app);
    let task = tokio::spawn(async move { finish(&app, upload, length).await });
    task.await.map_err(|_| Problem::Internal)?
}

/// The bytes are looked at before they get a name; what is none stays nowhere. Read, looked at and named in one job: no
/// more of them lie in memory than there are jobs at once.
async fn finish(app: &Arc<App>, upload: Upload, length: u64) -> Result<(), Problem> {
    has_room(app, upload.studio, length).await?;
    let looked = disk(app, move |app| {
        // ended by the same request that came twice
        let Some(bytes) = app.files.whole(&upload)? else { return Ok(Ok(length)) };
        match looked_at(&bytes, upload.hash) {
            Err(problem) => app.files.drop(&upload).map(|()| Err(problem)),
            Ok(()) => app.files.keep(&upload, &bytes).map(|()| Ok(bytes.len() as u64)),
        }
    });
    let (bytes, now) = (looked.await??, chance::now());
    let of = (upload.studio, upload.hash, bytes);
    app.disk.write(move |desk| Ok(rows::note(desk.db(), of, upload.device, now)?)).await?;
    if is_erased(app, &upload).await? {
        // while it was on its way
        erase::sweep(app, upload.studio).await?;
        return Err(Problem::FileErased);
    }
    Ok(())
}

/// Whether bytes are what their name says, and a picture or a scan as phones bring them.
fn looked_at(bytes: &[u8], hash: PieceHash) -> Result<(), Problem> {
    if hash_of(bytes) != hash {
        return Err(Problem::FileHash);
    }
    if is_pdf(bytes) {
        return scan::look(bytes, unpacked).map_err(Problem::ScanUnfit);
    }
    if bytes.len() > PICTURE_BYTES_MAX {
        return Err(Problem::FileTooLarge);
    }
    picture::look(bytes).map_err(Problem::FileUnfit)
}

/// What a packed part of a scan holds, if that is no more than so much, and how much of the scan it took.
fn unpacked(packed: &[u8], bytes_max: usize) -> Option<Unpacked> {
    let mut bytes = Vec::new();
    let mut decoder = ZlibDecoder::new(packed);
    let read = decoder.by_ref().take(bytes_max as u64 + 1).read_to_end(&mut bytes).ok()?;
    let took = usize::try_from(decoder.total_in()).ok()?;
    (read <= bytes_max).then_some((bytes, took))
}

async fn is_erased(app: &App, upload: &Upload) -> Result<bool, Problem> {
    let (reports, now, Upload { studio, hash, .. }) = (app.reports.clone(), chance::now(), *upload);
    let report = app.disk.read(move |db| reports.of(db, studio, now)).await?;
    Ok(report.is_some_and(|report| report.picture.erased().contains(&hash)))
}

/// A request about a file, its headers read and its signature not yet looked at.
struct Asked {
    device: DeviceId,
    signature: Signature,
    method: String,
    path: String,
    headers: HeaderMap,
}

impl Asked {
    fn of(request: &Request<Body>) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let read = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Problem::Unsigned);
        let device = read(HEADER_DEVICE)?.parse().map_err(|_| Problem::Unsigned)?;
        let signature = read(HEADER_SIGNATURE)?.parse().map_err(|_| Problem::Unsigned)?;
        let (method, path) = (request.method().as_str().to_owned(), request.uri().path().to_owned());
        Ok(Self { device, signature, method, path, headers })
    }

    fn header(&self, name: &'static str) -> Result<&str, Problem> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Problem::Malformed(name))
    }

    fn number(&self, name: &'static str) -> Result<u64, Problem> {
        self.header(name)?.parse().map_err(|_| Problem::Malformed(name))
    }

    /// Goes on if a member's trusted phone signed this and a record that the member sees names the file. How many bytes
    /// the file has, when it is here whole. One that was erased is never here, and comes no more.
    async fn may(&self, app: &App, studio: StudioId, hash: PieceHash) -> Result<Option<u64>, Problem> {
        let (reports, now, device) = (app.reports.clone(), chance::now(), self.device);
        let found = app.disk.read(move |db| {
            let Some(report) = reports.of(db, studio, now)? else { return Ok(None) };
            Ok(Some((report.picture, rows::bytes_of(db, studio, hash)?)))
        });
        // a studio that nobody founded and one that this device is not of are told in one word
        let (picture, here) = found.await?.ok_or(Problem::UnknownDevice)?;
        let known = picture.members.device(device).filter(|_| !picture.members.is_revoked(device));
        let known = known.ok_or(Problem::UnknownDevice)?;
        let text = signed_headers(|name| self.headers.get(name)?.to_str().ok());
        if !verify_request(&known.key, &self.method, &self.path, text.as_bytes(), &self.signature) {
            return Err(Problem::Signature);
        }
        if picture.members.role_of(known.person).is_none() {
            return Err(Problem::NotFound);
        }
        if !picture.names(hash, |kept| kept.owner() == Some(known.person) || kept.counts()) {
            return Err(Problem::NotFound);
        }
        if picture.erased().contains(&hash) {
            return Err(Problem::FileErased);
        }
        Ok(here.filter(|_| app.files.path(hash).is_file()))
    }
}

fn place((studio, hash): &(String, String)) -> Result<(StudioId, PieceHash), Problem> {
    Ok((studio.parse().map_err(|_| Problem::NotFound)?, hash.parse().map_err(|_| Problem::NotFound)?))
}

/// `hash <base64>` among the pairs of a tus client's metadata.
fn hash_in(metadata: &str) -> Option<PieceHash> {
    let mut pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let (_, value) = pairs.find(|(name, _)| *name == "hash")?;
    String::from_utf8(BASE64.decode(value.as_bytes()).ok()?).ok()?.parse().ok()
}

fn checksum_in(header: &str) -> Option<Vec<u8>> {
    BASE64.decode(header.strip_prefix("sha256 ")?.as_bytes()).ok()
}

fn tus(status: StatusCode, numbers: &[(&'static str, u64)]) -> Response {
    let mut answer = (status, [(CACHE_CONTROL, "no-store")], [(HEADER_RESUMABLE, TUS_VERSION)]).into_response();
    for (name, number) in numbers {
        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(*number));
    }
    answer
}

/// Work with the folder, off the threads that answer. It keeps its place until it has ended, also when whoever asked has
/// gone.
async fn disk<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&App) -> io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    let app = Arc::clone(app);
    let place = Arc::clone(&app.file_jobs).acquire_owned().await.map_err(|_| Problem::Internal)?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work(&app);
        drop(place);
        done
    });
    done.await.map_err(|_| Problem::Internal)?.map_err(failed)
}

fn failed(error: io::Error) -> Problem {
    Fault::Store(StoreError::Other(error.to_string())).into()
}
