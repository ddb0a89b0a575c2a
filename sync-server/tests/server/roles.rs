//! Changes of role as the bureau makes them: the person stays the same one, with her records, her drafts and her phone.

use axum::http::StatusCode;
use studio_core::access::Role;
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::{PersonId, RecordId, StudioId};
use studio_core::read::ReadModel;
use studio_core::record_type::RecordType;
use studio_core::wire::{InviteAnswer, Verdict};
use studio_sync_server::chance;

use crate::county::{Browser, County, Phone, between};

fn draft(record: RecordId, topic: &str) -> Command {
    let field = |key: &str, value: &str| FieldEdit { key: key.into(), seen: None, value: Some(value.into()) };
    let fields = vec![field("topic", topic), field("kind", "joint-lesson-prep"), field("start", "2026-11-20T14:30")];
    Command::Save(Draft { record_type: RecordType::Activity, record, fields })
}

async fn make_chief(officer: &Browser<'_>, studio: StudioId, person: PersonId, former: &str) {
    let (token, person) = (officer.token().await, person.to_string());
    let fields = [("token", token.as_str()), ("person", person.as_str()), ("role", "chief"), ("former", former)];
    let answer = officer.post(&format!("/bureau/studios/{studio}/role"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

fn role(phone: &Phone) -> Option<Role> {
    ReadModel::of(phone.replica.state()).role_on(phone.person(), chance::now().day())
}

#[tokio::test]
async fn a_backbone_teacher_who_becomes_chief_is_one_person_with_one_history_and_her_phone_goes_on() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let (before, after) = (RecordId([0x71; 16]), RecordId([0x72; 16]));
    lily.act(&draft(before, "任职以前写的草稿"));
    lily.sync(&county).await;

    let officer = county.officer("lin").await;
    make_chief(&officer, studio, lily.person(), "backbone").await;
    let people = officer.get(&format!("/bureau/studios/{studio}/people")).await.text();
    assert!(!people.contains("现在有 2 位首席"), "one chief: {people}");
    let report = officer.get(&format!("/bureau/studios/{studio}")).await.text();
    assert!(report.contains("首席 王丽（赵桥小学）"), "{report}");

    lily.act(&draft(after, "没联网时写的"));
    let verdicts = lily.sync(&county).await;
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::Accepted { .. })), "{verdicts:?}");
    chief.sync(&county).await;
    assert_eq!((role(&lily), role(&chief)), (Some(Role::Chief), Some(Role::Backbone)));
    let model = ReadModel::of(lily.replica.state());
    for record in [before, after] {
        assert_eq!(model.find(record).and_then(|kept| kept.owner()), Some(lily.person()), "hers");
    }
    lily.act(&Command::Delete { record: before });
    let invited = lily.invite(&county, PersonId([9; 16]), Role::Backbone, "赵静").await;
    assert_eq!(invited.status, StatusCode::OK, "she invites now");
    let refused = chief.invite(&county, PersonId([9; 16]), Role::Backbone, "赵静").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "and the former chief does not");
    make_chief(&officer, studio, lily.person(), "backbone").await;
    chief.sync(&county).await;
    assert_eq!(role(&chief), Some(Role::Backbone), "said twice is said once");
}

#[tokio::test]
async fn the_page_of_people_offers_the_change_and_a_chief_who_leaves_holds_no_role() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let lily = county.backbone(&mut chief, "王丽").await;
    let officer = county.officer("lin").await;
    let page = officer.get(&format!("/bureau/studios/{studio}/people")).await.text();
    assert_eq!(page.matches("data-testid=\"make-chief\"").count(), 1, "of who is not chief");
    assert!(page.contains("原来的首席 周慧敏 改任"), "{page}");
    make_chief(&officer, studio, lily.person(), "leaves").await;
    chief.sync(&county).await;
    assert_eq!(role(&chief), None);
    let page = officer.get(&format!("/bureau/studios/{studio}/people")).await.text();
    assert!(!page.contains("周慧敏</b>"), "{page}");
}

#[tokio::test]
async fn a_chief_invited_under_the_name_of_somebody_of_the_studio_is_asked_about_and_becomes_nobody_twice() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let lily = county.backbone(&mut chief, "王丽").await;
    let rural = PersonId([0x55; 16]);
    chief.add_person(rural, "孙梅");
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let (token, path) = (officer.token().await, format!("/bureau/studios/{studio}/invite"));
    let named = async |name: &str, more: &[(&str, &str)]| {
        let fields = [&[("token", token.as_str()), ("name", name), ("school", "赵桥小学")], more].concat();
        officer.post(&path, &fields).await.text()
    };
    let member = named("王 丽", &[]).await;
    assert!(member.contains("已经是工作室成员") && member.contains(&format!("#member-{}", lily.person())), "{member}");
    let of_roster = named("孙梅", &[]).await;
    assert!(
        of_roster.contains(&format!("value=\"{rural}\"")) && !of_roster.contains("id=\"invite-code\""),
        "{of_roster}"
    );
    let fields = [("token", token.as_str()), ("person", &rural.to_string())];
    let slip = officer.post(&path, &fields).await.text();
    let code = between(&slip, "id=\"invite-code\">", "<").unwrap();
    assert_eq!(county.join(&code, "孙梅").await.person(), rural, "the one of the roster");
    assert!(named("孙梅", &[("other", "yes")]).await.contains("id=\"invite-code\""), "somebody else of that name");
    let page = officer.get(&format!("/bureau/studios/{studio}/people")).await.text();
    assert!(page.contains("现在有 2 位首席"), "two chiefs are never left without a word: {page}");
}

#[tokio::test]
async fn of_somebody_with_two_phones_the_one_that_may_hold_work_is_named_and_work_that_waits_too() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut old = county.backbone(&mut chief, "王丽").await;
    let made: InviteAnswer = chief.invite(&county, old.person(), Role::Backbone, "王丽").await.read();
    let mut new = county.join(&made.code, "王丽").await;
    new.sync(&county).await;
    let (device, path) = (old.replica.identity().device, format!("/bureau/studios/{studio}"));
    let aged = county.app.disk.write(move |desk| {
        let days = "UPDATE seen SET at = at - 5 * 86400000 WHERE device_id = ?1";
        Ok(desk.db().execute(days, [device.0]).map_err(studio_sync_server::store::sqlite::fault)?)
    });
    assert_eq!(aged.await.unwrap(), 1);
    let officer = county.officer("lin").await;
    let page = officer.get(&path).await.text();
    assert!(page.contains("另一部手机（测试手机）上次同步是5 天前，上面可能还有没上传的。"), "{page}");
    assert!(page.contains("其余 1 人都同步过") && !page.contains("2 人都同步过"), "{page}");
    assert!(officer.get("/bureau/").await.text().contains("1 人另有手机没同步"));
    chief.sync(&county).await;
    let told = as_the_phone_says(&chief);
    assert!(told.ends_with("；王丽另有手机 3 天以上没同步，上面可能还有没上传的。"), "{told}");

    let (token, lost) = (officer.token().await, device.to_string());
    officer.post(&format!("{path}/revoke"), &[("token", &token), ("device", &lost)]).await;
    old.add_person(PersonId([7; 16]), "李晓");
    old.sync(&county).await;
    let page = officer.get(&path).await.text();
    assert!(page.contains("王丽有 1 处改动在等放行，还没算进来。"), "{page}");
    chief.sync(&county).await;
    let told = as_the_phone_says(&chief);
    assert!(
        told.ends_with("；王丽有 1 处改动在等放行，还没算进来。"),
        "what the server knows the phones say too: {told}"
    );
}

/// 数据截至 as a phone's screens say it.
fn as_the_phone_says(phone: &Phone) -> String {
    let now = chance::now();
    studio_ui::read::as_of_note(&studio_core::closure::fresh(&phone.model(), now, phone.replica.fresh()), now)
}
