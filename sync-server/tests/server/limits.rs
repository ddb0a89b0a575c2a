//! Limits of the server alone, at their numbers and one above. `core/tests/limits/main.rs` lists all of them.

use std::pin::Pin;
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Waker};

use axum::http::StatusCode;
use studio_core::access::Role;
use studio_core::cbor::to_vec;
use studio_core::decision::What;
use studio_core::id::{DeviceId, PersonId};
use studio_core::limits::{DEVICE_NAME_CHARS_MAX, INVITE_TRIES_MAX};
use studio_core::replica::NewDevice;
use studio_core::sign::Secret;
use studio_core::wire::{ENROL_PATH, EnrolAnswer, EnrolRequest, RenewRequest, renew_path};
use studio_sync_server::chance;
use studio_sync_server::fault::Fault;
use studio_sync_server::limits::{
    DEVICES_MAX, FORM_BYTES_MAX, INVITES_A_DAY_MAX, NAME_CHARS_MAX, TITLE_CHARS_MAX, WAITING_JOBS_MAX,
};

use crate::county::{Browser, County, between};

fn device() -> NewDevice {
    NewDevice { device: DeviceId(chance::bytes()), seed: chance::bytes(), nonce: chance::bytes() }
}

#[tokio::test]
async fn four_wrong_names_leave_an_invite_open_and_the_fifth_closes_it() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    county.join(&code, "周慧敏").await;
    for _ in 1..INVITE_TRIES_MAX {
        assert_eq!(county.enrol(&code, "李四", &device()).await.code(), "invite-other-name");
    }
    county.join(&code, "周慧敏").await;
    assert_eq!(county.enrol(&code, "李四", &device()).await.code(), "invite-other-name");
    assert_eq!(county.enrol(&code, "周慧敏", &device()).await.code(), "invite-closed");
}

#[tokio::test]
async fn devices_of_one_person() {
    let county = County::new().await;
    let (studio, chief) = county.studio().await;
    let path = renew_path(studio);
    let renew = |new: NewDevice| RenewRequest {
        device: new.device,
        key: Secret::from_seed(new.seed).public(),
        device_name: "手机".into(),
    };
    for _ in 1..DEVICES_MAX {
        let _: EnrolAnswer = county.send(chief.signed(&path, to_vec(&renew(device())))).await.read();
    }
    let over = county.send(chief.signed(&path, to_vec(&renew(device())))).await;
    assert_eq!((over.status, over.code().as_str()), (StatusCode::CONFLICT, "too-many-devices"));
}

#[tokio::test]
async fn invites_of_one_studio_in_a_day() {
    let county = County::new().await;
    let (_, chief) = county.studio().await;
    let person = PersonId(chance::bytes());
    // the bureau's own invite of the chief is the first
    for _ in 1..INVITES_A_DAY_MAX {
        assert_eq!(chief.invite(&county, person, Role::Backbone, "王丽").await.status, StatusCode::OK);
    }
    let over = chief.invite(&county, person, Role::Backbone, "王丽").await;
    assert_eq!((over.status, over.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too-many-invites"));
    let seconds: u32 = over.header("retry-after").parse().unwrap();
    assert!((1..=86_400).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_devices_name_is_kept_up_to_its_limit() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    for chars in [DEVICE_NAME_CHARS_MAX, DEVICE_NAME_CHARS_MAX + 1] {
        let new = device();
        let request = EnrolRequest {
            code: code.clone(),
            device: new.device,
            key: Secret::from_seed(new.seed).public(),
            device_name: "机".repeat(chars),
            person_name: "周慧敏".into(),
        };
        let answer: EnrolAnswer = county.post(ENROL_PATH, to_vec(&request)).await.read();
        let mut names = answer.decisions.iter().filter_map(|signed| match signed.read().unwrap().what {
            What::Device(certificate) => Some(certificate.name),
            _ => None,
        });
        assert_eq!(names.next(), Some("机".repeat(DEVICE_NAME_CHARS_MAX)));
    }
}

/// The page that the bureau sees after founding a studio under these names.
async fn founding(officer: &Browser<'_>, name: &str, chief: &str) -> String {
    let token = officer.token().await;
    let fields = [
        ("token", token.as_str()),
        ("project", "new"),
        ("project-name", "乡村首席教师工作室建设模式创新"),
        ("name", name),
        ("school", "赵桥小学"),
        ("chief", chief),
    ];
    officer.post("/bureau/studios", &fields).await.text()
}

#[tokio::test]
async fn names_that_the_bureau_types() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let (title, name) = ("室".repeat(TITLE_CHARS_MAX), "周".repeat(NAME_CHARS_MAX));
    let made = |page: &str| between(page, "id=\"invite-code\">", "<").is_some();
    assert!(!made(&founding(&officer, &format!("{title}室"), &name).await));
    assert!(!made(&founding(&officer, &title, &format!("{name}周")).await));
    assert!(made(&founding(&officer, &title, &name).await));
}

#[tokio::test]
async fn bytes_of_a_form() {
    let county = County::new().await;
    let browser = Browser { county: &county, cookie: String::new() };
    let rest = "account=lin&password=&x=".len();
    let filler = |bytes: usize| "x".repeat(bytes - rest);
    let at =
        browser.post("/bureau/login", &[("account", "lin"), ("password", ""), ("x", &filler(FORM_BYTES_MAX))]).await;
    assert_eq!(at.status, StatusCode::UNAUTHORIZED, "read, and the password is wrong");
    let over = browser
        .post("/bureau/login", &[("account", "lin"), ("password", ""), ("x", &filler(FORM_BYTES_MAX + 1))])
        .await;
    assert!(over.status.is_client_error() && over.status != StatusCode::UNAUTHORIZED, "{}", over.status);
}

/// Lets a future begin: its job goes to the writer's door.
fn begin<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn jobs_that_wait_for_the_writer() {
    let county = County::new().await;
    let disk = &county.app.disk;
    let ((started, has_started), (go_on, may_go_on)) = (channel(), channel::<()>());
    let mut first = Box::pin(disk.write(move |_| {
        started.send(()).unwrap();
        may_go_on.recv().unwrap();
        Ok(())
    }));
    assert!(begin(&mut first).is_pending());
    has_started.recv().unwrap();
    let mut waiting: Vec<_> = (0..WAITING_JOBS_MAX).map(|_| Box::pin(disk.write(|_| Ok(())))).collect();
    assert!(waiting.iter_mut().all(|job| begin(job).is_pending()));
    assert!(matches!(begin(&mut Box::pin(disk.write(|_| Ok(())))), Poll::Ready(Err(Fault::Busy))));
    go_on.send(()).unwrap();
    for job in waiting {
        job.await.unwrap();
    }
}
