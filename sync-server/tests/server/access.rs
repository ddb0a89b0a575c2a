//! Who sees and does what at the server: another bureau's officer, a revoked phone, a member who left.

use axum::http::StatusCode;
use studio_core::command::{Command, Draft};
use studio_core::decision::Admit;
use studio_core::edit::FieldEdit;
use studio_core::id::{PersonId, RecordId};
use studio_core::record_type::RecordType;
use studio_core::refusal::Holding;
use studio_core::wire::{HeldAnswer, HeldRequest, Verdict};

use crate::binary::{run, said};
use crate::county::{County, between};

#[tokio::test]
async fn another_bureaus_officer_finds_nothing_of_this_one() {
    let county = County::new().await;
    county.add_officer("白河县教育局", "bai").await;
    let (studio, _) = county.studio().await;
    let stranger = county.officer("bai").await;
    let token = stranger.token().await;
    let project = own_project(&county, studio).await;
    for path in ["", "/ready", "/reached", "/stale"] {
        assert_eq!(stranger.get(&format!("{project}{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for act in ["terms", "level", "rename", "finish", "reopen", "remove"] {
        let fields = [("token", token.as_str()), ("name", "甲"), ("studio", &studio.to_string())];
        let answer = stranger.post(&format!("{project}/{act}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    for act in ["rename", "finish", "reopen", "remove"] {
        let fields = [("token", token.as_str()), ("name", "甲")];
        let answer = stranger.post(&format!("/bureau/studios/{studio}/{act}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    for path in ["", "/people", "/terms", "/settings", "/indicators/1", "/records/00000000000000000000000000"] {
        let answer = stranger.get(&format!("/bureau/studios/{studio}{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let device = studio_core::id::DeviceId([1; 16]).to_string();
    for (path, field) in [("revoke", "device"), ("end", "grant"), ("admit", "doc"), ("invite", "person")] {
        let fields = [("token", token.as_str()), (field, device.as_str())];
        let answer = stranger.post(&format!("/bureau/studios/{studio}/{path}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!stranger.get("/bureau/").await.text().contains("赵桥"));
}

/// The project of a studio, as its own bureau's officer finds it.
async fn own_project(county: &County, studio: studio_core::id::StudioId) -> String {
    let officer = county.officer("lin").await;
    officer.get(&format!("/bureau/studios/{studio}/terms")).await.header("location").to_owned()
}

#[tokio::test]
async fn work_of_a_revoked_phone_waits_until_the_bureau_lets_it_in_unchanged() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    backbone.add_person(PersonId([7; 16]), "李晓");

    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let device = backbone.replica.identity().device.to_string();
    let path = format!("/bureau/studios/{studio}");
    let gone = officer.post(&format!("{path}/revoke"), &[("token", &token), ("device", &device)]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);

    assert_eq!(backbone.sync(&county).await, [Verdict::Held(Holding::Revoked)]);
    let page = officer.get(&format!("{path}/people")).await.text();
    assert!(page.contains("等人放行的记录") && page.contains("已停用"), "{page}");
    let (doc, hash) = (value(&page, "doc"), value(&page, "hash"));
    let admitted = officer.post(&format!("{path}/admit"), &[("token", &token), ("doc", &doc), ("hash", &hash)]).await;
    assert_eq!(admitted.status, StatusCode::SEE_OTHER);

    chief.sync(&county).await;
    assert!(chief.replica.state().record(studio_core::id::RecordId([7; 16])).is_some());
    assert!(!officer.get(&format!("{path}/people")).await.text().contains("等人放行的记录"));
}

#[tokio::test]
async fn two_authors_work_in_one_document_waits_in_two_rows_and_is_let_in_one_by_one() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut revoked = county.backbone(&mut chief, "王丽").await;
    let mut ended = county.backbone(&mut chief, "赵静").await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let path = format!("/bureau/studios/{studio}");
    let device = revoked.replica.identity().device.to_string();
    officer.post(&format!("{path}/revoke"), &[("token", &token), ("device", &device)]).await;
    let of_ended = ended.replica.members().active().find(|(_, granted)| granted.person == ended.person());
    let grant = of_ended.unwrap().0.to_string();
    officer.post(&format!("{path}/end"), &[("token", &token), ("grant", &grant)]).await;
    for (phone, id, name) in [(&mut revoked, 7, "李晓"), (&mut ended, 8, "孙红梅")] {
        phone.add_person(PersonId([id; 16]), name);
        phone.sync(&county).await;
    }

    let page = officer.get(&format!("{path}/people")).await.text();
    let forms: Vec<&str> = page.split("<form").filter(|form| form.contains("/admit\"")).collect();
    let [first, second] = forms.as_slice() else { panic!("{page}") };
    assert_eq!(value(first, "doc"), value(second, "doc"), "both wrote on the roster");
    assert!(first.contains("王丽：1 处改动。手机停用以后才收到。"), "{first}");
    assert!(second.contains("赵静：1 处改动。身份结束以后才收到。"), "{second}");
    for form in [first, second] {
        let hashes = form.split("</form").next().unwrap().matches("name=\"hash\"").count();
        assert_eq!(hashes, 1, "{form}");
    }
    let fields = [("token", token.as_str()), ("doc", &value(second, "doc")), ("hash", &value(second, "hash"))];
    officer.post(&format!("{path}/admit"), &fields).await;
    chief.sync(&county).await;
    let here = |id: u8| chief.replica.state().record(studio_core::id::RecordId([id; 16])).is_some();
    assert_eq!((here(7), here(8)), (false, true), "the other's work waits on");
    let page = officer.get(&format!("{path}/people")).await.text();
    assert!(page.contains("王丽：1 处改动") && !page.contains("赵静：1 处改动"), "{page}");
    let words = said(&run(&["doctor", "--data", county.folder.path().to_str().unwrap(), "--behind-proxy"]));
    assert!(words.contains("✓ 工作室"), "beside the server, with work that was let in: {words}");
}

fn value(page: &str, name: &str) -> String {
    let after = between(page, &format!("name=\"{name}\" value=\""), "\"");
    after
        .or_else(|| {
            page.split("<input")
                .find(|tag| tag.contains(&format!("name=\"{name}\"")))
                .and_then(|tag| between(tag, "value=\"", "\""))
        })
        .unwrap()
}

#[tokio::test]
async fn a_member_whose_role_ended_invites_nobody_and_their_work_waits() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let grant = backbone
        .replica
        .members()
        .active()
        .find(|(_, granted)| granted.person == backbone.person())
        .map(|(id, _)| id.to_string())
        .unwrap();
    let ended = officer.post(&format!("/bureau/studios/{studio}/end"), &[("token", &token), ("grant", &grant)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    backbone.add_person(PersonId([7; 16]), "李晓");
    assert_eq!(backbone.sync(&county).await, [Verdict::Held(Holding::Ended)]);
    let answer = backbone.invite(&county, PersonId([8; 16]), studio_core::access::Role::Backbone, "赵静").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "unknown-device"));
}

#[tokio::test]
async fn who_lets_held_work_in_reads_what_it_would_say_and_of_a_draft_only_its_kind() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let device = backbone.replica.identity().device.to_string();
    officer.post(&format!("/bureau/studios/{studio}/revoke"), &[("token", &token), ("device", &device)]).await;
    backbone.add_person(PersonId([7; 16]), "李晓");
    let me = backbone.person().to_string();
    let reflection = |n: u8, title: &str, content: &str| Draft {
        record_type: RecordType::Reflection,
        record: RecordId([n; 16]),
        fields: [("kind", "teaching"), ("title", title), ("content", content), ("person", &me), ("day", "2026-03-02")]
            .map(|(key, value)| FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) })
            .into(),
    };
    let long = "问题太多，等得太少。".repeat(10);
    backbone.act(&Command::Finish(reflection(8, "一节课的反思", &long)));
    backbone.act(&Command::Save(reflection(9, "没写完的", "只给自己看的话")));
    backbone.sync(&county).await;
    let page = officer.get(&format!("/bureau/studios/{studio}/people")).await.text();
    for words in ["人员：李晓", "读书与反思：一节课的反思。问题太多，等得太少。", "…", "读书与反思：还是草稿"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("只给自己看") && !page.contains("没写完的") && !page.contains(&long), "{page}");
    let seen: HeldAnswer = chief.held(&county, &HeldRequest { let_in: None }).await.read();
    let mut lines: Vec<String> = seen.waiting.into_iter().flat_map(|work| work.said.unwrap()).collect();
    lines.sort();
    let says = |words: &str| lines.iter().any(|line| line.contains(words));
    assert!(says("人员：李晓") && says("读书与反思：还是草稿"), "{lines:?}");
    assert!(lines.iter().all(|line| page.contains(line)), "the phone says what the page says: {lines:?}");
}

#[tokio::test]
async fn a_chief_lets_held_work_in_from_the_phone_and_nobody_else_does() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    let other = county.backbone(&mut chief, "赵静").await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let device = backbone.replica.identity().device.to_string();
    officer.post(&format!("/bureau/studios/{studio}/revoke"), &[("token", &token), ("device", &device)]).await;
    backbone.add_person(PersonId([7; 16]), "李晓");
    assert_eq!(backbone.sync(&county).await, [Verdict::Held(Holding::Revoked)]);

    let (look, first) = (HeldRequest { let_in: None }, PersonId([7; 16]));
    let refused = other.held(&county, &look).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "may-not"));
    let seen: HeldAnswer = chief.held(&county, &look).await.read();
    let [work] = seen.waiting.as_slice() else { panic!("{seen:?}") };
    assert_eq!((work.person, work.why, work.hashes.len()), (backbone.person(), Holding::Revoked, 1));

    let let_in = HeldRequest { let_in: Some(Admit { doc: work.doc, hashes: work.hashes.clone() }) };
    for _ in 0..2 {
        let after: HeldAnswer = chief.held(&county, &let_in).await.read();
        assert_eq!(after.waiting, [], "asked twice it says the same");
    }
    chief.sync(&county).await;
    assert!(chief.replica.state().record(studio_core::id::RecordId(first.0)).is_some());
    let admissions = chief.replica.bookmark().seq;
    chief.held(&county, &let_in).await;
    chief.sync(&county).await;
    assert_eq!(chief.replica.bookmark().seq, admissions, "nothing is decided about nothing");
}

#[tokio::test]
async fn work_that_was_let_in_too_late_is_not_offered_again() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut backbone = county.backbone(&mut chief, "王丽").await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let device = backbone.replica.identity().device.to_string();
    let path = format!("/bureau/studios/{studio}");
    officer.post(&format!("{path}/revoke"), &[("token", &token), ("device", &device)]).await;
    backbone.add_person(PersonId([7; 16]), "李晓");
    assert_eq!(backbone.sync(&county).await, [Verdict::Held(Holding::Revoked)]);
    chief.add_person(PersonId([7; 16]), "李晓");
    chief.sync(&county).await;

    let seen: HeldAnswer = chief.held(&county, &HeldRequest { let_in: None }).await.read();
    let [work] = seen.waiting.as_slice() else { panic!("{seen:?}") };
    let let_in = HeldRequest { let_in: Some(Admit { doc: work.doc, hashes: work.hashes.clone() }) };
    let after: HeldAnswer = chief.held(&county, &let_in).await.read();
    assert_eq!(after.waiting, [], "the record was born already");
    assert!(!officer.get(&format!("{path}/people")).await.text().contains("等人放行的记录"));
    chief.sync(&county).await;
    let decided = chief.replica.bookmark().seq;
    chief.held(&county, &let_in).await;
    chief.sync(&county).await;
    assert_eq!(chief.replica.bookmark().seq, decided, "nothing is decided about it again");
}
