//! What a phone is told when a picture is not taken: each bad input with its code and its sentence, each limit at its number
//! and one above it. Nothing of it stays, and the right picture comes all the same.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode};
use data_encoding::BASE64;
use hyper::body::{Body as HttpBody, Frame};
use sha2::{Digest, Sha256};
use studio_core::files::{CHUNK_BYTES_MAX, HEADER_CHECKSUM, HEADER_OFFSET, file_path};
use studio_core::id::PieceHash;
use studio_core::pieces::{PICTURE_BYTES_MAX, PIECE_BYTES_MAX, hash_of};
use studio_sync_server::chance;
use studio_sync_server::limits::{FILES_OF_STUDIO_BYTES_MAX, PART_IDLE, PARTS_OF_DEVICE_MAX};
use studio_sync_server::store::sqlite::files as rows;

use crate::binary::{run, said};
use crate::county::{Answer, County, Phone};
use crate::tus::{ask, asked, begin, bring, jpeg, jpeg_of, record, segment, upload};

const UNFIT: (u16, &str, &str) = (422, "file-unfit", "这不是应用缩小过的照片");
const OFFSET: (u16, &str, &str) = (409, "file-offset", "照片接不上");
const TOO_LARGE: (u16, &str, &str) = (413, "file-too-large", "这张照片或扫描件太大");

/// Status, code and sentence.
fn told_in_words(answer: &Answer) -> (u16, String, String) {
    let code = answer.code();
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.ends_with('。'), "what to do is a sentence: {detail}");
    (answer.status.as_u16(), code, problem["title"].as_str().unwrap().to_owned())
}

#[track_caller]
fn refused(answer: &Answer, (status, code, title): (u16, &str, &str), what: &str) {
    assert_eq!(told_in_words(answer), (status, code.to_owned(), title.to_owned()), "{what}");
}

/// A PNG that says where it was taken: its head, a size, a text, its end. Checksums are left out: nobody looks so far.
fn png() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], contents: &[u8]| {
        let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
        [&length[..], kind, contents, &[0; 4]].concat()
    };
    let size = [0, 0, 4, 176, 0, 0, 6, 64, 8, 2, 0, 0, 0];
    let text = chunk(b"tEXt", b"GPS\x0024.88,102.83");
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &size), text, chunk(b"IEND", &[])].concat()
}

/// A JPEG whose header says 10,000 × 10,000.
fn hundred_megapixels() -> Vec<u8> {
    let frame = segment(0xc0, &[8, 0x27, 0x10, 0x27, 0x10, 1, 1, 0x11, 0]);
    let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
    [&[0xff, 0xd8][..], &segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), &frame, &scan, &[7, 7, 0xff, 0xd9]]
        .concat()
}

#[tokio::test]
async fn bytes_that_are_no_bare_photo_are_refused_in_words_and_leave_nothing() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let exif = segment(0xe1, b"Exif\0\0MM");
    let all: [(&str, Vec<u8>); 7] = [
        ("a place and a camera", jpeg(500, &exif)),
        ("a remark", jpeg(500, &segment(0xfe, b"102.83,24.88"))),
        ("a PNG with a place", png()),
        ("100 megapixels", hundred_megapixels()),
        ("a second picture behind its end", [jpeg(90, &[]), jpeg(90, &exif)].concat()),
        ("a text", "课堂提问".as_bytes().to_vec()),
        ("a cut picture", jpeg(100, &[])[..60].to_vec()),
    ];
    let bytes: Vec<&[u8]> = all.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    record(&mut chief, 0x51, &bytes, true);
    chief.sync(&county).await;
    for (what, bytes) in &all {
        refused(&upload(&county, &chief, bytes).await, UNFIT, what);
        let hash = hash_of(bytes);
        assert_eq!(ask(&county, &chief, Method::GET, hash).await.status, StatusCode::NO_CONTENT, "{what}");
        assert_eq!(
            ask(&county, &chief, Method::HEAD, hash).await.status,
            StatusCode::NOT_FOUND,
            "{what}: nothing of it stays"
        );
    }
}

#[tokio::test]
async fn a_picture_of_no_bytes_is_refused_before_any_chunk() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    record(&mut chief, 0x51, &[&[]], true);
    chief.sync(&county).await;
    refused(&begin(&county, &chief, hash_of(&[]), 0).await, UNFIT, "no bytes");
    assert_eq!(
        ask(&county, &chief, Method::HEAD, hash_of(&[])).await.status,
        StatusCode::NOT_FOUND,
        "nothing of it stays"
    );
}

#[tokio::test]
async fn a_chunk_that_lies_is_refused_in_words_and_the_upload_goes_on_where_it_was() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let bytes = jpeg(600_000, &[]);
    let hash = hash_of(&bytes);
    record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    assert_eq!(begin(&county, &chief, hash, bytes.len()).await.status, StatusCode::CREATED);
    let first = &bytes[..CHUNK_BYTES_MAX];
    assert_eq!(bring(&county, &chief, hash, 0, first).await.status, StatusCode::NO_CONTENT);
    refused(&bring(&county, &chief, hash, 0, first).await, OFFSET, "a chunk twice");
    refused(&bring(&county, &chief, hash, 300_000, b"later").await, OFFSET, "a gap");
    refused(&bring(&county, &chief, hash, 100, &bytes[100..200]).await, OFFSET, "a chunk that overlaps");
    refused(&bring(&county, &chief, hash, usize::MAX, b"x").await, OFFSET, "an offset behind every file");
    let malformed = (400, "malformed", "内容不完整");
    let sum = |chunk: &[u8]| (HEADER_CHECKSUM, format!("sha256 {}", BASE64.encode(&Sha256::digest(chunk))));
    for offset in ["-1", "", "262144.5", "99999999999999999999"] {
        let headers = [(HEADER_OFFSET, offset.to_owned()), sum(b"x")];
        let request = asked(&chief, &Method::PATCH, &file_path(chief.studio(), hash), &headers, b"x".to_vec());
        refused(&county.send(request).await, malformed, offset);
    }
    let headers = [(HEADER_OFFSET, CHUNK_BYTES_MAX.to_string()), sum(b"other")];
    let torn = asked(&chief, &Method::PATCH, &file_path(chief.studio(), hash), &headers, b"torn".to_vec());
    refused(&county.send(torn).await, (460, "file-checksum", "照片的一段在路上损坏了"), "a torn chunk");
    let there = ask(&county, &chief, Method::HEAD, hash).await;
    assert_eq!(there.header(HEADER_OFFSET), CHUNK_BYTES_MAX.to_string(), "where it was");
    bring_the_rest(&county, &chief, &bytes, CHUNK_BYTES_MAX).await;
}

async fn bring_the_rest(county: &County, phone: &Phone, bytes: &[u8], from: usize) {
    let hash = hash_of(bytes);
    for at in (from..bytes.len()).step_by(CHUNK_BYTES_MAX) {
        let chunk = &bytes[at..bytes.len().min(at + CHUNK_BYTES_MAX)];
        let brought = bring(county, phone, hash, at, chunk).await;
        assert_eq!(brought.status, StatusCode::NO_CONTENT, "{}", brought.text());
    }
    assert!(ask(county, phone, Method::GET, hash).await.body == bytes);
}

/// A body whose line breaks behind these bytes.
struct Broken(Option<Vec<u8>>);

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let came = self.0.take().map(|bytes| Frame::data(bytes.into()));
        Poll::Ready(Some(came.ok_or_else(|| std::io::Error::other("the line broke"))))
    }
}

/// A chunk of which only the first bytes came.
async fn cut(county: &County, phone: &Phone, hash: PieceHash, (offset, chunk): (usize, &[u8]), came: &[u8]) -> Answer {
    let sum = format!("sha256 {}", BASE64.encode(&Sha256::digest(chunk)));
    let headers = [(HEADER_OFFSET, offset.to_string()), (HEADER_CHECKSUM, sum)];
    let (head, _) = asked(phone, &Method::PATCH, &file_path(phone.studio(), hash), &headers, Vec::new()).into_parts();
    county.send(Request::from_parts(head, Body::new(Broken(Some(came.to_vec()))))).await
}

#[tokio::test]
async fn a_chunk_that_the_line_cut_is_kept_as_far_as_it_came_and_no_wrong_byte_gets_a_name() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let bytes = jpeg(600_000, &[]);
    let hash = hash_of(&bytes);
    record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    begin(&county, &chief, hash, bytes.len()).await;
    let chunk = &bytes[..CHUNK_BYTES_MAX];
    assert_eq!(cut(&county, &chief, hash, (0, chunk), &chunk[..100_000]).await.status, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(ask(&county, &chief, Method::HEAD, hash).await.header(HEADER_OFFSET), "100000");
    cut(&county, &chief, hash, (0, chunk), &chunk[..90_000]).await;
    assert_eq!(ask(&county, &chief, Method::HEAD, hash).await.header(HEADER_OFFSET), "100000", "late, it adds nothing");
    bring_the_rest(&county, &chief, &bytes, 100_000).await;

    let other = jpeg(300_000, &[]);
    let hash = hash_of(&other);
    record(&mut chief, 0x52, &[&other], true);
    chief.sync(&county).await;
    begin(&county, &chief, hash, other.len()).await;
    cut(&county, &chief, hash, (0, &other), &[1; 100_000]).await;
    let last = bring(&county, &chief, hash, 100_000, &other[100_000..]).await;
    refused(&last, (422, "file-hash", "照片和它的名字对不上"), "what came was not what was sent");
    assert_eq!(upload(&county, &chief, &other).await.status, StatusCode::NO_CONTENT, "begun anew it comes");
}

#[tokio::test]
async fn bytes_under_another_name_are_refused_in_words_and_the_right_ones_come() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let (named, other) = (jpeg_of(b"the right one", &[]), jpeg_of(b"another one!!", &[]));
    record(&mut chief, 0x51, &[&named], true);
    chief.sync(&county).await;
    let hash = hash_of(&named);
    begin(&county, &chief, hash, named.len()).await;
    let wrong = bring(&county, &chief, hash, 0, &other).await;
    refused(&wrong, (422, "file-hash", "照片和它的名字对不上"), "not what its name says");
    begin(&county, &chief, hash, 10).await;
    refused(&bring(&county, &chief, hash, 0, &named).await, TOO_LARGE, "longer than was said");
    assert_eq!(upload(&county, &chief, &named).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn another_studios_picture_is_neither_brought_nor_fetched_by_who_knows_its_hash() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let bytes = jpeg(1_000, &[]);
    record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &bytes).await.status, StatusCode::NO_CONTENT);
    let (_, code) = county.officer("lin").await.create("白庙乡数学教师工作室", "高志强").await;
    let mut stranger = county.join(&code, "高志强").await;
    let nothing = (404, "not-found", "没有这个地址");
    refused(&begin(&county, &stranger, hash_of(&bytes), bytes.len()).await, nothing, "begun");
    refused(&bring(&county, &stranger, hash_of(&bytes), 0, &bytes).await, nothing, "brought");
    refused(&ask(&county, &stranger, Method::GET, hash_of(&bytes)).await, nothing, "fetched");
    // naming it is no way to it: whoever names a hash has to bring the bytes
    record(&mut stranger, 0x51, &[&bytes], true);
    stranger.sync(&county).await;
    assert_eq!(ask(&county, &stranger, Method::GET, hash_of(&bytes)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(begin(&county, &stranger, hash_of(&bytes), bytes.len()).await.header(HEADER_OFFSET), "0");
}

#[tokio::test]
async fn an_upload_that_a_restore_took_away_is_begun_anew_and_loses_nothing() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let bytes = jpeg(600_000, &[]);
    let hash = hash_of(&bytes);
    record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    begin(&county, &chief, hash, bytes.len()).await;
    bring(&county, &chief, hash, 0, &bytes[..CHUNK_BYTES_MAX]).await;
    let (safe, anew) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let backup = text(&safe.path().join("1.db"));
    said(&run(&["backup", "--data", &text(county.folder.path()), "--to", &backup]));
    said(&run(&["restore", "--data", &text(anew.path()), "--from", &backup]));

    let county = County::over(anew);
    chief.sync(&county).await;
    let goes_on = bring(&county, &chief, hash, CHUNK_BYTES_MAX, &bytes[CHUNK_BYTES_MAX..2 * CHUNK_BYTES_MAX]).await;
    refused(&goes_on, (404, "not-found", "没有这个地址"), "as if nothing had happened");
    assert_eq!(begin(&county, &chief, hash, bytes.len()).await.header(HEADER_OFFSET), "0");
    bring_the_rest(&county, &chief, &bytes, 0).await;
}

#[tokio::test]
async fn bytes_of_a_picture_and_of_a_chunk_at_their_limits_and_one_above() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let largest = jpeg(PICTURE_BYTES_MAX - jpeg(0, &[]).len(), &[]);
    assert_eq!(largest.len(), PICTURE_BYTES_MAX);
    record(&mut chief, 0x51, &[&largest], true);
    chief.sync(&county).await;
    let hash = hash_of(&largest);
    refused(&begin(&county, &chief, hash, PIECE_BYTES_MAX + 1).await, TOO_LARGE, "a byte too much");
    assert_eq!(begin(&county, &chief, hash, PICTURE_BYTES_MAX).await.status, StatusCode::CREATED);
    let over = bring(&county, &chief, hash, 0, &largest[..=CHUNK_BYTES_MAX]).await;
    refused(&over, (413, "too-large", "一次发得太多"), "a chunk of a byte too much");
    bring_the_rest(&county, &chief, &largest, 0).await;
}

#[tokio::test]
async fn bytes_of_a_studio_at_their_limit_and_one_above() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let bytes = jpeg(1_000, &[]);
    let length = bytes.len() as u64;
    record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    let device = chief.replica.identity().device;
    let fill = async |name: u8, bytes: u64| {
        let of = (studio, PieceHash([name; 32]), bytes);
        county.app.disk.write(move |desk| Ok(rows::note(desk.db(), of, device, chance::now())?)).await.unwrap();
    };
    let full = (507, "files-full", "工作室的照片占满了服务器上的位置");
    begin(&county, &chief, hash_of(&bytes), bytes.len()).await;
    fill(1, FILES_OF_STUDIO_BYTES_MAX - length + 1).await;
    refused(&begin(&county, &chief, hash_of(&bytes), bytes.len()).await, full, "begun");
    refused(&bring(&county, &chief, hash_of(&bytes), 0, &bytes).await, full, "begun before, and the last chunk now");

    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    let (of, device) =
        ((studio, PieceHash([1; 32]), FILES_OF_STUDIO_BYTES_MAX - length), chief.replica.identity().device);
    county.app.disk.write(move |desk| Ok(rows::note(desk.db(), of, device, chance::now())?)).await.unwrap();
    assert_eq!(upload(&county, &chief, &bytes).await.status, StatusCode::NO_CONTENT, "up to the last byte");
}

#[tokio::test]
async fn uploads_that_one_phone_has_begun_at_their_limit_and_one_above() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let all: Vec<Vec<u8>> = (0..=PARTS_OF_DEVICE_MAX).map(|n| jpeg_of(format!("{n:02}").as_bytes(), &[])).collect();
    let bytes: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    record(&mut lily, 0x51, &bytes, true);
    lily.sync(&county).await;
    let (last, first) = bytes.split_last().unwrap();
    for bytes in first {
        assert_eq!(begin(&county, &lily, hash_of(bytes), bytes.len()).await.status, StatusCode::CREATED);
    }
    let over = begin(&county, &lily, hash_of(last), last.len()).await;
    refused(&over, (429, "too-many-files", "同时在传的照片太多"), "one more");
    let seconds: u64 = over.header("retry-after").parse().unwrap();
    assert!((1..=PART_IDLE.as_secs() + 1).contains(&seconds), "{seconds}");
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, last).await.status, StatusCode::NO_CONTENT, "another phone's are its own");
    assert_eq!(bring(&county, &lily, hash_of(first[0]), 0, first[0]).await.status, StatusCode::NO_CONTENT);
    let next = all[1].as_slice();
    assert_eq!(upload(&county, &lily, next).await.status, StatusCode::NO_CONTENT, "what was begun goes on");
}
