//! Erased pictures: the bytes leave the server's disk, its backups and what is on its way, also after a restore; who saw the
//! record is told, nobody else learns of it.

use axum::http::{Method, StatusCode};
use studio_core::attachment::{Attachment, attachments};
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::{PieceHash, RecordId};
use studio_core::pieces::hash_of;
use studio_sync_server::store::files::Files;

use crate::binary::{run, said};
use crate::county::{County, Phone};
use crate::tus::{ask, begin, bring, jpeg, outcome, record, upload};

fn lies(county: &County, hash: PieceHash) -> bool {
    let files = Files::beside(&county.folder.path().join("studio.db"));
    files.path(hash).exists()
}

fn parts(county: &County) -> usize {
    std::fs::read_dir(county.folder.path().join("files/parts")).map_or(0, Iterator::count)
}

async fn told(county: &County, phone: &Phone, bytes: &[u8]) -> String {
    ask(county, phone, Method::GET, hash_of(bytes)).await.code()
}

#[tokio::test]
async fn what_its_author_erases_leaves_the_disk_with_the_text_that_says_so_and_comes_no_more() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let (gone, stays) = (jpeg(1_000, &[]), jpeg(2_000, &[]));
    let of = record(&mut lily, 0x51, &[&gone, &stays], true);
    lily.sync(&county).await;
    for bytes in [&gone, &stays] {
        assert_eq!(upload(&county, &lily, bytes).await.status, StatusCode::NO_CONTENT);
    }
    lily.act(&Command::ErasePicture { record: of, hash: hash_of(&gone) });
    lily.sync(&county).await;
    assert!(!lies(&county, hash_of(&gone)) && lies(&county, hash_of(&stays)));
    chief.sync(&county).await;
    for phone in [&lily, &chief] {
        assert_eq!(told(&county, phone, &gone).await, "file-erased");
        assert_eq!(begin(&county, phone, hash_of(&gone), gone.len()).await.code(), "file-erased");
        assert_eq!(bring(&county, phone, hash_of(&gone), 0, &gone).await.code(), "file-erased");
        assert!(ask(&county, phone, Method::GET, hash_of(&stays)).await.body == stays);
    }
    let officer = county.officer("lin").await;
    let page = officer.get(&format!("/bureau/studios/{studio}/records/{of}")).await.text();
    assert!(page.contains("照片已删除") && page.contains("由王丽删除"), "{page}");
    assert!(page.contains("1 张照片 · 已删除 1 份"), "{page}");
    let place = format!("/bureau/studios/{studio}/files/{}", hash_of(&gone));
    assert_eq!(officer.get(&place).await.status, StatusCode::NOT_FOUND);
    assert!(!page.contains(&place), "no picture is promised where none is");
}

#[tokio::test]
async fn a_picture_that_is_erased_while_it_is_on_its_way_goes_with_what_came_of_it() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let bytes = jpeg(300_000, &[]);
    let of = record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    begin(&county, &chief, hash_of(&bytes), bytes.len()).await;
    bring(&county, &chief, hash_of(&bytes), 0, &bytes[..100_000]).await;
    assert_eq!(parts(&county), 1);
    chief.act(&Command::ErasePicture { record: of, hash: hash_of(&bytes) });
    chief.sync(&county).await;
    assert_eq!(parts(&county), 0);
    assert_eq!(bring(&county, &chief, hash_of(&bytes), 100_000, &bytes[100_000..]).await.code(), "file-erased");
}

#[tokio::test]
async fn the_officer_erases_a_picture_under_every_record_and_the_page_of_the_year_says_who_and_when() {
    let county = County::new().await;
    county.add_officer("白河县教育局", "bai").await;
    let (studio, mut chief) = county.studio().await;
    let bytes = jpeg(1_000, &[]);
    let of = record(&mut chief, 0x51, &[&bytes], true);
    outcome(&mut chief, 0x52, "一篇论文", &[&bytes]);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &bytes).await.status, StatusCode::NO_CONTENT);
    let (record, hash) = (of.to_string(), hash_of(&bytes).to_string());
    let erase = async |login: &str| {
        let officer = county.officer(login).await;
        let token = officer.token().await;
        let fields = [("token", token.as_str()), ("record", &record), ("hash", &hash)];
        officer.post(&format!("/bureau/studios/{studio}/erase"), &fields).await.status
    };
    assert_eq!(erase("bai").await, StatusCode::NOT_FOUND, "another bureau's officer");
    assert!(lies(&county, hash_of(&bytes)));
    for _ in 0..2 {
        assert_eq!(erase("lin").await, StatusCode::SEE_OTHER, "pressed twice is once");
    }
    assert!(!lies(&county, hash_of(&bytes)));
    chief.sync(&county).await;
    assert_eq!(chief.model().erased_pieces().len(), 1, "and the phone learns of it");
    assert_eq!(told(&county, &chief, &bytes).await, "file-erased");
    let page = county.officer("lin").await.get(&format!("/bureau/studios/{studio}/records/{of}")).await.text();
    assert!(page.contains("由教育局删除"), "{page}");
}

#[tokio::test]
async fn the_same_picture_in_another_studio_stays_there() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let (_, code) = county.officer("lin").await.create("白庙乡数学工作室", "高志强").await;
    let mut other = county.join(&code, "高志强").await;
    let bytes = jpeg(1_000, &[]);
    let of = record(&mut chief, 0x51, &[&bytes], true);
    record(&mut other, 0x52, &[&bytes], true);
    for phone in [&mut chief, &mut other] {
        phone.sync(&county).await;
        assert_eq!(upload(&county, phone, &bytes).await.status, StatusCode::NO_CONTENT);
    }
    chief.act(&Command::ErasePicture { record: of, hash: hash_of(&bytes) });
    chief.sync(&county).await;
    assert_eq!(told(&county, &chief, &bytes).await, "file-erased");
    assert!(ask(&county, &other, Method::GET, hash_of(&bytes)).await.body == bytes);
}

#[tokio::test]
async fn a_backup_lets_go_what_was_erased_and_a_restored_server_erases_it_again() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let (gone, stays) = (jpeg(1_000, &[]), jpeg(2_000, &[]));
    let of = record(&mut chief, 0x51, &[&gone, &stays], true);
    chief.sync(&county).await;
    for bytes in [&gone, &stays] {
        assert_eq!(upload(&county, &chief, bytes).await.status, StatusCode::NO_CONTENT);
    }
    let (data, safe, anew) =
        (county.folder.path().to_owned(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let at = |n: u8| text(&safe.path().join(format!("{n}.db")));
    let backup = |n: u8| said(&run(&["backup", "--data", &text(&data), "--to", &at(n)]));
    backup(1);
    let beside = Files::beside(&safe.path().join("1.db"));
    assert!(beside.is_whole(hash_of(&gone)));
    said(&run(&["restore", "--data", &text(anew.path()), "--from", &at(1)]));

    chief.act(&Command::ErasePicture { record: of, hash: hash_of(&gone) });
    chief.sync(&county).await;
    backup(2);
    assert!(!beside.is_whole(hash_of(&gone)) && beside.is_whole(hash_of(&stays)));

    let county = County::over(anew);
    assert!(lies(&county, hash_of(&gone)), "the older backup still had it");
    chief.sync(&county).await;
    assert!(!lies(&county, hash_of(&gone)) && lies(&county, hash_of(&stays)));
}

#[tokio::test]
async fn the_page_of_a_year_lists_the_pictures_with_pupils_who_sees_them_and_what_became_of_them() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let mut lily = county.backbone(&mut chief, "王丽").await;
    let pictures = [jpeg(1_000, &[]), jpeg(2_000, &[]), jpeg(3_000, &[])];
    let [kept, gone, unmarked] = pictures.each_ref().map(Vec::as_slice);
    let of = record(&mut lily, 0x51, &[kept, gone, unmarked], true);
    let draft = jpeg(4_000, &[]);
    let other = record(&mut lily, 0x52, &[&draft], false);
    mark(&mut lily, of, &[kept, gone]);
    mark(&mut lily, other, &[&draft]);
    lily.sync(&county).await;
    for bytes in [kept, gone] {
        assert_eq!(upload(&county, &lily, bytes).await.status, StatusCode::NO_CONTENT);
    }
    lily.act(&Command::ErasePicture { record: of, hash: hash_of(gone) });
    lily.sync(&county).await;
    let officer = county.officer("lin").await;
    let path = format!("/bureau/studios/{studio}/pupils");
    let page = officer.get(&format!("{path}?year=2026")).await.text();
    for words in
        ["2026年含学生的照片", "共 3 份", "在服务器上", "由王丽删除", "原图还在手机上", "王丽", "2026年3月10日"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("工作室成员、教育局").count(), 1, "{page}");
    assert_eq!(page.matches("记录人、教育局").count(), 1, "the draft's: {page}");
    let empty = officer.get(&format!("{path}?year=2024")).await.text();
    assert!(empty.contains("2024年没有标了") && empty.contains("?year=2026"), "{empty}");
}

#[tokio::test]
async fn a_picture_of_a_record_in_the_bin_is_in_the_account_and_the_officer_erases_it_there() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let bytes = jpeg(1_000, &[]);
    let of = record(&mut chief, 0x51, &[&bytes], true);
    mark(&mut chief, of, &[&bytes]);
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &bytes).await.status, StatusCode::NO_CONTENT);
    chief.act(&Command::Delete { record: of });
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let (token, path) = (officer.token().await, format!("/bureau/studios/{studio}"));
    let page = officer.get(&format!("{path}/pupils?year=2026")).await.text();
    assert!(page.contains("在回收站里") && page.contains(&format!("action=\"{path}/erase\"")), "{page}");
    let (record, hash) = (of.to_string(), hash_of(&bytes).to_string());
    let fields = [("token", token.as_str()), ("record", &record), ("hash", &hash)];
    assert_eq!(officer.post(&format!("{path}/erase"), &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!lies(&county, hash_of(&bytes)));
    let page = officer.get(&format!("{path}/pupils?year=2026")).await.text();
    assert!(page.contains("由教育局删除") && !page.contains("删除这一份"), "{page}");
}

#[tokio::test]
async fn what_another_record_still_shows_is_not_said_to_be_seen_by_nobody() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let bytes = jpeg(1_000, &[]);
    let of = record(&mut chief, 0x51, &[&bytes], true);
    outcome(&mut chief, 0x52, "一篇论文", &[&bytes]);
    mark(&mut chief, of, &[&bytes]);
    chief.act(&Command::ErasePicture { record: of, hash: hash_of(&bytes) });
    chief.sync(&county).await;
    assert_eq!(upload(&county, &chief, &bytes).await.status, StatusCode::NO_CONTENT);
    let page = county.officer("lin").await.get(&format!("/bureau/studios/{studio}/pupils?year=2026")).await.text();
    assert!(page.contains("同一份在另一条记录里还有") && !page.contains("没有人"), "{page}");
}

#[tokio::test]
async fn bytes_whose_row_a_stopped_server_never_wrote_go_too_when_they_are_erased() {
    let county = County::new().await;
    let (_, mut chief) = county.studio().await;
    let bytes = jpeg(900, &[]);
    let of = record(&mut chief, 0x51, &[&bytes], true);
    chief.sync(&county).await;
    let path = county.app.files.path(hash_of(&bytes));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    chief.act(&Command::ErasePicture { record: of, hash: hash_of(&bytes) });
    chief.sync(&county).await;
    assert!(!path.exists());
}

/// Says of pictures that pupils are in them.
fn mark(phone: &mut Phone, record: RecordId, pictures: &[&[u8]]) {
    let model = phone.model();
    let kept = model.find(record).unwrap();
    let fields = attachments(&kept.fields).into_iter().filter(|one| pictures.iter().any(|p| hash_of(p) == one.hash));
    let fields = fields.map(|one| FieldEdit {
        key: one.key(),
        seen: Some(one.text().into()),
        value: Some(Attachment { pupils: true, ..one }.text().into()),
    });
    let (record_type, fields) = (kept.record_type, fields.collect());
    let draft = Draft { record_type, record, fields };
    phone.act(&if kept.state.handed_in() { Command::Finish(draft) } else { Command::Save(draft) });
}
