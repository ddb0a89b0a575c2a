//! Pictures: a phone brings them in chunks, colleagues and the officer see them under their record, and nobody else learns
//! of them. What a phone is refused is said, and nothing of it stays.

use axum::body::Body;
use axum::http::header::COOKIE;
use axum::http::{Method, Request, StatusCode};
use data_encoding::BASE64;
use studio_core::files::{CHUNK_BYTES_MAX, HEADER_CHECKSUM, HEADER_OFFSET, file_path, files_path};
use studio_core::id::StudioId;
use studio_core::pieces::{PIECE_BYTES_MAX, hash_of};

use crate::binary::{run, said};
use crate::county::{County, Phone};
use crate::tus::{ask, asked, begin, bring, jpeg, outcome, record, segment, upload};

#[tokio::test]
async fn a_picture_comes_in_chunks_resumes_where_it_stopped_and_is_seen_by_colleague_and_officer() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let bytes = jpeg(600_000, &[]);
    let hash = hash_of(&bytes);
    let of = record(&mut lily, 0x51, &[&bytes], true);
    lily.sync(&county).await;
    assert_eq!(ask(&county, &lily, Method::HEAD, hash).await.status, StatusCode::NOT_FOUND, "nothing was begun");
    let begun = begin(&county, &lily, hash, bytes.len()).await;
    assert_eq!((begun.status, begun.header("location")), (StatusCode::CREATED, file_path(studio, hash).as_str()));
    let first = bring(&county, &lily, hash, 0, &bytes[..CHUNK_BYTES_MAX]).await;
    assert_eq!((first.status, first.header(HEADER_OFFSET)), (StatusCode::NO_CONTENT, "262144"));
    assert_eq!(bring(&county, &lily, hash, 0, &bytes[..CHUNK_BYTES_MAX]).await.code(), "file-offset", "a chunk twice");
    assert_eq!(bring(&county, &lily, hash, 300_000, b"later").await.code(), "file-offset", "a gap");
    assert_eq!(ask(&county, &lily, Method::GET, hash).await.status, StatusCode::NO_CONTENT, "not whole: not shown");

    // the server is killed and starts again: the upload goes on where it stopped
    let county = County::over(county.folder);
    assert_eq!(ask(&county, &lily, Method::HEAD, hash).await.header(HEADER_OFFSET), "262144");
    for (n, chunk) in bytes.chunks(CHUNK_BYTES_MAX).enumerate().skip(1) {
        let brought = bring(&county, &lily, hash, n * CHUNK_BYTES_MAX, chunk).await;
        assert_eq!(brought.status, StatusCode::NO_CONTENT, "{}", brought.text());
    }
    let there = bytes.len().to_string();
    assert_eq!(ask(&county, &lily, Method::HEAD, hash).await.header(HEADER_OFFSET), there);
    assert_eq!(begin(&county, &lily, hash, bytes.len()).await.header(HEADER_OFFSET), there, "already");

    chief.sync(&county).await;
    let fetched = ask(&county, &chief, Method::GET, hash).await;
    assert_eq!((fetched.status, fetched.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert!(fetched.body == bytes);
    let officer = county.officer("lin").await;
    let page = officer.get(&format!("/bureau/studios/{studio}/records/{of}")).await.text();
    let place = format!("/bureau/studios/{studio}/files/{hash}");
    assert!(page.contains(&format!("src=\"{place}\"")) && page.contains("板书"), "{page}");
    assert!(officer.get(&place).await.body == bytes);
}

#[tokio::test]
async fn who_does_not_see_the_record_learns_nothing_of_its_picture() {
    let county = County::new().await;
    county.add_officer("白河县教育局", "bai").await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let (shown, draft) = (jpeg(1_000, &[]), jpeg(2_000, &[]));
    record(&mut lily, 0x51, &[&shown], true);
    record(&mut lily, 0x52, &[&draft], false);
    lily.sync(&county).await;
    for bytes in [&shown, &draft] {
        assert_eq!(upload(&county, &lily, bytes).await.status, StatusCode::NO_CONTENT);
    }
    let status = async |phone: &Phone, bytes: &[u8]| ask(&county, phone, Method::GET, hash_of(bytes)).await.status;
    assert_eq!(status(&lily, &draft).await, StatusCode::OK, "her own draft");
    assert_eq!(status(&chief, &shown).await, StatusCode::OK);
    assert_eq!(status(&chief, &draft).await, StatusCode::NOT_FOUND, "a colleague's draft");

    let (elsewhere, other) = county.officer("lin").await.create("白庙乡数学工作室", "高志强").await;
    let stranger = county.join(&other, "高志强").await;
    assert_eq!(status(&stranger, &shown).await, StatusCode::NOT_FOUND, "another studio's member in their own");
    let path = file_path(studio, hash_of(&shown));
    let answer = county.send(asked(&stranger, &Method::GET, &path, &[], Vec::new())).await;
    assert_eq!(answer.code(), "unknown-device", "another studio's member in this one");
    assert_eq!(begin(&county, &stranger, hash_of(&shown), shown.len()).await.code(), "not-found", "no oracle");
    assert_ne!(elsewhere, studio);

    let unsigned = Request::get(&path).body(Body::empty()).unwrap();
    assert_eq!(county.send(unsigned).await.code(), "unsigned");
    let mut forged = asked(&lily, &Method::GET, &path, &[], Vec::new());
    forged.headers_mut().insert(HEADER_OFFSET, "7".parse().unwrap());
    assert_eq!(county.send(forged).await.code(), "bad-signature", "a header that was not signed");

    let place = format!("/bureau/studios/{studio}/files/{}", hash_of(&shown));
    assert_eq!(county.officer("bai").await.get(&place).await.status, StatusCode::NOT_FOUND, "another bureau's officer");
    let nobody = Request::get(&place).header(COOKIE, "").body(Body::empty()).unwrap();
    assert_ne!(county.send(nobody).await.status, StatusCode::OK, "nobody signed in");
    let nowhere = format!("/bureau/studios/{studio}/files/{}", hash_of(b"nothing"));
    assert_eq!(county.officer("lin").await.get(&nowhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stopped_phone_neither_brings_nor_fetches() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let bytes = jpeg(1_000, &[]);
    record(&mut lily, 0x51, &[&bytes], true);
    lily.sync(&county).await;
    assert_eq!(upload(&county, &lily, &bytes).await.status, StatusCode::NO_CONTENT);
    let officer = county.officer("lin").await;
    let fields = [("token", officer.token().await), ("device", lily.replica.identity().device.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
    officer.post(&format!("/bureau/studios/{studio}/revoke"), &fields).await;
    assert_eq!(ask(&county, &lily, Method::GET, hash_of(&bytes)).await.code(), "unknown-device");
    assert_eq!(begin(&county, &lily, hash_of(&bytes), bytes.len()).await.code(), "unknown-device");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_with_a_word_and_nothing_of_it_stays() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let exif = jpeg(500, &segment(0xe1, b"Exif\0\0MM"));
    let all: [&[u8]; 4] = [&exif, b"\x89PNG\r\n\x1a\n", &jpeg(100, &[])[..60], b"MZ"];
    record(&mut chief, 0x51, &all, true);
    chief.sync(&county).await;
    for bytes in all {
        let refused = upload(&county, &chief, bytes).await;
        assert_eq!(refused.code(), "file-unfit", "{bytes:?}");
        assert_eq!(ask(&county, &chief, Method::GET, hash_of(bytes)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(ask(&county, &chief, Method::HEAD, hash_of(bytes)).await.status, StatusCode::NOT_FOUND);
    }
    let (named, other) = (jpeg(700, &[]), [jpeg(698, &[]), vec![0, 0]].concat());
    record(&mut chief, 0x52, &[&named], true);
    chief.sync(&county).await;
    let hash = hash_of(&named);
    assert_eq!(begin(&county, &chief, hash, PIECE_BYTES_MAX + 1).await.code(), "file-too-large");
    begin(&county, &chief, hash, named.len()).await;
    assert_eq!(bring(&county, &chief, hash, 0, &other).await.code(), "file-hash", "not what its name says");
    begin(&county, &chief, hash, 10).await;
    assert_eq!(bring(&county, &chief, hash, 0, &named).await.code(), "file-too-large", "longer than was said");
    let headers = [(HEADER_OFFSET, "0".to_owned()), (HEADER_CHECKSUM, format!("sha256 {}", BASE64.encode(&[0; 32])))];
    let path = file_path(chief.studio(), hash);
    let torn = county.send(asked(&chief, &Method::PATCH, &path, &headers, b"torn".to_vec())).await;
    assert_eq!((torn.status.as_u16(), torn.code()), (460, "file-checksum".to_owned()));
    assert_eq!(ask(&county, &chief, Method::DELETE, hash).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(&county, &chief, Method::HEAD, hash).await.status, StatusCode::NOT_FOUND, "given up");
    assert_eq!(upload(&county, &chief, &named).await.status, StatusCode::NO_CONTENT, "and the right one comes");
}

#[tokio::test]
async fn whoever_asks_what_is_spoken_is_told() {
    let county = County::new().await;
    let path = files_path(StudioId([1; 16]));
    let asked = Request::builder().method(Method::OPTIONS).uri(path).body(Body::empty()).unwrap();
    let said = county.send(asked).await;
    assert_eq!(said.header("tus-version"), "1.0.0");
    assert_eq!(said.header("tus-extension"), "creation,checksum,termination");
}

#[tokio::test]
async fn the_pictures_behind_a_number_and_of_a_record_stand_on_pages_for_printing_each_once() {
    let county = County::new().await;
    county.add_officer("白河县教育局", "bai").await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    let (twice, once) = (jpeg(1_000, &[]), jpeg(2_000, &[]));
    outcome(&mut chief, 0x51, "一篇论文", &[&twice, &once]);
    let other = outcome(&mut chief, 0x52, "另一篇论文", &[&twice]);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &twice).await.status, StatusCode::NO_CONTENT);
    let officer = county.officer("lin").await;
    let path = format!("/bureau/studios/{studio}/records/{other}/pictures");
    let page = officer.get(&path).await.text();
    assert!(page.contains("另一篇论文") && page.contains("板书") && page.contains("每页 4 张"), "{page}");
    assert!(officer.get(&format!("{path}?each=4")).await.text().contains("每页 2 张"));
    let indicator = format!("/bureau/studios/{studio}/indicators/9");
    assert!(officer.get(&indicator).await.text().contains("全部照片 2 张"));
    let page = officer.get(&format!("{indicator}/pictures")).await.text();
    let picture = format!("/files/{}\"", hash_of(&twice));
    assert_eq!(page.matches(&picture).count(), 1, "the same picture under two records is shown once");
    assert!(page.contains("原图还在手机上"), "one that nobody has brought yet is said");
    let without = format!("{indicator}/pictures?each=4&out={}", hash_of(&once));
    let page = officer.get(&without).await.text();
    assert!(page.contains(&picture) && page.contains("每页 2 张") && page.contains("· 1 张照片"), "{page}");
    assert!(
        page.contains("有 1 张没有印。") && !page.contains("原图还在手机上"),
        "one that was left out is gone: {page}"
    );
    let both = format!("{indicator}/pictures?each=4&amp;out={},{}", hash_of(&once), hash_of(&twice));
    assert!(page.replace("&#38;", "&amp;").contains(&both), "the next is left out beside it: {page}");
    let stranger = county.officer("bai").await;
    for path in [path, format!("{indicator}/pictures")] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_backup_takes_the_pictures_along_a_restore_brings_them_back_and_doctor_counts_what_is_missing() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let (kept, lost) = (jpeg(1_000, &[]), jpeg(2_000, &[]));
    record(&mut chief, 0x51, &[&kept, &lost], true);
    chief.sync(&county).await;
    for bytes in [&kept, &lost] {
        assert_eq!(upload(&county, &chief, bytes).await.status, StatusCode::NO_CONTENT);
    }
    let (data, safe, anew) =
        (county.folder.path().to_owned(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let backup = |n: u8| {
        let to = text(&safe.path().join(format!("{n}.db")));
        said(&run(&["backup", "--data", &text(&data), "--to", &to]))
    };
    assert!(backup(1).contains("照片: 2 (2 new"), "the first copies all");
    assert!(backup(2).contains("照片: 2 (0 new"), "the second what is new");
    let whole = studio_sync_server::store::files::Files::beside(&safe.path().join("2.db"));
    std::fs::write(whole.path(hash_of(&lost)), b"damaged").unwrap();
    let from = text(&safe.path().join("2.db"));
    let restored = said(&run(&["restore", "--data", &text(anew.path()), "--from", &from]));
    assert!(restored.contains("1 of 2"), "{restored}");
    let words = said(&run(&["doctor", "--data", &text(anew.path()), "--behind-proxy"]));
    assert!(words.contains("! 照片") && words.contains("2 张里有 1 张"), "{words}");

    let county = County::over(anew);
    chief.sync(&county).await;
    assert!(ask(&county, &chief, Method::GET, hash_of(&kept)).await.body == kept);
    let begun = begin(&county, &chief, hash_of(&lost), lost.len()).await;
    assert_eq!(begun.header(HEADER_OFFSET), "0", "the phone that has it brings it again");
    assert_eq!(upload(&county, &chief, &lost).await.status, StatusCode::NO_CONTENT);
    assert!(ask(&county, &chief, Method::GET, hash_of(&lost)).await.body == lost);
}
