//! Guides of a folder: a new batch founds projects without a release, a newer version takes the place of an older one,
//! and a server does not start with what is broken or missing.

use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use studio_core::cbor::to_vec;
use studio_core::guide::{FORM, Guide};
use studio_core::wire::{GuideAnswer, GuideRequest, guide_path};
use studio_sync_server::config::Reach;
use studio_sync_server::guides::{GuideFolder, Guides};
use tempfile::TempDir;

use crate::binary::{Serving, run, said};
use crate::county::County;

const NINTH: &str = include_str!("../../../core/tests/fixtures/guide-batch-9.toml");
const HENAN: &str = include_str!("../../../assets/guides/henan-2024-batch-3.toml");

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn read(folder: &Path) -> Result<Guides, String> {
    GuideFolder { folder: Some(folder.to_owned()) }.read().map_err(|error| format!("{error:#}"))
}

fn refused(files: &[(&str, &str)]) -> String {
    read(folder(files).path()).expect_err("refused")
}

async fn county_of_the_ninth_batch() -> County {
    let guides = read(folder(&[("batch-9.toml", NINTH)]).path()).unwrap();
    let county = County::by(guides, tempfile::tempdir().unwrap(), Reach::default());
    county.add_officer("临溪县教育局", "lin").await;
    county
}

#[tokio::test]
async fn a_project_is_founded_by_the_guide_and_the_direction_that_the_officer_chose() {
    let county = county_of_the_ninth_batch().await;
    let officer = county.officer("lin").await;
    let form = officer.get("/bureau/studios/new").await.text();
    for words in [
        "第 9 批 · 方向 2 （虚构）乡镇教研共同体",
        "第 9 批 · 方向 1 （虚构）县域数字教研",
        "第 3 批 · 方向 5 市域或县域校本研修体系建设",
        "invented-batch-9/2",
    ] {
        assert!(form.contains(words), "{words}: {form}");
    }
    let (ninth, code) = officer.create_by("invented-batch-9/2", "乡镇共同体", "石佛镇共同体", "郑晓燕").await;
    let mut phone = county.join(&code, "郑晓燕").await;
    phone.sync(&county).await;
    let terms = phone.replica.members().terms.clone().unwrap();
    assert_eq!((terms.guide.as_str(), terms.direction, terms.batch), ("invented-batch-9", 2, 9));
    assert_eq!((terms.deadline.as_str(), terms.grant_fen), ("2027-06-30", 4_500_000));
    let page = officer.get(&format!("/bureau/studios/{ninth}")).await.text();
    for words in ["16 项指标", "2027年6月30日", "教研得分", "建立“1+6+40”的共同体", "有 1，要 1", "总结报告"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let (second, _) = officer.create_by("henan-2024-batch-3/5", "校本研修", "白庙乡校本研修组", "徐颖").await;
    let page = officer.get(&format!("/bureau/studios/{second}")).await.text();
    for words in ["15 项指标", "全面深入开展需求调研", "优质校带薄弱校", "区域校本研修体系建设方案"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let overview = officer.get("/bureau/").await.text();
    for words in ["乡镇共同体 · 第 9 批 · 方向 2", "校本研修 · 第 3 批 · 方向 5", "研修制度"] {
        assert!(overview.contains(words), "{words}: {overview}");
    }
    assert_eq!(overview.matches("联系到的乡村教师").count(), 2, "a tile and a column of the one that asks for them");
}

#[tokio::test]
async fn a_phone_that_does_not_know_the_guide_of_its_project_gets_it_and_one_that_does_gets_nothing() {
    let county = county_of_the_ninth_batch().await;
    let officer = county.officer("lin").await;
    let (studio, code) = officer.create_by("invented-batch-9/2", "乡镇共同体", "石佛镇共同体", "郑晓燕").await;
    let phone = county.join(&code, "郑晓燕").await;
    let ask = async |form: u32, guide: &str, version: u32| -> Option<Guide> {
        let request = GuideRequest { form, guide: guide.to_owned(), version };
        let answer: GuideAnswer = county.send(phone.signed(&guide_path(studio), to_vec(&request))).await.read();
        answer.guide.map(|bytes| postcard::from_bytes(&bytes).unwrap())
    };
    let guide = ask(FORM, "invented-batch-9", 0).await.unwrap();
    assert_eq!(guide, Guide::parse(NINTH).unwrap().for_phones().of_project(2));
    assert!(ask(FORM, "henan-2024-batch-3", 5).await.is_some(), "of another name");
    assert_eq!(ask(FORM, "invented-batch-9", 1).await, None, "it has it");
    assert_eq!(ask(FORM + 1, "invented-batch-9", 0).await, None, "it reads another form");
}

#[tokio::test]
async fn every_direction_of_the_notice_founds_a_studio_with_its_own_checklist() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    for (number, count, words) in [
        (1, "12 项指标", "建立教师发展数字档案"),
        (2, "13 项指标", "加强教师培训过程质量监测"),
        (3, "15 项指标", "以某一学科学段50人培训项目为例"),
        (4, "12 项指标", "组建教师发展学习共同体"),
        (5, "15 项指标", "打造市级或县级校本研修指导团队"),
    ] {
        let direction = format!("henan-2024-batch-3/{number}");
        let name = format!("{number}号团队");
        let (studio, _) = officer.create_by(&direction, &format!("项目{number}"), &name, "周慧敏").await;
        let page = officer.get(&format!("/bureau/studios/{studio}")).await.text();
        assert!(page.contains(count) && page.contains(words) && page.contains("要交的成果"), "{number}: {page}");
    }
}

#[tokio::test]
async fn one_name_in_two_directions_is_two_projects_and_a_form_of_an_earlier_release_means_the_one_of_its_name() {
    let county = county_of_the_ninth_batch().await;
    let officer = county.officer("lin").await;
    officer.create_by("invented-batch-9/2", "同名", "甲工作室", "郑晓燕").await;
    officer.create_by("henan-2024-batch-3/4", "同名", "乙工作室", "徐颖").await;
    officer.create_in("同名", "丙工作室", "马建军").await;
    let overview = officer.get("/bureau/").await.text();
    assert_eq!(overview.matches("同名 · 第 9 批").count(), 1, "{overview}");
    assert_eq!(overview.matches("同名 · 第 3 批").count(), 1, "{overview}");
}

#[tokio::test]
async fn a_direction_that_is_not_there_is_said_at_its_field() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    for direction in ["henan-2024-batch-3/9", "invented-batch-9/2", "4", "henan-2024-batch-3/4/4"] {
        let fields = [
            ("token", token.as_str()),
            ("project", "new"),
            ("project-name", "乡村首席教师工作室"),
            ("direction", direction),
            ("name", "赵桥乡语文首席教师工作室"),
            ("school", "赵桥小学"),
            ("chief", "周慧敏"),
        ];
        let answer = officer.post("/bureau/studios", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{direction}");
        assert!(answer.text().contains("还没有选方向"), "{direction}: {}", answer.text());
    }
    assert!(officer.get("/bureau/").await.text().contains("还没有工作室"));
}

#[test]
fn a_newer_version_takes_the_place_of_a_guide_and_the_newest_notice_stands_last() {
    let county = HENAN.replacen("version = 5", "version = 6", 1).replacen("least = 8\n", "least = 6\n", 1);
    let both = folder(&[("a.toml", NINTH), ("b.toml", &county), ("read-me.txt", "不是指南")]);
    let guides = read(both.path()).unwrap();
    let names: Vec<_> = guides.all().map(|guide| (guide.id.as_str(), guide.version)).collect();
    assert_eq!(names, [("henan-2024-batch-3", 6), ("invented-batch-9", 1)]);
    assert_eq!(GuideFolder::default().read().unwrap().all().count(), 1);
}

#[test]
fn what_is_wrong_with_a_folder_is_said_by_file_and_line_with_what_to_do() {
    let same = refused(&[("a.toml", NINTH), ("b.toml", NINTH)]);
    assert!(same.contains("b.toml") && same.contains("a.toml") && same.contains("都是 invented-batch-9"), "{same}");
    let equal = refused(&[("own.toml", HENAN)]);
    assert!(equal.contains("own.toml") && equal.contains("请把 version 改大"), "{equal}");
    let older = refused(&[("own.toml", &HENAN.replacen("version = 5", "version = 3", 1))]);
    assert!(older.contains("version 是 3") && older.contains("自带的 5"), "{older}");
    let empty = refused(&[("read-me.txt", "")]);
    assert!(empty.contains("没有 .toml 文件"), "{empty}");
    let long = refused(&[("long.toml", &format!("{NINTH}# {}", "长".repeat(400_000)))]);
    assert!(long.contains("long.toml 超过 1024 KB"), "{long}");
    let missing = read(Path::new("/nowhere/guides")).unwrap_err();
    assert!(missing.contains("/nowhere/guides 打不开"), "{missing}");
    for (from, to, words) in [
        ("grant_fen = 4500000", "grant_fen = -1", "经费（grant_fen）不能小于 0。"),
        ("count = \"topic\"", "count = \"topics\"", "topics 不是记录的类型，也不是能数的指标。"),
        ("key-work = 5", "key_work = 5", "support 的 kind 这一栏没有 key_work 这个词。"),
        ("by = \"level\"", "by = \"height\"", "outcome 没有 height 这一栏。"),
        ("indicators = [\"N3\"]", "indicators = [\"N3\", \"N3\"]", "同一项指标写了两次。"),
        ("minutes = 40", "minutes = 0", "一学时的分钟数（minutes）要在 1 到 1440 之间。"),
    ] {
        assert!(NINTH.contains(from), "{from}");
        let text = NINTH.replacen(from, to, 1);
        let before: Vec<&str> = text.lines().take_while(|line| !line.contains(to)).collect();
        // a row is named by its id, whatever is wrong in it
        let row = before.iter().rposition(|line| line.starts_with("id = ")).unwrap() + 1;
        let error = refused(&[("own.toml", &text)]);
        let at = |line: usize| error.contains(&format!("own.toml 第 {line} 行："));
        assert!(at(before.len() + 1) || at(row), "{row}: {error}");
        assert!(error.contains(words) && error.contains("请改好这一行再启动"), "{error}");
    }
}

#[test]
fn what_the_reader_itself_refuses_is_said_in_chinese_and_its_own_words_stand_last() {
    for (from, to, words) in [
        ("grant_fen = 4500000", "grant_fen = \"四万五\"", "这里写得不对，要写整数，不带引号。"),
        ("number = 2", "number = -2", "这里写得不对，要写不小于 0 的整数，不带引号。"),
        ("number = 2", "number = 300", "这里写得不对，要写不小于 0 的整数，不带引号。"),
        ("minutes = 40", "minute = 40", "指南里没有 minute 这一项。"),
        ("apply_by = \"2026-02-28\"\n", "", "这里少写了 apply_by。"),
        ("apply_by = \"2026-02-28\"", "apply_by = \"2026-02-30\"", "要写日期，像 \"2026-12-31\"。"),
        ("season = \"autumn\"", "season = \"winter\"", "这里不能写 winter"),
        ("batch = 9", "batch = 9\nbatch = 9", "同一项写了两次"),
        ("minutes = 40", "minutes = ", "不合 TOML 的写法"),
        ("version = 1", "version = 99999999999999999999", "整数"),
    ] {
        assert!(NINTH.contains(from), "{from}");
        let error = refused(&[("own.toml", &NINTH.replacen(from, to, 1))]);
        let (main, own) = error.split_once("（程序原话：").unwrap_or_else(|| panic!("{error}"));
        assert!(main.contains("own.toml 第 ") && main.contains(words), "{to}: {error}");
        assert!(!main.contains("expected") && !main.contains("invalid") && own.len() > 5, "{to}: {error}");
    }
}

#[tokio::test]
async fn a_server_starts_with_a_guide_of_a_folder_and_neither_with_a_broken_one_nor_without_one_that_is_in_use() {
    let county = county_of_the_ninth_batch().await;
    let officer = county.officer("lin").await;
    officer.create_by("invented-batch-9/2", "乡镇共同体", "石佛镇共同体", "郑晓燕").await;
    let County { folder: kept, app, router } = county;
    drop((app, router));
    let data = kept.path().to_str().unwrap();
    let good = folder(&[("batch-9.toml", NINTH)]);
    let bad = folder(&[("batch-9.toml", &NINTH.replacen("minutes = 40", "minutes = 0", 1))]);
    let serve = |more: &[&str]| run(&[&["serve", "--listen", "127.0.0.1:0", "--data", data], more].concat());
    let without = serve(&[]);
    assert!(!without.status.success() && said(&without).contains("invented-batch-9"), "{}", said(&without));
    let broken = serve(&["--guides", bad.path().to_str().unwrap()]);
    assert!(!broken.status.success() && said(&broken).contains("batch-9.toml 第 "), "{}", said(&broken));

    let doctor = |more: &[&str]| said(&run(&[&["doctor", "--behind-proxy", "--data", data], more].concat()));
    assert!(doctor(&[]).contains("✗ 项目“乡镇共同体”用的申报指南 invented-batch-9"), "{}", doctor(&[]));
    let broken = doctor(&["--guides", bad.path().to_str().unwrap()]);
    assert!(broken.contains("✗ 申报指南") && broken.contains("第 "), "{broken}");
    let guides = good.path().to_str().unwrap();
    let whole = doctor(&["--guides", guides]);
    assert!(whole.contains("✓ 通知里的指标") && !whole.contains("用的申报指南"), "{whole}");
    assert!(Serving::start_with(kept.path(), &["--guides", guides]).stop(), "it serves and ends well");
}
