//! The way in: right, wrong, used, expired, somebody else's.

use axum::http::StatusCode;
use studio_core::access::Role;
use studio_core::cbor::to_vec;
use studio_core::id::{DeviceId, PersonId};
use studio_core::replica::NewDevice;
use studio_core::wire::{EnrolAnswer, InviteAnswer, LOOK_PATH, LookAnswer, LookRequest};
use studio_sync_server::chance;
use studio_sync_server::codes::Code;
use studio_sync_server::limits::INVITE_OPEN_MS;
use studio_sync_server::store::sqlite::invites as rows;

use crate::county::{Answer, County};

async fn look(county: &County, code: &str) -> Answer {
    county.post(LOOK_PATH, to_vec(&LookRequest { code: code.to_owned() })).await
}

fn device() -> NewDevice {
    NewDevice { device: DeviceId(chance::bytes()), seed: chance::bytes(), nonce: chance::bytes() }
}

#[tokio::test]
async fn an_invite_says_who_invites_as_what_and_redeems_nothing_by_that() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    for _ in 0..2 {
        let said: LookAnswer = look(&county, &code.to_lowercase()).await.read();
        assert_eq!(said.studio_name, "赵桥乡语文首席教师工作室");
        assert_eq!((said.inviter_name.as_str(), said.role), ("临溪县教育局", Role::Chief));
        assert_eq!((said.person_name.as_str(), said.school.as_str()), ("周慧敏", "赵桥小学"));
    }
}

#[tokio::test]
async fn a_code_that_nobody_made_is_said_to_be_unknown() {
    let county = County::new().await;
    for code in ["7KQM2XW9", "kurz", ""] {
        let answer = look(&county, code).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "invite-unknown"), "{code}");
    }
}

#[tokio::test]
async fn the_same_person_comes_in_again_and_somebody_else_does_not() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    let first: EnrolAnswer = county.enrol(&code, "周慧敏", &device()).await.read();
    let thrown_away: EnrolAnswer = county.enrol(&code, "周 慧敏", &device()).await.read();
    assert_eq!(first.person, thrown_away.person);
    for _ in 0..5 {
        let other = county.enrol(&code, "李四", &device()).await;
        assert_eq!((other.status, other.code().as_str()), (StatusCode::CONFLICT, "invite-other-name"));
    }
    let closed = county.enrol(&code, "周慧敏", &device()).await;
    assert_eq!((closed.status, closed.code().as_str()), (StatusCode::GONE, "invite-closed"));
}

#[tokio::test]
async fn the_same_enrolment_twice_is_one_device() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    let new = device();
    let first: EnrolAnswer = county.enrol(&code, "周慧敏", &new).await.read();
    let again: EnrolAnswer = county.enrol(&code, "周慧敏", &new).await.read();
    assert_eq!(first.decisions, again.decisions);
}

#[tokio::test]
async fn an_expired_invite_says_so() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    let hash = Code::typed(&code).unwrap().hash();
    let aged = county.app.disk.write(move |desk| {
        let mut row = rows::invite(desk.db(), &hash)?.unwrap();
        row.expires_at.0 -= INVITE_OPEN_MS;
        // a row is only ever changed in its tries and redemption: another code stands for the old invite
        row.code_hash = Code::from_bytes([1; 5]).hash();
        Ok(rows::put_invite(desk.db(), &row)?)
    });
    aged.await.unwrap();
    let answer = look(&county, Code::from_bytes([1; 5]).as_str()).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::GONE, "invite-expired"));
}

#[tokio::test]
async fn a_name_that_is_empty_or_too_long_is_not_taken_and_uses_nothing_up() {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    for name in ["  ", &"长".repeat(41)] {
        let answer = county.enrol(&code, name, &device()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "name"));
    }
    county.join(&code, &"长".repeat(40)).await;
}

#[tokio::test]
async fn who_may_invite_whom_is_the_table_of_core() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let backbone = county.backbone(&mut chief, "王丽").await;
    let person = PersonId(chance::bytes());
    let cases = [
        (&chief, Role::Backbone, StatusCode::OK),
        (&chief, Role::Assistant, StatusCode::OK),
        (&chief, Role::Chief, StatusCode::FORBIDDEN),
        (&backbone, Role::Backbone, StatusCode::FORBIDDEN),
        (&backbone, Role::Assistant, StatusCode::FORBIDDEN),
        (&backbone, Role::Chief, StatusCode::FORBIDDEN),
    ];
    for (phone, role, status) in cases {
        let answer = phone.invite(&county, person, role, "赵静").await;
        assert_eq!(answer.status, status, "{role:?}");
    }
    let made: InviteAnswer = chief.invite(&county, person, Role::Backbone, "赵静").await.read();
    let said: LookAnswer = look(&county, &made.code).await.read();
    assert_eq!(said.person_name, "赵静");
}

#[tokio::test]
async fn a_chief_makes_a_code_for_a_members_new_phone_and_for_a_chief_only_the_bureau_does() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lost = county.backbone(&mut chief, "王丽").await;
    lost.add_person(PersonId([7; 16]), "李晓");
    lost.sync(&county).await;
    let made: InviteAnswer = chief.invite(&county, lost.person(), Role::Backbone, "王丽").await.read();
    let mut new = county.join(&made.code, "王丽").await;
    new.sync(&county).await;
    assert_eq!(new.person(), lost.person(), "the same person");
    assert!(new.replica.state().record(studio_core::id::RecordId([7; 16])).is_some(), "with her work");
    let own = chief.invite(&county, chief.person(), Role::Backbone, "周慧敏").await;
    assert_eq!((own.status, own.code().as_str()), (StatusCode::FORBIDDEN, "may-not"));

    let officer = county.officer("lin").await;
    let (token, person) = (officer.token().await, chief.person().to_string());
    let slip =
        officer.post(&format!("/bureau/studios/{studio}/invite"), &[("token", &token), ("person", &person)]).await;
    let code = crate::county::between(&slip.text(), "id=\"invite-code\">", "<").unwrap();
    assert_eq!(county.join(&code, "周慧敏").await.person(), chief.person());
}
