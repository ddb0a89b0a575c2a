//! Parts of a picture, as a phone and an officer's browser ask for them: right, or the whole, never wrong bytes.

use axum::body::Body;
use axum::http::header::{COOKIE, HOST, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE};
use axum::http::{HeaderValue, Method, Request, StatusCode};
use studio_core::files::{HEADER_LENGTH, HEADER_OFFSET, file_path};
use studio_core::id::StudioId;
use studio_core::pieces::hash_of;

use crate::county::{Answer, Browser, County, HOST_NAME, Phone};
use crate::tus::{asked, jpeg_of, record, upload};

const PIXELS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// The two doors of one picture.
enum Door<'a> {
    Phone(&'a Phone),
    Officer(&'a Browser<'a>),
}

impl Door<'_> {
    async fn ask(&self, county: &County, studio: StudioId, method: Method, lines: &[(HeaderName, &str)]) -> Answer {
        let hash = hash_of(&bytes());
        let mut request = match self {
            Self::Phone(phone) => asked(phone, &method, &file_path(studio, hash), &[], Vec::new()),
            Self::Officer(browser) => {
                let path = format!("/bureau/studios/{studio}/files/{hash}");
                let request = Request::builder().method(method).uri(path).header(HOST, HOST_NAME);
                request.header(COOKIE, &browser.cookie).body(Body::empty()).unwrap()
            }
        };
        for (name, value) in lines {
            request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
        }
        county.send(request).await
    }
}

fn bytes() -> Vec<u8> {
    jpeg_of(PIXELS, &[])
}

#[tokio::test]
async fn a_part_of_a_picture_is_those_bytes_or_the_whole_for_phone_and_officer_alike() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let all = bytes();
    record(&mut chief, 0x51, &[&all], true);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &all).await.status, StatusCode::NO_CONTENT);
    let officer = county.officer("lin").await;
    let tag = format!("\"{}\"", hash_of(&all));
    let end = all.len();
    let last = |from: usize| format!("bytes {from}-{}/{end}", end - 1);
    for door in [Door::Phone(&chief), Door::Officer(&officer)] {
        let get = async |lines: &[(HeaderName, &str)]| door.ask(&county, studio, Method::GET, lines).await;
        let whole = |answer: &Answer, of: &str| {
            assert_eq!((answer.status, answer.body == all), (StatusCode::OK, true), "{of}");
            assert_eq!(answer.header("content-range"), "", "{of}");
            assert_eq!((answer.header("etag"), answer.header("accept-ranges")), (tag.as_str(), "bytes"), "{of}");
            assert_eq!(
                (answer.header("cache-control"), answer.header("content-type")),
                ("no-store", "image/jpeg"),
                "{of}"
            );
        };
        whole(&get(&[]).await, "no range");
        for (range, from, to, place) in [
            ("bytes=0-0", 0, 1, format!("bytes 0-0/{end}")),
            ("bytes=10-19", 10, 20, format!("bytes 10-19/{end}")),
            ("bytes=20-", 20, end, last(20)),
            ("bytes=-5", end - 5, end, last(end - 5)),
            ("bytes=-100000", 0, end, last(0)),
            ("bytes=3-100000", 3, end, last(3)),
        ] {
            for lines in [vec![(RANGE, range)], vec![(RANGE, range), (IF_RANGE, tag.as_str())]] {
                let answer = get(&lines).await;
                assert_eq!((answer.status, answer.header("content-range")), (StatusCode::PARTIAL_CONTENT, &*place));
                assert!(answer.body == all[from..to], "{range}");
                assert_eq!((answer.header("etag"), answer.header("content-type")), (tag.as_str(), "image/jpeg"));
            }
            whole(&get(&[(RANGE, range), (IF_RANGE, "\"another\"")]).await, "of another version");
        }
        for several in ["bytes=0-5,3-9", "bytes=0-,0-", "bytes=9-3", "bytes=x-", "pixels=0-1"] {
            whole(&get(&[(RANGE, several)]).await, several);
        }
        for behind in [format!("bytes={end}-"), "bytes=100000-100001".to_owned(), "bytes=-0".to_owned()] {
            let answer = get(&[(RANGE, behind.as_str())]).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::RANGE_NOT_SATISFIABLE, "file-range"));
            assert_eq!(answer.header("content-range"), format!("bytes */{end}"), "{behind}");
        }
        let had = get(&[(IF_NONE_MATCH, tag.as_str())]).await;
        assert_eq!((had.status, had.body.len(), had.header("etag")), (StatusCode::NOT_MODIFIED, 0, tag.as_str()));

        let head = door.ask(&county, studio, Method::HEAD, &[(RANGE, "bytes=0-1")]).await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "HEAD tells of the whole");
        let got = get(&[]).await;
        for name in ["content-length", "content-type", "etag", "accept-ranges", "cache-control"] {
            assert_eq!(head.header(name), got.header(name), "{name}");
        }
        if matches!(door, Door::Phone(_)) {
            assert_eq!(
                (head.header(HEADER_OFFSET), head.header(HEADER_LENGTH)),
                (&*end.to_string(), &*end.to_string())
            );
        }
    }
}

#[tokio::test]
async fn who_may_not_see_a_picture_is_told_of_no_range_and_no_tag_of_it() {
    let county = County::new().await;
    county.add_officer("白河县教育局", "bai").await;
    let (studio, mut chief) = county.studio().await;
    let lily = county.backbone(&mut chief, "王丽").await;
    record(&mut chief, 0x51, &[&bytes()], false);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &bytes()).await.status, StatusCode::NO_CONTENT);
    let (tag, stranger) = (format!("\"{}\"", hash_of(&bytes())), county.officer("bai").await);
    for door in [Door::Phone(&lily), Door::Officer(&stranger)] {
        for lines in [vec![(RANGE, "bytes=0-1")], vec![(RANGE, "bytes=100000-")], vec![(IF_NONE_MATCH, tag.as_str())]] {
            let answer = door.ask(&county, studio, Method::GET, &lines).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{lines:?}");
            for name in ["etag", "content-range", "accept-ranges"] {
                assert_eq!(answer.header(name), "", "{lines:?}");
            }
        }
    }
}
