//! What belongs to a project: its terms in all its studios, names, ends, and that founding twice is founding once.

use axum::http::StatusCode;
use studio_core::decision::{By, Extension, Terms, What};
use studio_core::id::StudioId;
use studio_core::wire::{LOOK_PATH, LookAnswer, LookRequest};
use studio_sync_server::chance;

use crate::county::{Browser, County, PROJECT, Phone, between};

/// The way of the project that a studio belongs to.
async fn project(officer: &Browser<'_>, studio: StudioId) -> String {
    let answer = officer.get(&format!("/bureau/studios/{studio}/terms")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    answer.header("location").to_owned()
}

async fn extend(officer: &Browser<'_>, project: &str, until: &str) {
    let token = officer.token().await;
    let fields = [("token", token.as_str()), ("until", until), ("reason", "豫教师〔2026〕1号")];
    let answer = officer.post(&format!("{project}/terms"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

async fn press(officer: &Browser<'_>, path: &str, more: &[(&str, &str)]) -> StatusCode {
    let token = officer.token().await;
    officer.post(path, &[&[("token", token.as_str())], more].concat()).await.status
}

fn terms(phone: &Phone) -> Terms {
    phone.replica.members().terms.clone().unwrap()
}

fn until(phone: &Phone) -> Option<String> {
    terms(phone).extension.map(|extension| extension.until)
}

/// A studio's terms as an earlier release set them: in its own log alone.
async fn extend_alone(county: &County, studio: StudioId, until: &'static str) {
    let written = county.app.disk.write(move |desk| {
        let held = desk.studio(studio)?.unwrap().state.members.terms.clone().unwrap();
        let extension = Extension { until: until.to_owned(), reason: "省厅批复".to_owned() };
        let next = Terms { number: held.number + 1, extension: Some(extension), ..held };
        desk.decide(studio, What::Terms(next), &By::Officer("lin".into()), chance::now())
    });
    written.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_studio_founded_in_an_extended_project_has_the_extension_from_its_beginning() {
    let county = County::new().await;
    let (first, _) = county.studio().await;
    let officer = county.officer("lin").await;
    extend(&officer, &project(&officer, first).await, "2099-12-31").await;

    let (second, code) = officer.create("柳河镇数学首席教师工作室", "马建军").await;
    let mut phone = county.join(&code, "马建军").await;
    phone.sync(&county).await;
    assert_eq!(until(&phone).as_deref(), Some("2099-12-31"));
    let page = officer.get(&format!("/bureau/studios/{second}")).await.text();
    assert!(page.contains("延期至 2099年12月31日") && !page.contains("收回经费"), "{page}");
    let overview = officer.get("/bureau/").await.text();
    assert!(!overview.contains("逾期") && !overview.contains("工作室的期限不一样"), "{overview}");
}

#[tokio::test]
async fn one_extension_is_a_decision_in_the_log_of_every_studio_of_its_project_and_of_no_other() {
    let county = County::new().await;
    let (first, mut chief) = county.studio().await;
    let officer = county.officer("lin").await;
    let (_, code) = officer.create("柳河镇数学首席教师工作室", "马建军").await;
    let mut second = county.join(&code, "马建军").await;
    let (_, code) = officer.create_in("另一个项目", "石佛镇英语首席教师工作室", "郑晓燕").await;
    let mut other = county.join(&code, "郑晓燕").await;

    let path = project(&officer, first).await;
    for _ in 0..2 {
        extend(&officer, &path, "2099-12-31").await;
    }
    let mut numbers = Vec::new();
    for phone in [&mut chief, &mut second, &mut other] {
        phone.sync(&county).await;
        numbers.push((until(phone), terms(phone).number));
    }
    let extended = (Some("2099-12-31".to_owned()), 2);
    assert_eq!(numbers, [extended.clone(), extended, (None, 1)], "sent twice it is one decision");
    let overview = officer.get("/bureau/").await.text();
    for words in ["离结项还有", "结项已经", "另一个项目"] {
        assert!(overview.contains(words), "each project's tile says its own: {words} {overview}");
    }
}

#[tokio::test]
async fn studios_of_one_project_that_differ_are_both_said_and_one_press_sets_them_equal() {
    let county = County::new().await;
    let (first, mut chief) = county.studio().await;
    let officer = county.officer("lin").await;
    let (_, code) = officer.create("柳河镇数学首席教师工作室", "马建军").await;
    let mut second = county.join(&code, "马建军").await;
    extend_alone(&county, first, "2099-12-31").await;

    let overview = officer.get("/bureau/").await.text();
    for words in ["工作室的期限不一样", "2025年12月31日", "2099年12月31日", "柳河镇数学首席教师工作室：2025年12月31日"]
    {
        assert!(overview.contains(words), "{words}: {overview}");
    }
    let path = project(&officer, first).await;
    let page = officer.get(&path).await.text();
    assert!(page.contains("各工作室的期限不一样") && page.contains("全部按这个"), "{page}");
    assert_eq!(
        press(&officer, &format!("{path}/level"), &[("studio", &first.to_string())]).await,
        StatusCode::SEE_OTHER
    );
    for phone in [&mut chief, &mut second] {
        phone.sync(&county).await;
        assert_eq!((until(phone).as_deref(), terms(phone).number), (Some("2099-12-31"), 3));
    }
    assert!(!officer.get(&path).await.text().contains("各工作室的期限不一样"));
    assert!(!officer.get("/bureau/").await.text().contains("工作室的期限不一样"));
}

#[tokio::test]
async fn a_founding_that_comes_twice_is_one_studio_and_the_same_invite() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let form = officer.get("/bureau/studios/new").await.text();
    let field = |name: &str| between(&form, &format!("name=\"{name}\" value=\""), "\"").unwrap();
    let (token, once) = (field("token"), field("once"));
    let sent = |name: &'static str| {
        let fields = [
            ("token", token.clone()),
            ("once", once.clone()),
            ("project", "new".to_owned()),
            ("project-name", PROJECT.to_owned()),
            ("name", name.to_owned()),
            ("school", "赵桥小学".to_owned()),
            ("chief", "周慧敏".to_owned()),
        ];
        let officer = &officer;
        async move {
            let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
            let page = officer.post("/bureau/studios", &fields).await.text();
            between(&page, "id=\"invite-code\">", "<").unwrap()
        }
    };
    let (code, again) = tokio::join!(sent("赵桥乡语文工作室"), sent("赵桥乡语文工作室"));
    assert_eq!(code, again, "the answer that was lost comes once more");
    county.join(&code, "周慧敏").await;
    let overview = officer.get("/bureau/").await.text();
    assert_eq!(overview.matches("class=\"project-head\"").count(), 1, "one project: {overview}");
    // the officer goes back, writes another name into the same form
    assert_ne!(sent("柳河镇数学工作室").await, code);
    let overview = officer.get("/bureau/").await.text();
    assert!(overview.contains("柳河镇数学工作室"), "{overview}");
    assert_eq!(overview.matches("class=\"project-head\"").count(), 1, "in the same project: {overview}");
}

#[tokio::test]
async fn a_second_studio_of_one_name_in_a_project_is_asked_about_before_it_is_founded() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let form = async |once: &str, same: &str| {
        founds(&officer, &[("once", once), ("project", "new"), ("project-name", PROJECT), ("same", same)]).await
    };
    let studios = || async { officer.get("/bureau/").await.text().matches("石佛镇语文班").count() };
    assert_eq!(form("one", "").await.0, StatusCode::OK);
    let one = studios().await;
    let (status, page) = form("two", "").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("这个项目里已经有一个“石佛镇语文班”") && page.contains("value=\"陈立新\""), "{page}");
    assert_eq!(studios().await, one, "nothing was founded yet");
    let asked = between(&page, "name=\"same\" value=\"", "\"").unwrap();
    assert_eq!(form("two", &asked).await.0, StatusCode::OK);
    assert!(studios().await > one, "a second press means it");
    assert_eq!(form("one", "").await.0, StatusCode::OK, "a form that comes again gets what it made");
}

/// The founding form with these fields, over what everybody writes.
async fn founds(officer: &Browser<'_>, more: &[(&str, &str)]) -> (StatusCode, String) {
    let token = officer.token().await;
    let plain = [("token", token.as_str()), ("name", "石佛镇语文班"), ("school", "石佛小学"), ("chief", "陈立新")];
    let answer = officer.post("/bureau/studios", &[&plain, more].concat()).await;
    (answer.status, answer.text())
}

#[tokio::test]
async fn who_founds_on_a_guide_whose_day_has_passed_is_told_so_before_and_after_and_can_write_the_extension() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let form = officer.get("/bureau/studios/new").await.text();
    assert!(form.contains("第 3 批的结项期限是2025年12月31日，已经过了") && form.contains("name=\"until\""), "{form}");
    let new = |name: &'static str, more: &[(&'static str, &'static str)]| {
        [&[("project", "new"), ("project-name", name), ("direction", "henan-2024-batch-3/3")], more].concat()
    };
    let (status, page) = founds(&officer, &new("没写延期", &[])).await;
    assert!(status == StatusCode::OK && page.contains("现在显示逾期") && page.contains("去记延期"), "{page}");
    for wrong in [&[("until", "2099-12-31")], &[("reason", "省厅批复")]] {
        let (status, page) = founds(&officer, &new("少写一样", wrong)).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains(wrong[0].1), "{page}");
    }
    let (status, page) = founds(&officer, &new("太早", &[("until", "2025-12-31"), ("reason", "省厅批复")])).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("比原期限晚的日子"), "{page}");
    let (status, page) = founds(&officer, &new("批了延期", &[("until", "2099-12-31"), ("reason", "省厅批复")])).await;
    assert!(status == StatusCode::OK && !page.contains("显示逾期"), "{page}");
    let mut phone = county.join(&between(&page, "id=\"invite-code\">", "<").unwrap(), "陈立新").await;
    phone.sync(&county).await;
    assert_eq!(until(&phone).as_deref(), Some("2099-12-31"));
}

#[tokio::test]
async fn a_new_project_s_name_beside_a_chosen_project_is_kept_and_asked_about() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let officer = county.officer("lin").await;
    let path = project(&officer, studio).await;
    let known = path.rsplit('/').next().unwrap();
    let (status, page) = founds(&officer, &[("project", known), ("project-name", "选育用评")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("已经改选“新项目”") && page.contains("value=\"选育用评\""), "{page}");
    let chosen = page.split("value=\"new\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    assert!(chosen.contains("checked"), "{page}");
    let (status, page) = founds(&officer, &[("project", known), ("until", "2099-12-31")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("照那个项目的算"), "{page}");
    let (status, page) = founds(&officer, &[("project", known), ("project-name", PROJECT)]).await;
    assert_eq!(status, StatusCode::OK, "its own name says nothing else: {page}");
}

#[tokio::test]
async fn a_project_and_a_studio_can_be_called_otherwise() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    let officer = county.officer("lin").await;
    let (path, of_studio) = (project(&officer, studio).await, format!("/bureau/studios/{studio}"));
    for long in ["", &"长".repeat(81)] {
        for path in [&path, &of_studio] {
            let token = officer.token().await;
            let page = officer.post(&format!("{path}/rename"), &[("token", &token), ("name", long)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.text().contains("还没有写名称") && page.text().contains(long), "{}", page.text());
        }
    }
    assert_eq!(
        press(&officer, &format!("{path}/rename"), &[("name", "首席教师工作室模式")]).await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        press(&officer, &format!("{of_studio}/rename"), &[("name", "赵桥乡中心工作室")]).await,
        StatusCode::SEE_OTHER
    );
    let overview = officer.get("/bureau/").await.text();
    assert!(overview.contains("首席教师工作室模式 · ") && overview.contains("赵桥乡中心工作室"), "{overview}");
    let former = [format!("{PROJECT} · "), "赵桥乡语文首席教师工作室".to_owned()];
    assert!(!former.iter().any(|name| overview.contains(name)), "{overview}");
    chief.sync(&county).await;
    assert_eq!(terms(&chief).name, "首席教师工作室模式", "phones have a project's name from its terms");
}

#[tokio::test]
async fn what_is_ended_stands_in_grey_at_the_end_and_comes_back_with_all_its_records() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    let officer = county.officer("lin").await;
    let (path, of_studio) = (project(&officer, studio).await, format!("/bureau/studios/{studio}"));
    for ended in [&of_studio, &path] {
        assert_eq!(press(&officer, &format!("{ended}/finish"), &[]).await, StatusCode::SEE_OTHER);
        let overview = officer.get("/bureau/").await.text();
        assert!(overview.contains("已结束") && overview.contains(&format!("{ended}/reopen")), "{overview}");
        assert!(!overview.contains("heat-table"), "it counts no more: {overview}");
        chief.sync(&county).await;
        assert_eq!(officer.get(&of_studio).await.status, StatusCode::OK, "it can still be read");
        assert_eq!(press(&officer, &format!("{ended}/reopen"), &[]).await, StatusCode::SEE_OTHER);
        let overview = officer.get("/bureau/").await.text();
        assert!(overview.contains("heat-table") && overview.contains("周慧敏") && !overview.contains("已结束"));
    }
}

#[tokio::test]
async fn an_empty_studio_and_an_empty_project_can_be_removed_and_one_that_somebody_joined_stays() {
    let county = County::new().await;
    let (kept, _) = county.studio().await;
    let officer = county.officer("lin").await;
    let (empty, code) = officer.create_in("写错的项目", "写错的工作室", "马建军").await;
    let path = project(&officer, empty).await;

    assert_eq!(press(&officer, &format!("{path}/remove"), &[]).await, StatusCode::FORBIDDEN, "it has a studio");
    for studio in [kept, empty] {
        assert_eq!(press(&officer, &format!("/bureau/studios/{studio}/remove"), &[]).await, StatusCode::SEE_OTHER);
    }
    assert_eq!(officer.get(&format!("/bureau/studios/{kept}")).await.status, StatusCode::OK);
    assert_eq!(officer.get(&format!("/bureau/studios/{empty}")).await.status, StatusCode::NOT_FOUND);
    let look = LookRequest { code };
    let answer = county.post(LOOK_PATH, studio_core::cbor::to_vec(&look)).await;
    assert_eq!(answer.code(), "invite-unknown", "nobody comes into what is gone");
    let page = officer.get(&path).await.text();
    assert!(page.contains("移除这个项目"), "{page}");
    assert_eq!(press(&officer, &format!("{path}/remove"), &[]).await, StatusCode::SEE_OTHER);
    assert!(!officer.get("/bureau/").await.text().contains("写错的"));
    assert_eq!(officer.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_invite_says_the_name_that_a_studio_has_now() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let (studio, code) = officer.create("赵桥乡语文首席教师工做室", "周慧敏").await;
    let renamed = press(&officer, &format!("/bureau/studios/{studio}/rename"), &[("name", "赵桥乡语文工作室")]).await;
    assert_eq!(renamed, StatusCode::SEE_OTHER);
    let said: LookAnswer = county.post(LOOK_PATH, studio_core::cbor::to_vec(&LookRequest { code })).await.read();
    assert_eq!(said.studio_name, "赵桥乡语文工作室");
}

#[tokio::test]
async fn every_number_of_the_overview_opens_what_it_counts() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    chief.sync(&county).await;
    let officer = county.officer("lin").await;
    county.backbone(&mut chief, "王丽").await;
    let path = project(&officer, studio).await;
    let overview = officer.get("/bureau/").await.text();
    for (what, words) in [("", "结项期限"), ("/ready", "还没到"), ("/reached", "还没有"), ("/stale", "还没有")]
    {
        assert!(overview.contains(&format!("href=\"{path}{what}\"")), "{what}: {overview}");
        let page = officer.get(&format!("{path}{what}")).await;
        assert_eq!(page.status, StatusCode::OK, "{what}");
        assert!(page.text().contains(words), "{what}: {}", page.text());
    }
    assert_eq!(officer.get(&format!("{path}/nothing")).await.status, StatusCode::NOT_FOUND);
    let page = officer.get(&format!("/bureau/studios/{studio}")).await.text();
    let person = chief.person();
    assert!(page.matches(&format!("/bureau/studios/{studio}/people#member-{person}")).count() >= 2, "{page}");
}
