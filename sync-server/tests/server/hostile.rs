//! Requests that no honest phone sends: each gets a clear answer, and nothing is written.

use std::io::Write;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use studio_core::id::PersonId;
use studio_core::limits::BODY_BYTES_MAX;
use studio_core::wire::{HEADER_DEVICE, HEADER_SIGNATURE, SyncAnswer, Verdict, sync_path};

use crate::county::County;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_and_one_at_the_limit_is_read() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let over = county.send(chief.signed(&sync_path(studio), vec![0; BODY_BYTES_MAX + 1])).await;
    assert_eq!((over.status, over.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    let at = county.send(chief.signed(&sync_path(studio), vec![0; BODY_BYTES_MAX])).await;
    assert_eq!((at.status, at.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
}

#[tokio::test]
async fn a_gzip_bomb_is_413() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let mut bomb = chief.signed(&sync_path(studio), gzip(&vec![0; 40 << 20]));
    bomb.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    let answer = county.send(bomb).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
}

#[tokio::test]
async fn a_packed_request_is_signed_over_what_is_inside() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let path = sync_path(studio);
    let plain = chief.body();
    let (parts, _) = chief.signed(&path, plain.clone()).into_parts();
    let mut packed = Request::from_parts(parts, Body::from(gzip(&plain)));
    packed.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    let _: SyncAnswer = county.send(packed).await.read();
}

#[tokio::test]
async fn an_unsigned_a_forged_and_a_strangers_request_are_401() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let backbone = county.backbone(&mut chief, "王丽").await;
    let path = sync_path(studio);

    let unsigned = county.post(&path, chief.body()).await;
    assert_eq!((unsigned.status, unsigned.code().as_str()), (StatusCode::UNAUTHORIZED, "unsigned"));

    let mut forged = backbone.signed(&path, chief.body());
    let name = chief.replica.identity().device.to_string();
    forged.headers_mut().insert(HEADER_DEVICE, name.parse().unwrap());
    let forged = county.send(forged).await;
    assert_eq!((forged.status, forged.code().as_str()), (StatusCode::UNAUTHORIZED, "bad-signature"));

    let (parts, _) = chief.signed(&path, chief.body()).into_parts();
    let swapped = county.send(Request::from_parts(parts, Body::from(backbone.body()))).await;
    assert_eq!(swapped.code(), "bad-signature");

    let mut stranger = chief.signed(&path, chief.body());
    let nobody = studio_core::id::DeviceId([3; 16]).to_string();
    stranger.headers_mut().insert(HEADER_DEVICE, nobody.parse().unwrap());
    let stranger = county.send(stranger).await;
    assert_eq!((stranger.status, stranger.code().as_str()), (StatusCode::UNAUTHORIZED, "unknown-device"));

    let mut garbled = chief.signed(&path, chief.body());
    garbled.headers_mut().insert(HEADER_SIGNATURE, "zz".parse().unwrap());
    assert_eq!(county.send(garbled).await.code(), "unsigned");
}

#[tokio::test]
async fn a_signature_for_one_studio_opens_no_other() {
    let county = County::new().await;
    let (_, chief) = county.studio().await;
    let (other, _) = county.studio().await;
    let answer = county.send(chief.signed(&sync_path(other), chief.body())).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "unknown-device"));
}

#[tokio::test]
async fn bytes_that_are_no_message_are_400_and_a_studio_that_is_not_here_is_404() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    for bad in [b"".to_vec(), b"{}".to_vec(), vec![0xff; 64], [chief.body(), vec![0]].concat()] {
        let answer = county.send(chief.signed(&sync_path(studio), bad)).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    }
    for path in ["/v1/studios/xyz/sync", "/v1/studios/00000000000000000000000000/sync", "/v1/nothing"] {
        let answer = county.send(chief.signed(path, chief.body())).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_protocol_that_is_not_spoken_here_says_so_and_the_next_request_is_served() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(PersonId([7; 16]), "李晓");
    let mut request = chief.replica.request(&chief.store, county_now(), 1 << 16).unwrap();
    request.protocol += 1;
    let answer = county.send(chief.signed(&sync_path(studio), studio_core::cbor::to_vec(&request))).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UPGRADE_REQUIRED, "update"));
    assert!(matches!(chief.sync(&county).await.as_slice(), [Verdict::Accepted(_)]));
}

fn county_now() -> studio_core::time::Millis {
    studio_sync_server::chance::now()
}
