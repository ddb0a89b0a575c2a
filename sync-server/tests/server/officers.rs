//! Officers: passwords, sessions, forms of other sites. Guessing at passwords: `guesses`.

use axum::http::StatusCode;
use studio_sync_server::commands::{Added, Officer, add_officer};
use studio_sync_server::{auth::password, chance};

use crate::county::{Browser, County};

fn stranger(county: &County) -> Browser<'_> {
    Browser { county, cookie: String::new() }
}

#[tokio::test]
async fn nobody_reads_a_page_without_signing_in() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    for path in ["/bureau/", &format!("/bureau/studios/{studio}"), "/bureau/studios/new"] {
        let answer = county.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/bureau/login"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_look_alike() {
    let county = County::new().await;
    let wrong = stranger(&county).post("/bureau/login", &[("account", "lin"), ("password", "x")]).await;
    let unknown = stranger(&county).post("/bureau/login", &[("account", "nobody"), ("password", "x")]).await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert_eq!(wrong.text().replace("lin", "nobody"), unknown.text().replace("lin", "nobody"));
    assert!(wrong.text().contains("账号或密码不对"));
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let county = County::new().await;
    let browser = county.officer("lin").await;
    assert_eq!(browser.get("/bureau/").await.status, StatusCode::OK);
    county.add_officer("临溪县教育局", "lin").await;
    assert_eq!(browser.get("/bureau/").await.status, StatusCode::SEE_OTHER);
    county.officer("lin").await;
}

#[tokio::test]
async fn an_account_of_another_bureau_is_not_taken_over() {
    let county = County::new().await;
    let officer = Officer {
        bureau: "白河县教育局".into(),
        login: "lin".into(),
        name: "张".into(),
        password_hash: password::hash("x").unwrap(),
    };
    let added = county.app.disk.write(move |desk| add_officer(desk, &officer, chance::now())).await.unwrap();
    assert_eq!(added, Added::Elsewhere);
    county.officer("lin").await;
}

#[tokio::test]
async fn logging_out_ends_the_session_at_the_server() {
    let county = County::new().await;
    let browser = county.officer("lin").await;
    let token = browser.token().await;
    let out = browser.post("/bureau/logout", &[("token", &token)]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/bureau/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_of_another_site_or_without_its_token_does_nothing() {
    let county = County::new().await;
    let browser = county.officer("lin").await;
    let token = browser.token().await;
    let fields = [("token", token.as_str()), ("name", "甲"), ("school", "乙"), ("chief", "丙"), ("project-name", "丁")];
    let forged = browser.post_from("https://evil.example", "/bureau/studios", &fields).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let bare = browser.post("/bureau/studios", &fields[1..]).await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN);
    assert!(browser.get("/bureau/").await.text().contains("还没有工作室"));
}
