//! A phone's pictures for tests: the bytes of one, records that name it, and its requests as PROTOCOL §14 has them.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::files::{
    CHUNK_BYTES_MAX, CHUNK_MEDIA_TYPE, HEADER_CHECKSUM, HEADER_LENGTH, HEADER_METADATA, HEADER_OFFSET, file_path,
    files_path, signed_headers,
};
use studio_core::id::{PieceHash, RecordId};
use studio_core::pieces::hash_of;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::scan::{MEDIA_PDF, is_pdf};
use studio_core::sign::sign_request;
use studio_core::wire::{HEADER_DEVICE, HEADER_SIGNATURE};

use crate::county::{Answer, County, Phone};

pub(crate) fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &u16::try_from(contents.len() + 2).unwrap().to_be_bytes(), contents].concat()
}

/// A JPEG's skeleton with so many bytes of scan.
pub(crate) fn jpeg(bytes: usize, more: &[u8]) -> Vec<u8> {
    jpeg_of(&vec![7; bytes], more)
}

/// The same with this for its scan.
pub(crate) fn jpeg_of(scan: &[u8], more: &[u8]) -> Vec<u8> {
    let frame = segment(0xc0, &[8, 4, 176, 6, 64, 1, 1, 0x11, 0]);
    let head = [&[0xff, 0xd8][..], &segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), more, &frame].concat();
    [&head[..], &segment(0xda, &[1, 1, 0, 0, 63, 0]), scan, &[0xff, 0xd9]].concat()
}

/// A phone's request about a file.
pub(crate) fn asked(
    phone: &Phone,
    method: &Method,
    path: &str,
    headers: &[(&str, String)],
    body: Vec<u8>,
) -> Request<Body> {
    let text = signed_headers(|name| headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str()));
    let signature = sign_request(phone.replica.secret(), method.as_str(), path, text.as_bytes());
    let mut request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, CHUNK_MEDIA_TYPE);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.header(HEADER_DEVICE, phone.replica.identity().device.to_string());
    request.header(HEADER_SIGNATURE, signature.to_string()).body(Body::from(body)).unwrap()
}

pub(crate) async fn begin(county: &County, phone: &Phone, hash: PieceHash, length: usize) -> Answer {
    let metadata = format!("hash {}", BASE64.encode(hash.to_string().as_bytes()));
    let headers = [(HEADER_LENGTH, length.to_string()), (HEADER_METADATA, metadata)];
    county.send(asked(phone, &Method::POST, &files_path(phone.studio()), &headers, Vec::new())).await
}

pub(crate) async fn bring(county: &County, phone: &Phone, hash: PieceHash, offset: usize, chunk: &[u8]) -> Answer {
    let sum = format!("sha256 {}", BASE64.encode(&Sha256::digest(chunk)));
    let headers = [(HEADER_OFFSET, offset.to_string()), (HEADER_CHECKSUM, sum)];
    county.send(asked(phone, &Method::PATCH, &file_path(phone.studio(), hash), &headers, chunk.to_vec())).await
}

pub(crate) async fn ask(county: &County, phone: &Phone, method: Method, hash: PieceHash) -> Answer {
    county.send(asked(phone, &method, &file_path(phone.studio(), hash), &[], Vec::new())).await
}

/// A file as far as its headers ask.
pub(crate) async fn ask_for(county: &County, phone: &Phone, hash: PieceHash, lines: &[(HeaderName, &str)]) -> Answer {
    let mut request = asked(phone, &Method::GET, &file_path(phone.studio(), hash), &[], Vec::new());
    for (name, value) in lines {
        request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
    }
    county.send(request).await
}

/// A whole picture, as a phone brings it.
pub(crate) async fn upload(county: &County, phone: &Phone, bytes: &[u8]) -> Answer {
    let hash = hash_of(bytes);
    assert_eq!(begin(county, phone, hash, bytes.len()).await.status, StatusCode::CREATED);
    let mut last = None;
    for (n, chunk) in bytes.chunks(CHUNK_BYTES_MAX).enumerate() {
        last = Some(bring(county, phone, hash, n * CHUNK_BYTES_MAX, chunk).await);
    }
    last.unwrap()
}

/// A meeting with these pictures, handed in or not.
pub(crate) fn record(phone: &mut Phone, n: u8, pictures: &[&[u8]], done: bool) -> RecordId {
    let me = phone.person().to_string();
    let attendance = format!("attendance/{me}");
    let fields = [
        ("kind", "theme-research"),
        ("topic", "课堂提问"),
        ("start", "2026-03-10T14:30"),
        ("end", "2026-03-10T16:30"),
        ("place", "赵桥小学"),
        ("host", me.as_str()),
        (attendance.as_str(), "signed"),
    ];
    with_pictures(phone, n, (RecordType::Activity, &fields), pictures, done)
}

/// A PDF with these objects in it.
pub(crate) fn paper(objects: &[u8]) -> Vec<u8> {
    [b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", objects, b"\ntrailer\n%%EOF\n"].concat()
}

/// A paper with these pictures, handed in.
pub(crate) fn outcome(phone: &mut Phone, n: u8, title: &str, pictures: &[&[u8]]) -> RecordId {
    let day = "2026-03-10";
    let fields = [
        ("kind", "paper"),
        ("title", title),
        ("level", "county"),
        ("issuer", "教研室"),
        ("day", day),
        ("proof", "档案盒"),
        ("other_authors", "周慧敏"),
    ];
    with_pictures(phone, n, (RecordType::Outcome, &fields), pictures, true)
}

fn with_pictures(
    phone: &mut Phone,
    n: u8,
    (record_type, fields): (RecordType, &[(&str, &str)]),
    pictures: &[&[u8]],
    done: bool,
) -> RecordId {
    let record = RecordId([n; 16]);
    let mut fields: Vec<(String, Scalar)> =
        fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
    for (order, bytes) in (1_i64..).zip(pictures) {
        let one = Attachment {
            hash: hash_of(bytes),
            kind: AttachmentKind::Photo,
            media: if is_pdf(bytes) { MEDIA_PDF } else { "image/jpeg" }.into(),
            bytes: bytes.len() as u64,
            order,
            pupils: false,
            thumb: None,
            caption: "板书".into(),
        };
        fields.push((one.key(), one.text().into()));
    }
    let fields = fields.into_iter().map(|(key, value)| FieldEdit { key, seen: None, value: Some(value) }).collect();
    let draft = Draft { record_type, record, fields };
    phone.act(&if done { Command::Finish(draft) } else { Command::Save(draft) });
    record
}
