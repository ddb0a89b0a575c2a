//! Pages: status and the words that matter.

use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use axum::http::header::USER_AGENT;
use studio_core::access::Role;
use studio_core::activity::{ActivityKind, Attendance};
use studio_core::command::{Command, Draft, Passage, Place};
use studio_core::edit::FieldEdit;
use studio_core::id::{PersonId, RecordId};
use studio_core::paragraph::Style;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::wire::InviteAnswer;

use crate::county::{County, Phone};

fn set(key: &str, value: impl Into<Scalar>) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) }
}

/// An activity of a day some days ago, handed in now, with one teacher there.
fn record_activity(phone: &mut Phone, record: RecordId, teacher: PersonId, days_ago: u64) {
    let day = studio_sync_server::chance::now().day() - chrono::Days::new(days_ago);
    let me = phone.person().to_string();
    let fields = vec![
        set("kind", ActivityKind::JointPreparation.word()),
        set("topic", "大单元<设计>"),
        set("start", format!("{day}T08:00")),
        set("end", format!("{day}T08:30")),
        set("place", "赵桥小学录播室"),
        set("host", me),
        set("minutes", "各自说课，再合成一份作业。"),
        set(&format!("attendance/{teacher}"), Attendance::Signed.word()),
    ];
    phone.act(&Command::Finish(Draft { record_type: RecordType::Activity, record, fields }));
}

#[tokio::test]
async fn a_report_shows_its_numbers_their_evidence_and_whose_data_is_missing() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let (record, teacher) = (RecordId([5; 16]), PersonId([7; 16]));
    chief.add_person(chief.person(), "周慧敏");
    chief.add_person(teacher, "李晓");
    record_activity(&mut chief, record, teacher, 0);
    chief.sync(&county).await;

    let officer = county.officer("lin").await;
    let overview = officer.get("/bureau/").await.text();
    for words in ["全县工作室进展", "赵桥乡语文首席教师工作室", "最需要帮一把的在前", "没同步不等于没做"]
    {
        assert!(overview.contains(words), "{words}");
    }
    let path = format!("/bureau/studios/{studio}");
    let report = officer.get(&path).await;
    assert_eq!(report.status, StatusCode::OK);
    for words in ["12 项指标", "逾期", "收回经费", "每人数据截至", "近 12 周", "存到第", "核对码", "周慧敏"]
    {
        assert!(report.text().contains(words), "{words}");
    }
    let evidence = officer.get(&format!("{path}/indicators/5")).await.text();
    for words in ["大单元&#60;设计&#62;", "集体备课", "赵桥小学录播室", "到服务器", "李晓", "活动记录表"]
    {
        assert!(evidence.contains(words), "{words}: {evidence}");
    }
    for (form, words) in [("print", "乡村首席教师工作室活动记录表"), ("signin", "活动签到表")] {
        let sheet = officer.get(&format!("{path}/records/{record}/{form}")).await;
        assert_eq!(sheet.status, StatusCode::OK);
        assert!(sheet.text().contains(words) && sheet.text().contains("李晓"), "{form}");
    }
    let page = officer.get(&format!("{path}/records/{record}")).await;
    assert_eq!((page.status, page.text().contains("补录")), (StatusCode::OK, false));
}

#[tokio::test]
async fn a_record_written_long_after_its_day_says_so_on_its_page_and_on_paper() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let (record, teacher) = (RecordId([5; 16]), PersonId([7; 16]));
    chief.add_person(teacher, "李晓");
    record_activity(&mut chief, record, teacher, 20);
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    for page in ["", "/print"] {
        let text = officer.get(&format!("/bureau/studios/{studio}/records/{record}{page}")).await.text();
        assert!(text.contains("补录"), "{page}: {text}");
    }
}

#[tokio::test]
async fn an_extension_moves_the_deadline_and_a_wrong_day_is_said_at_its_field() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let path = format!("/bureau/studios/{studio}");
    let project = officer.get(&format!("{path}/terms")).await.header("location").to_owned();
    let wrong =
        officer.post(&format!("{project}/terms"), &[("token", &token), ("until", "2020-01-01"), ("reason", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("比原期限晚") && wrong.text().contains("请写批文号"));
    let fields = [("token", token.as_str()), ("until", "2099-12-31"), ("reason", "豫教师〔2026〕1号")];
    assert_eq!(officer.post(&format!("{project}/terms"), &fields).await.status, StatusCode::SEE_OTHER);
    let report = officer.get(&path).await.text();
    assert!(report.contains("延期至 2099年12月31日") && !report.contains("收回经费"), "{report}");
}

#[tokio::test]
async fn a_form_with_gaps_is_shown_again_with_what_was_typed() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let fields = [("token", token.as_str()), ("name", "柳河镇<数学>工作室"), ("chief", "")];
    let page = officer.post("/bureau/studios", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("还没有写负责人姓名") && page.text().contains("柳河镇&#60;数学&#62;工作室"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_page_that_is_not_there_says_what_to_do_in_chinese() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    for path in ["/bureau/nothing", "/nothing", "/bureau/studios/xyz"] {
        let answer = officer.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("没有这一页"), "{path}");
    }
}

#[tokio::test]
async fn an_invites_page_is_the_same_for_everyone_and_knows_chat_apps() {
    let county = County::new().await;
    let plain = county.get("/j").await;
    assert_eq!(plain.status, StatusCode::OK);
    let chat = Request::get("/j").header("host", "lx.example.cn").header(USER_AGENT, "Mozilla/5.0 MicroMessenger/8.0");
    let chat = county.send(chat.body(Body::empty()).unwrap()).await.text();
    for page in [plain.text(), chat] {
        for words in ["邀请码", "lx.example.cn/join", "/app/join", "选“在浏览器打开”", "72 小时内"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
}

#[tokio::test]
async fn whoever_types_the_servers_name_finds_a_field_for_the_code_and_not_the_officers_login() {
    let county = County::new().await;
    let typed = county.get("/join").await;
    assert_eq!((typed.status, typed.header("location")), (StatusCode::SEE_OTHER, "/app/join"));
    let front = county.get("/").await;
    assert_eq!(front.status, StatusCode::OK);
    for words in ["我是老师", "href=\"/app/join\"", "href=\"/bureau/\""] {
        assert!(front.text().contains(words), "{words}: {}", front.text());
    }
}

#[tokio::test]
async fn a_number_of_papers_names_each_and_promises_no_record() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let officer = county.officer("lin").await;
    for number in [10, 11] {
        let page = officer.get(&format!("/bureau/studios/{studio}/indicators/{number}")).await.text();
        assert!(page.contains("材料") && !page.contains("同步到这里就能看到"), "{number}: {page}");
        assert!(page.contains("有 0 字，要 ") && page.contains("/papers/"), "{number}: {page}");
    }
    let page = officer.get(&format!("/bureau/studios/{studio}/indicators/5")).await.text();
    assert!(page.contains("同步到这里就能看到"), "{page}");
}

#[tokio::test]
async fn a_paper_names_its_studio_and_one_that_nobody_began_says_so_and_offers_no_print() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let officer = county.officer("lin").await;
    let path = format!("/bureau/studios/{studio}/papers/case");
    let page = officer.get(&path).await.text();
    for words in ["赵桥乡语文首席教师工作室", "还没有人写这份材料", "全文至少 ", "（至少 "]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("name=\"print\""), "an empty sheet: {page}");

    let place = Place { paper: "case".to_owned(), part: "how".to_owned(), after: None };
    let (record, text) = (RecordId([6; 16]), "先听课，再说课。".to_owned());
    let passages = vec![Passage { record, style: Style::Body, text, refers: None, seen: None }];
    chief.act(&Command::WriteParagraphs { place, passages });
    chief.sync(&county).await;
    let page = officer.get(&path).await.text();
    for words in ["class=\"a4-studio\">赵桥乡语文首席教师工作室", "先听课，再说课。", "name=\"print\""]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test]
async fn what_a_paper_tells_of_opens_and_a_paper_that_was_emptied_says_so() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    let (meeting, record) = (RecordId([5; 16]), RecordId([6; 16]));
    record_activity(&mut chief, meeting, PersonId([7; 16]), 20);
    let place = Place { paper: "case".to_owned(), part: "how".to_owned(), after: None };
    let text = "先听课，再说课。".to_owned();
    let passages = vec![Passage { record, style: Style::Body, text, refers: Some(meeting), seen: None }];
    chief.act(&Command::WriteParagraphs { place, passages });
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let path = format!("/bureau/studios/{studio}/papers/case");
    let evidence = format!("/bureau/studios/{studio}/records/{meeting}");
    let page = officer.get(&path).await.text();
    assert!(page.contains(&format!("href=\"{evidence}\"")), "{page}");
    assert_eq!(officer.get(&evidence).await.status, StatusCode::OK);

    chief.act(&Command::Delete { record });
    chief.sync(&county).await;
    let page = officer.get(&path).await.text();
    assert!(page.contains("写过的 1 段都删掉了") && !page.contains("还没有人写"), "{page}");
}

#[tokio::test]
async fn a_table_that_is_copied_has_no_cell_that_a_spreadsheet_takes_for_a_date_and_every_date_has_its_year() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    record_activity(&mut chief, RecordId([5; 16]), PersonId([7; 16]), 20);
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let of_studio = format!("/bureau/studios/{studio}");
    let project = officer.get(&format!("{of_studio}/terms")).await.header("location").to_owned();
    let indicators = [3, 5].map(|number| format!("{of_studio}/indicators/{number}"));
    let mut cells = 0;
    for path in
        ["/bureau/".to_owned(), of_studio, project.clone(), format!("{project}/ready")].iter().chain(&indicators)
    {
        let page = officer.get(path).await.text();
        for cell in page.split("<td").skip(1).filter_map(|rest| rest.split("</td>").next()) {
            let text: String = cell.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
            let odd = text.contains('/') || (text.contains('月') && !text.contains('年'));
            assert!(!odd, "{path}: {text}");
            cells += 1;
        }
    }
    assert!(cells > 60, "{cells}");
}

#[tokio::test]
async fn only_what_could_still_change_is_hatched_and_only_while_somebodys_data_is_missing() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let hatched = |page: String| page.matches("hatched").count();
    assert_eq!(hatched(officer.get("/bureau/").await.text()), 0, "everybody's data is in");
    let (person, code) = (PersonId([9; 16]), chief.invite(&county, PersonId([9; 16]), Role::Backbone, "王丽").await);
    let invite: InviteAnswer = code.read();
    county.join(&invite.code, "王丽").await;
    let overview = officer.get("/bureau/").await.text();
    // of twelve, two are decided here
    assert_eq!(overview.matches("heat-table").count(), 1);
    let table = overview.split("heat-table").nth(1).unwrap().split("</table>").next().unwrap().to_owned();
    assert_eq!(hatched(table), 10, "{person} {studio}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_careful() {
    let county = County::new().await;
    for path in ["/bureau/login", "/j", "/healthz", "/v1/nothing", "/app/"] {
        let answer = county.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header("content-security-policy").contains("unsafe-eval'") || path == "/app/", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    assert_eq!(county.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_indicators_page_begins_with_who_is_missing_and_ends_with_what_did_not_count() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let (teacher, other) = (PersonId([7; 16]), PersonId([8; 16]));
    chief.add_person(teacher, "李晓");
    chief.add_person(other, "王芳");
    record_activity(&mut chief, RecordId([5; 16]), teacher, 0);
    let fields = vec![set("topic", "还没写完的题目")];
    chief.act(&Command::Save(Draft { record_type: RecordType::Activity, record: RecordId([6; 16]), fields }));
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let path = format!("/bureau/studios/{studio}");
    let page = officer.get(&format!("{path}/indicators/3")).await.text();
    let offered = format!("/app/offer/activity?with={other}");
    for words in ["还差 99 人", "王芳", &offered, "还是草稿，没有完成：1 条", "其中 1 条不列出来"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("还没写完的题目"), "a draft is its writer's");
    let at = |words: &str| page.find(words).expect("words");
    assert!(at("还差谁") < at("大单元") && at("大单元") < at("没有算进来的"));
    let example = officer.get(&format!("{path}/indicators/5")).await.text();
    assert!(example.contains("示例：不少于 8 次"));
    let overview = officer.get("/bureau/").await.text();
    for words in ["12 项都已统计", "教研活动\n示例", "目标由县里自己定"] {
        assert!(overview.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_term_that_is_over_stays_readable() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let (record, teacher) = (RecordId([5; 16]), PersonId([7; 16]));
    chief.add_person(teacher, "李晓");
    let long_ago = studio_sync_server::chance::now().day() - "2025-03-03".parse::<studio_core::time::Day>().unwrap();
    record_activity(&mut chief, record, teacher, u64::try_from(long_ago.num_days()).unwrap());
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    let path = format!("/bureau/studios/{studio}");
    assert!(officer.get(&path).await.text().contains(&format!("{path}/past/2025-spring")));
    let past = officer.get(&format!("{path}/past/2025-spring")).await.text();
    let door = format!("{path}/indicators/5?term=2025-spring");
    for words in ["2025 春学期", "按现在已到的记录算", &door] {
        assert!(past.contains(words), "{words}");
    }
    assert!(past.contains("按统计那天的身份算") && !past.contains("今天担任"), "{past}");
    let page = officer.get(&door).await.text();
    assert!(page.contains("大单元") && page.contains("2025 春学期") && !page.contains("还差谁"));
    for term in ["2099-spring", "1999-autumn", "spring"] {
        assert_eq!(officer.get(&format!("{path}/past/{term}")).await.status, StatusCode::NOT_FOUND, "{term}");
    }
}
