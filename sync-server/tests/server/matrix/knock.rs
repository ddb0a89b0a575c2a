//! How each of them knocks at a line of the table: with everything that they have, as an honest client would send it.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Request};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use studio_core::access::Role;
use studio_core::cbor::to_vec;
use studio_core::files::{HEADER_CHECKSUM, HEADER_LENGTH, HEADER_METADATA, HEADER_OFFSET, signed_headers};
use studio_core::id::{DeviceId, PersonId};
use studio_core::sign::{Secret, sign_request};
use studio_core::wire::{GuideRequest, HEADER_DEVICE, HEADER_SIGNATURE, HeldRequest, InviteRequest, RenewRequest};

use super::scene::{Scene, Shot, Where, Who};
use crate::county::{Answer, HOST_NAME};

/// What is knocked at: an address of the table with its places filled in.
#[derive(Debug, Clone)]
pub(crate) struct Knock {
    pub(crate) method: Method,
    pub(crate) path: String,
    shot: Shot,
}

impl Scene {
    /// An address of the table as somebody fills it in who asks for this picture in this studio.
    pub(crate) fn at(&self, path: &str, method: &Method, (place, shot): (Where, Shot)) -> Knock {
        let path = path
            .replace("{studio}", &self.studio(place).to_string())
            .replace("{project}", &self.project(place).to_string())
            .replace("{record}", &self.record(place).to_string())
            .replace("{hash}", &shot.hash().to_string())
            .replace("{paper}", "case")
            .replace("{number}", "9")
            .replace("{term}", "2025-spring")
            .replace("{what}", "reached")
            .replace("{*path}", "index.html");
        assert!(!path.contains('{'), "the matrix does not know how to fill in {path}");
        Knock { method: method.clone(), path, shot }
    }

    pub(crate) async fn knocks(&self, who: Who, knock: &Knock) -> Answer {
        let mut request = Request::builder().method(&knock.method).uri(&knock.path).header(HOST, HOST_NAME);
        let (headers, body) = self.asks(knock);
        for (name, value) in &headers {
            request = request.header(*name, value);
        }
        if let Some((device, signature)) = self.signs(who, knock, &headers, &body) {
            request = request.header(HEADER_DEVICE, device.to_string());
            request = if let Some(text) = signature { request.header(HEADER_SIGNATURE, text) } else { request };
        }
        let (cookie, token) = self.cookies.get(&who).cloned().unwrap_or_default();
        if !cookie.is_empty() {
            request = request.header(COOKIE, cookie).header(ORIGIN, format!("https://{HOST_NAME}"));
        }
        if knock.method == Method::POST && knock.path.starts_with("/bureau/") {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            let form = format!("token={token}&name=x&device={0}&grant={0}&person={0}", DeviceId([1; 16]));
            return self.county.send(request.body(Body::from(form)).unwrap()).await;
        }
        self.county.send(request.body(Body::from(body)).unwrap()).await
    }

    /// What an honest phone sends there: tus' headers, or a message.
    fn asks(&self, knock: &Knock) -> (Vec<(&'static str, String)>, Vec<u8>) {
        let (bytes, hash) = (knock.shot.bytes(), knock.shot.hash());
        let is_files = knock.path.contains("/files");
        match (&knock.method, knock.path.rsplit('/').next()) {
            (&Method::POST, Some("files")) => {
                let metadata = format!("hash {}", BASE64.encode(hash.to_string().as_bytes()));
                (vec![(HEADER_LENGTH, bytes.len().to_string()), (HEADER_METADATA, metadata)], Vec::new())
            }
            (&Method::PATCH, _) if is_files => {
                let chunk = bytes[..9].to_vec();
                let sum = format!("sha256 {}", BASE64.encode(&Sha256::digest(&chunk)));
                (vec![(HEADER_OFFSET, "0".to_owned()), (HEADER_CHECKSUM, sum)], chunk)
            }
            (&Method::POST, Some(last)) if knock.path.starts_with("/v1/") => (Vec::new(), self.message(last)),
            _ => Default::default(),
        }
    }

    /// A message that could stand.
    fn message(&self, last: &str) -> Vec<u8> {
        let key = Secret::from_seed([3; 32]).public();
        match last {
            "sync" => self.phones[&Who::Author].body(),
            "held" => to_vec(&HeldRequest { let_in: None }),
            "guide" => to_vec(&GuideRequest { form: 1, guide: String::new(), version: 0 }),
            "devices" => to_vec(&RenewRequest { device: DeviceId([8; 16]), key, device_name: "手机".into() }),
            "invites" => to_vec(&InviteRequest {
                person: PersonId([8; 16]),
                role: Role::Backbone,
                person_name: "甲".into(),
                school: "乙".into(),
            }),
            // whatever else there is to say is not said rightly, and fails where an answer is expected
            _ => Vec::new(),
        }
    }

    /// The device that is named, and a signature, as far as somebody has them.
    fn signs(
        &self,
        who: Who,
        knock: &Knock,
        headers: &[(&'static str, String)],
        body: &[u8],
    ) -> Option<(DeviceId, Option<String>)> {
        let named = self.phones.get(&if matches!(who, Who::Unsigned | Who::Forged) { Who::Chief } else { who })?;
        let text = signed_headers(|name| headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str()));
        let bytes = if knock.path.contains("/files") { text.as_bytes() } else { body };
        let other = Secret::from_seed([5; 32]);
        let secret = if who == Who::Forged { &other } else { named.replica.secret() };
        let signature = sign_request(secret, knock.method.as_str(), &knock.path, bytes).to_string();
        Some((named.replica.identity().device, (who != Who::Unsigned).then_some(signature)))
    }
}

/// Status, headers and body of an answer.
pub(crate) type Seen = (u16, Vec<(String, String)>, Vec<u8>);

/// Everything of an answer that a client sees but the name that each request gets.
pub(crate) fn seen(answer: &Answer) -> Seen {
    let mut headers = named(&answer.headers);
    headers.retain(|(name, _)| name != "x-request-id");
    headers.sort();
    (answer.status.as_u16(), headers, answer.body.clone())
}

fn named(headers: &HeaderMap) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into())).collect()
}
