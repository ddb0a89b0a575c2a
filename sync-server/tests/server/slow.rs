//! Clients that drip or say nothing: cut off at their limits, on a clock that jumps whenever nothing else moves.

use std::time::Duration;

use studio_core::wire::sync_path;
use studio_sync_server::limits::{HEADER_TIMEOUT, REQUEST_TIMEOUT};
use studio_sync_server::serve::listen::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, pause, timeout};

use crate::county::County;

/// How long, on the clock that jumps, until the server closes on a client that says this and no more; and its last words.
async fn closed_after(county: &County, said: &str) -> (Duration, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    stream.write_all(said.as_bytes()).await.unwrap();
    pause();
    let serving = tokio::spawn(serve(listener, county.router.clone(), None, std::future::pending()));
    let (begun, mut heard) = (Instant::now(), Vec::new());
    let closed = timeout(REQUEST_TIMEOUT * 10, stream.read_to_end(&mut heard)).await;
    assert!(closed.is_ok(), "still open after {:?}", begun.elapsed());
    serving.abort();
    (begun.elapsed(), String::from_utf8(heard).unwrap())
}

pub(crate) fn is_at(limit: Duration, passed: Duration) -> bool {
    (limit..limit + Duration::from_secs(1)).contains(&passed)
}

#[tokio::test]
async fn a_client_that_says_nothing_is_cut_off_after_ten_seconds() {
    let (passed, heard) = closed_after(&County::new().await, "").await;
    assert!(is_at(HEADER_TIMEOUT, passed), "{passed:?}");
    assert_eq!(heard, "");
}

/// `P` may be the beginning of `POST` as well as of HTTP/2's preface.
#[tokio::test]
async fn a_client_that_says_one_letter_is_cut_off_after_ten_seconds() {
    let (passed, _) = closed_after(&County::new().await, "P").await;
    assert!(is_at(HEADER_TIMEOUT, passed), "{passed:?}");
}

#[tokio::test]
async fn a_client_that_never_ends_its_head_is_cut_off_after_ten_seconds() {
    let said = "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nX-Drip: ";
    let (passed, _) = closed_after(&County::new().await, said).await;
    assert!(is_at(HEADER_TIMEOUT, passed), "{passed:?}");
}

#[tokio::test]
async fn a_body_that_never_ends_is_answered_after_thirty_seconds_with_what_to_do() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let (parts, _) = chief.signed(&sync_path(studio), chief.body()).into_parts();
    let mut head = format!("POST {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 999\r\n", parts.uri);
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    let (passed, heard) = closed_after(&county, &format!("{head}\r\nhalf")).await;
    assert!(is_at(REQUEST_TIMEOUT, passed), "{passed:?}");
    assert!(heard.starts_with("HTTP/1.1 408 ") && heard.contains("\"code\":\"too-slow\""), "{heard}");
    assert!(heard.contains("application/problem+json") && heard.contains("记录都在本机"), "{heard}");
}

#[tokio::test]
async fn a_page_that_takes_too_long_says_so_in_chinese() {
    let head = "POST /bureau/login HTTP/1.1\r\nHost: x\r\nOrigin: https://x\r\nConnection: close\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 999\r\n\r\naccount=";
    let (passed, heard) = closed_after(&County::new().await, head).await;
    assert!(is_at(REQUEST_TIMEOUT, passed), "{passed:?}");
    assert!(heard.starts_with("HTTP/1.1 408 ") && heard.contains("网络太慢"), "{heard}");
}
