//! Scans: a paper as a PDF comes and goes as a picture does, is handed over as a file and drawn nowhere; one that acts, is
//! locked, damaged or tells where its photos were taken is refused in words, and nothing of it stays.

use std::io::Write;

use axum::http::header::RANGE;
use axum::http::{Method, StatusCode};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use studio_core::pieces::{PICTURE_BYTES_MAX, hash_of};
use studio_core::scan::SCAN_BYTES_MAX;

use crate::county::County;
use crate::tus::{ask, ask_for, begin, jpeg, outcome, paper, upload};

/// An object that packs others.
fn packed(inside: &[u8], more: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(inside).unwrap();
    let head = format!("6 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode {more}>>\nstream\n");
    [head.as_bytes(), &encoder.finish().unwrap(), b"\nendstream\nendobj\n"].concat()
}

#[tokio::test]
async fn a_scan_of_many_chunks_comes_whole_is_fetched_in_parts_and_opens_as_a_file_for_the_officer() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let bytes = paper(&vec![7; 3 << 20]);
    let hash = hash_of(&bytes);
    let of = outcome(&mut lily, 0x51, "获奖证书", &[&bytes]);
    lily.sync(&county).await;
    assert_eq!(upload(&county, &lily, &bytes).await.status, StatusCode::NO_CONTENT);

    chief.sync(&county).await;
    let told = ask(&county, &chief, Method::HEAD, hash).await;
    let length = bytes.len().to_string();
    assert_eq!((told.header("content-type"), told.header("content-length")), ("application/pdf", length.as_str()));
    let mut fetched = Vec::new();
    for first in (0..bytes.len()).step_by(1 << 20) {
        let range = format!("bytes={first}-{}", first + (1 << 20) - 1);
        let part = ask_for(&county, &chief, hash, &[(RANGE, &range)]).await;
        assert_eq!((part.status, part.header("content-type")), (StatusCode::PARTIAL_CONTENT, "application/pdf"));
        fetched.extend_from_slice(&part.body);
    }
    assert!(fetched == bytes);

    let officer = county.officer("lin").await;
    let place = format!("/bureau/studios/{studio}/files/{hash}");
    let page = officer.get(&format!("/bureau/studios/{studio}/records/{of}")).await.text();
    assert!(page.contains(&format!("href=\"{place}\"")) && page.contains("PDF，3.1 MB，点开下载"), "{page}");
    assert!(!page.contains(&format!("src=\"{place}\"")), "nothing of it is drawn");
    let file = officer.get(&place).await;
    let called = "attachment; filename*=UTF-8''%E8%8E%B7%E5%A5%96%E8%AF%81%E4%B9%A6%2D%E6%9D%BF%E4%B9%A6.pdf";
    assert_eq!((file.header("content-type"), file.header("content-disposition")), ("application/pdf", called));
    assert!(file.body == bytes);
}

#[tokio::test]
async fn a_paper_that_acts_carries_a_file_is_locked_damaged_or_tells_is_refused_in_words_and_stays_nowhere() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let act = |name: &str| paper(format!("4 0 obj\n<< /S /{name} >>\nendobj\n").as_bytes());
    let telling =
        b"3 0 obj\n<< /Filter /DCTDecode >>\nstream\n\xff\xd8\xff\xe1\0\x0fExif\0\0MM\0*GPS\nendstream\nendobj";
    let whole = paper(b"");
    let all: [(&str, Vec<u8>); 9] = [
        ("runs a script", act("JavaScript")),
        ("starts a program", act("Launch")),
        ("carries a file", act("EmbeddedFile")),
        ("starts a program, packed", paper(&packed(b"7 0 << /S /Launch >>", ""))),
        ("cannot be looked into", paper(&packed(b"7 0 << >>", "/DecodeParms 8 0 R "))),
        ("unpacks to more than is looked at", paper(&packed(&vec![b' '; 33 << 20], ""))),
        ("is locked", paper(b"4 0 obj\n<< /Encrypt 5 0 R >>\nendobj\n")),
        ("is cut off", whole.split_at(whole.len() - 8).0.to_vec()),
        ("says where its photo was taken", paper(telling)),
    ];
    for (n, (what, bytes)) in (0x51..).zip(&all) {
        outcome(&mut chief, n, what, &[bytes]);
        chief.sync(&county).await;
        let answer = upload(&county, &chief, bytes).await;
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let found = (answer.status.as_u16(), answer.code(), problem["title"].as_str().unwrap().to_owned());
        assert_eq!(found, (422, "scan-unfit".to_owned(), "服务器没有收这份 PDF".to_owned()), "{what}");
        let hash = hash_of(bytes);
        assert_eq!(ask(&county, &chief, Method::HEAD, hash).await.status, StatusCode::NOT_FOUND, "{what}");
        assert!(!county.app.files.path(hash).exists(), "{what}");
    }
    let fine = paper(&packed(b"7 0 << /Type /Page >>", ""));
    outcome(&mut chief, 0x71, "论文", &[&fine]);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &fine).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn bytes_of_a_scan_and_of_a_picture_at_their_limits_and_one_above() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let largest = paper(&vec![7; SCAN_BYTES_MAX - paper(b"").len()]);
    assert_eq!(largest.len(), SCAN_BYTES_MAX);
    let picture = jpeg(PICTURE_BYTES_MAX + 1 - jpeg(0, &[]).len(), &[]);
    outcome(&mut chief, 0x51, "最大的一份", &[&largest, &picture]);
    chief.sync(&county).await;
    let over = begin(&county, &chief, hash_of(&largest), SCAN_BYTES_MAX + 1).await;
    assert_eq!(over.code(), "file-too-large", "a byte too much");
    assert_eq!(upload(&county, &chief, &largest).await.status, StatusCode::NO_CONTENT);
    assert_eq!(upload(&county, &chief, &picture).await.code(), "file-too-large", "a photo is never as large as a scan");
    assert!(!county.app.files.path(hash_of(&picture)).exists());
}
