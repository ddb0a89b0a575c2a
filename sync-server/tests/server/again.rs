//! A session that ends while an officer works: back where they were, with what they typed, and nothing done unasked.

use axum::http::StatusCode;
use studio_sync_server::limits::KEPT_BYTES_MAX;

use crate::county::{Answer, Browser, County, PASSWORD, PROJECT, between};

/// What a page's form carries unseen under a name, as its browser sends it back.
fn carried(page: &str, name: &str) -> String {
    let tag = page.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap_or_default();
    let value = between(tag, "value=\"", "\"").unwrap_or_default();
    [("&#34;", "\""), ("&quot;", "\""), ("&#60;", "<"), ("&lt;", "<"), ("&#62;", ">"), ("&gt;", ">"), ("&#38;", "&")]
        .iter()
        .fold(value, |text, (coded, letter)| text.replace(coded, letter))
        .replace("&amp;", "&")
}

async fn log_in(browser: &Browser<'_>, page: &str, password: &str) -> Answer {
    let (to, kept, kept_for) = (carried(page, "to"), carried(page, "kept"), carried(page, "kept-for"));
    let fields = [("account", "lin"), ("password", password), ("to", &to), ("kept", &kept), ("kept-for", &kept_for)];
    browser.post("/bureau/login", &fields).await
}

fn signed_out(county: &County) -> Browser<'_> {
    Browser { county, cookie: "studio-session=ended".to_owned() }
}

#[tokio::test]
async fn a_deep_link_leads_to_the_login_and_then_back_there() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let browser = signed_out(&county);
    let link = format!("/bureau/studios/{studio}/indicators/5?record=0");
    let turned = browser.get(&link).await;
    let page = browser.get(turned.header("location")).await.text();
    let wrong = log_in(&browser, &page, "x").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let answer = log_in(&browser, &wrong.text(), PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, link.as_str()));
}

#[tokio::test]
async fn nobody_is_sent_away_from_the_bureaus_pages_by_a_login() {
    let county = County::new().await;
    let browser = signed_out(&county);
    for to in ["https://evil.example/", "//evil.example", "/bureau//evil.example", "/app/", "javascript:alert(1)"] {
        let answer = browser.post("/bureau/login", &[("account", "lin"), ("password", PASSWORD), ("to", to)]).await;
        assert_eq!(answer.header("location"), "/bureau/", "{to}");
    }
}

#[tokio::test]
async fn a_form_whose_session_has_ended_comes_back_after_the_login_with_every_word() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let fields = [
        ("token", token.as_str()),
        ("once", "abc"),
        ("project", "new"),
        ("project-name", PROJECT),
        ("name", "赵桥乡<语文>\"工作室\""),
        ("school", "赵桥小学 & 分校"),
        ("chief", "周慧敏"),
    ];
    let browser = signed_out(&county);
    let login = browser.post("/bureau/studios", &fields).await;
    assert_eq!(login.status, StatusCode::UNAUTHORIZED);
    assert!(login.text().contains("刚才写的一个字没丢") && !login.text().contains(&token), "{}", login.text());
    let login = log_in(&browser, &login.text(), "a wrong one").await;
    let page = log_in(&browser, &login.text(), PASSWORD).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for (name, value) in &fields[3..] {
        assert_eq!(carried(&page.text(), name), *value);
    }
    assert_eq!(carried(&page.text(), "once"), "abc");
    assert!(page.text().contains("还没有交"), "{}", page.text());
    let signed_in =
        Browser { county: &county, cookie: page.header("set-cookie").split(';').next().unwrap().to_owned() };
    assert!(signed_in.get("/bureau/").await.text().contains("还没有工作室"), "nothing was done unasked");
    let token = carried(&page.text(), "token");
    let sent: Vec<_> = [("token", token.as_str())].into_iter().chain(fields[1..].iter().copied()).collect();
    assert_eq!(signed_in.post("/bureau/studios", &sent).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_form_with_words_is_shown_again_with_them() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let officer = county.officer("lin").await;
    let project = officer.get(&format!("/bureau/studios/{studio}/terms")).await.header("location").to_owned();
    let forms: [(String, &[(&str, &str)]); 4] = [
        (format!("{project}/terms"), &[("until", "2099-12-31"), ("reason", "豫教师〔2026〕1号")]),
        (format!("{project}/rename"), &[("name", "新的项目名称")]),
        (format!("/bureau/studios/{studio}/rename"), &[("name", "新的工作室名称")]),
        (format!("/bureau/studios/{studio}/invite"), &[("name", "马建军"), ("school", "白庙中学")]),
    ];
    for (path, fields) in &forms {
        let browser = signed_out(&county);
        let login = browser.post(path, fields).await;
        let page = log_in(&browser, &login.text(), PASSWORD).await;
        // somebody signed in anew in another window: this one's token is old
        let old = officer.post(path, &[&[("token", "old")], *fields].concat()).await;
        assert_eq!((page.status, old.status), (StatusCode::OK, StatusCode::FORBIDDEN), "{path}");
        for (name, value) in *fields {
            assert_eq!(carried(&page.text(), name), *value, "{path}");
            assert_eq!(carried(&old.text(), name), *value, "{path}");
        }
    }
    let report = officer.get(&format!("/bureau/studios/{studio}")).await.text();
    assert!(report.contains("逾期") && !report.contains("新的"), "nothing was done unasked: {report}");
}

#[tokio::test]
async fn words_of_another_site_are_never_put_before_an_officer_who_signs_in() {
    let county = County::new().await;
    let browser = signed_out(&county);
    let fields = [("name", "别人写的"), ("school", "甲"), ("chief", "乙"), ("project-name", "丙")];
    let answer = browser.post_from("https://evil.example", "/bureau/studios", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!answer.text().contains("别人写的"));
    let kept = [("account", "lin"), ("password", PASSWORD), ("kept-for", "/bureau/studios"), ("kept", "[]")];
    assert_eq!(browser.post_from("https://evil.example", "/bureau/login", &kept).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_the_login_carries_has_a_limit_and_whoever_writes_it_harms_nobody() {
    let county = County::new().await;
    let browser = signed_out(&county);
    let around = r#"[["name",""]]"#.len();
    for (bytes, is_kept) in [(KEPT_BYTES_MAX, true), (KEPT_BYTES_MAX + 1, false)] {
        let login = browser.post("/bureau/studios", &[("name", &"x".repeat(bytes - around))]).await;
        assert_eq!(login.text().contains("name=\"kept\""), is_kept, "{bytes}");
    }
    for (action, text) in [("/bureau/studios", "not json"), ("/bureau/nothing", "[]"), ("/v1/x", "[]"), ("", "[[]]")] {
        let fields = [("account", "lin"), ("password", PASSWORD), ("kept-for", action), ("kept", text)];
        let answer = browser.post("/bureau/login", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/bureau/"), "{action} {text}");
    }
}
