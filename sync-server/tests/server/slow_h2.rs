//! Clients of HTTP/2 over TLS that drip or say nothing: cut off like those of HTTP/1, on a clock that jumps whenever
//! nothing else moves.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use rustls::pki_types::ServerName;
use studio_sync_server::limits::{HEADER_TIMEOUT, REQUEST_TIMEOUT};
use studio_sync_server::serve::listen::serve;
use studio_sync_server::serve::tls::{PemFiles, Tls};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, pause, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::county::County;
use crate::slow::is_at;
use crate::tls::{certificate, trusting};

/// What every client of HTTP/2 says first, and its empty settings.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS: [u8; 9] = frame(0, 4, 0);
/// `POST`, `https`, `/` from the table of names that both sides know.
const HEAD: [u8; 3] = [0x83, 0x87, 0x84];

/// The beginning of a frame that its client may end or not: length, type, no flag, stream.
const fn frame(length: u8, kind: u8, stream: u8) -> [u8; 9] {
    [0, 0, length, kind, 0, 0, 0, 0, stream]
}

/// A county that speaks TLS, its clock standing still from now on, and a line to it on which nothing was said.
async fn connected(county: &County) -> (TcpStream, TlsConnector) {
    let folder = county.folder.path();
    let trusted = certificate(folder);
    let tls = Tls::load(PemFiles { cert: folder.join("cert.pem"), key: folder.join("key.pem") }).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    pause();
    tokio::spawn(serve(listener, county.router.clone(), Some(tls), std::future::pending()));
    let mut client = trusting(&trusted);
    client.alpn_protocols = vec![b"h2".to_vec()];
    (stream, TlsConnector::from(Arc::new(client)))
}

/// A line on which both sides agreed upon HTTP/2.
async fn agreed(county: &County) -> TlsStream<TcpStream> {
    let (stream, connector) = connected(county).await;
    let stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    stream
}

/// How long, on the clock that jumps, until the server closes. Pings stay without an answer.
async fn closed(mut stream: impl AsyncRead + Unpin) -> Duration {
    let (begun, mut heard) = (Instant::now(), Vec::new());
    // a server that gives a line up says no farewell in TLS, which is an error to the reader
    let ended = timeout(REQUEST_TIMEOUT * 10, stream.read_to_end(&mut heard)).await;
    assert!(ended.is_ok(), "still open after {:?}", begun.elapsed());
    begun.elapsed()
}

/// The same for a client that says this and no more.
async fn closed_after(said: &[&[u8]]) -> Duration {
    let mut stream = agreed(&County::new().await).await;
    stream.write_all(&said.concat()).await.unwrap();
    closed(stream).await
}

#[tokio::test]
async fn a_client_that_never_begins_tls_is_cut_off_after_ten_seconds() {
    let (stream, _) = connected(&County::new().await).await;
    let passed = closed(stream).await;
    assert!(is_at(HEADER_TIMEOUT, passed), "{passed:?}");
}

#[tokio::test]
async fn a_client_that_says_nothing_after_tls_is_cut_off_after_ten_seconds() {
    let passed = closed_after(&[]).await;
    assert!(is_at(HEADER_TIMEOUT, passed), "{passed:?}");
}

#[tokio::test]
async fn a_client_that_stops_within_the_preface_is_cut_off_after_ten_seconds() {
    let passed = closed_after(&[&PREFACE[..16]]).await;
    assert!(is_at(HEADER_TIMEOUT, passed), "{passed:?}");
}

#[tokio::test]
async fn a_client_that_asks_nothing_and_answers_no_ping_is_cut_off_after_thirty_seconds() {
    let passed = closed_after(&[PREFACE, &SETTINGS]).await;
    assert!(is_at(REQUEST_TIMEOUT, passed), "{passed:?}");
}

#[tokio::test]
async fn a_client_that_never_ends_its_head_is_cut_off_after_thirty_seconds() {
    let passed = closed_after(&[PREFACE, &SETTINGS, &frame(3, 1, 1), &HEAD]).await;
    assert!(is_at(REQUEST_TIMEOUT, passed), "{passed:?}");
}

/// One byte of a frame every five seconds: bytes that come are no answer to a ping.
#[tokio::test]
async fn a_client_that_drips_its_head_is_cut_off_after_thirty_seconds() {
    let mut stream = agreed(&County::new().await).await;
    stream.write_all(&[PREFACE, &SETTINGS, &frame(200, 1, 1)].concat()).await.unwrap();
    let (begun, mut heard) = (Instant::now(), Vec::new());
    while timeout(Duration::from_secs(5), stream.read_to_end(&mut heard)).await.is_err() {
        assert!(begun.elapsed() < REQUEST_TIMEOUT * 10, "still open after {:?}", begun.elapsed());
        // refused once the line is down, which the next read tells
        drop(stream.write_all(&HEAD[..1]).await);
    }
    assert!(is_at(REQUEST_TIMEOUT, begun.elapsed()), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_body_that_never_ends_is_answered_after_thirty_seconds_with_what_to_do() {
    let (mut asking, line) = h2::client::handshake(agreed(&County::new().await).await).await.unwrap();
    // answers the server's pings
    tokio::spawn(line);
    let request = Request::post("https://localhost/bureau/login")
        .header("origin", "https://localhost")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(())
        .unwrap();
    let begun = Instant::now();
    let (answer, mut body) = asking.send_request(request, false).unwrap();
    body.send_data("account=".into(), false).unwrap();
    let mut answer = timeout(REQUEST_TIMEOUT * 10, answer).await.expect("an answer").unwrap();
    assert!(is_at(REQUEST_TIMEOUT, begun.elapsed()), "{:?}", begun.elapsed());
    assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
    let page = answer.body_mut().data().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&page).contains("网络太慢"), "{page:?}");
}
