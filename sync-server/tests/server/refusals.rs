//! What is refused before a handler sees it is said in Chinese, on pages and to phones.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{Method, Request, StatusCode};
use studio_sync_server::limits::FORM_BYTES_MAX;

use crate::county::{Answer, Browser, County, HOST_NAME};

fn says_in_chinese(answer: &Answer, status: StatusCode, what: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert!(answer.header("content-type").starts_with("text/html"), "{what}: {}", answer.text());
    assert!(answer.text().contains("回总览"), "{what}: {}", answer.text());
}

async fn ask(browser: &Browser<'_>, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, HOST_NAME)
        .header(ORIGIN, format!("https://{HOST_NAME}"))
        .header(COOKIE, &browser.cookie)
        .header(CONTENT_TYPE, kind);
    browser.county.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_page_that_cannot_be_read_says_so_in_chinese() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let officer = county.officer("lin").await;
    let indicator = format!("/bureau/studios/{studio}/indicators");
    for path in [format!("{indicator}/three"), format!("{indicator}/5?record=1&record=2"), "/bureau/studios/%ff".into()]
    {
        says_in_chinese(&officer.get(&path).await, StatusCode::BAD_REQUEST, &path);
    }
    for path in ["/bureau/login", "/bureau/studios"] {
        let plain = ask(&officer, Method::POST, path, "text/plain", b"x".to_vec()).await;
        assert!(plain.status.is_client_error() && plain.text().contains("看不懂"), "{path}: {}", plain.text());
        let large = ask(&officer, Method::POST, path, FORM, vec![b'x'; FORM_BYTES_MAX + 1]).await;
        says_in_chinese(&large, StatusCode::PAYLOAD_TOO_LARGE, path);
    }
    for (method, path) in [(Method::DELETE, "/bureau/"), (Method::POST, "/j"), (Method::GET, "/bureau/logout")] {
        let answer = ask(&officer, method, path, FORM, Vec::new()).await;
        says_in_chinese(&answer, StatusCode::METHOD_NOT_ALLOWED, path);
        assert!(!answer.header("allow").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_phone_gets_a_problem_with_a_code_whatever_is_wrong() {
    let county = County::new().await;
    let get = |path: &'static str| county.get(path);
    let (way, path) = (get("/v1/invites/look").await, get("/v1/studios/%ff/sync").await);
    assert_eq!((way.status, way.code().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "method"));
    assert_eq!(path.status, StatusCode::METHOD_NOT_ALLOWED);
    let unreadable = county.post("/v1/studios/%ff/sync", Vec::new()).await;
    assert_eq!((unreadable.status, unreadable.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    assert_eq!(get("/v1/nothing").await.code(), "not-found");
}

#[tokio::test]
async fn an_invite_with_a_bad_name_says_what_is_wrong_and_keeps_the_rest() {
    let county = County::new().await;
    let (studio, _) = county.studio().await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let fields = [("token", token.as_str()), ("name", " "), ("school", "白庙中学")];
    let page = officer.post(&format!("/bureau/studios/{studio}/invite"), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("还没有写负责人姓名") && page.text().contains("白庙中学"), "{}", page.text());
}
