//! Guessing: wrong codes and passwords from one place and from many, and the honest beside them. On a clock that jumps.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use studio_core::cbor::to_vec;
use studio_core::wire::{LOOK_PATH, LookRequest};
use studio_sync_server::config::Reach;
use studio_sync_server::guesses::{CODE_FROM_SOURCE, PASSWORD_FROM_SOURCE};
use studio_sync_server::limits::GUESS_WAIT_MAX_MS;
use studio_sync_server::serve::listen::serve;
use studio_sync_server::source::Peer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, advance};

use crate::county::{Answer, Browser, County, PASSWORD};

const WRONG: &str = "7KQM2XW9";
const SCHOOL: &str = "203.0.113.9";
const ELSEWHERE: &str = "198.51.100.7";
/// Nobody waits this long for anything but a pause.
const AT_ONCE: Duration = Duration::from_millis(100);

async fn look(county: &County, address: &str, code: &str) -> Answer {
    let body = to_vec(&LookRequest { code: code.to_owned() });
    county.send_from(address, Request::post(LOOK_PATH).body(Body::from(body)).unwrap()).await
}

/// A county with an open invite.
async fn inviting() -> (County, String) {
    let county = County::new().await;
    let (_, code) = county.officer("lin").await.create("赵桥乡语文首席教师工作室", "周慧敏").await;
    (county.on_a_jumping_clock(), code)
}

async fn assert_looks(county: &County, address: &str, code: &str, within: Duration) {
    let asked = Instant::now();
    let answer = look(county, address, code).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    assert!(asked.elapsed() <= within, "{address}: {:?}", asked.elapsed());
}

#[tokio::test]
async fn after_ten_thousand_wrong_codes_from_one_address_a_right_one_is_taken_there_and_everywhere() {
    let (county, code) = inviting().await;
    for n in 0..10_000 {
        let answer = look(&county, SCHOOL, WRONG).await;
        assert_eq!(answer.code(), "invite-unknown", "{n}");
    }
    assert_looks(&county, ELSEWHERE, &code, AT_ONCE).await;
    assert_looks(&county, SCHOOL, &code, Duration::from_millis(CODE_FROM_SOURCE.pause_max_ms) + AT_ONCE).await;
    county.join(&code, "周慧敏").await;
}

#[tokio::test]
async fn after_wrong_codes_from_ten_thousand_addresses_a_right_one_is_taken_from_each_at_once() {
    let (county, code) = inviting().await;
    for n in 0..10_000_u32 {
        let address = std::net::Ipv4Addr::from(0x0A00_0000 + n).to_string();
        assert_eq!(look(&county, &address, WRONG).await.code(), "invite-unknown");
    }
    for address in ["10.0.0.0", "10.0.39.15", ELSEWHERE, "2001:db8::1"] {
        assert_looks(&county, address, &code, AT_ONCE).await;
    }
}

#[tokio::test]
async fn a_flood_from_one_address_fills_its_own_line_says_when_there_is_room_and_stops_nobody_else() {
    let (county, code) = inviting().await;
    let county = Arc::new(county);
    let mut flood = JoinSet::new();
    for _ in 0..300 {
        let county = Arc::clone(&county);
        flood.spawn(async move { look(&county, SCHOOL, WRONG).await });
    }
    // while the flood waits the clock jumps, so how soon is not seen here
    assert_looks(&county, ELSEWHERE, &code, Duration::from_millis(GUESS_WAIT_MAX_MS)).await;
    let answers = flood.join_all().await;
    let turned_away: Vec<_> = answers.iter().filter(|a| a.status == StatusCode::TOO_MANY_REQUESTS).collect();
    assert_eq!((answers.len() - turned_away.len(), turned_away.len()), (26, 274));
    assert!(turned_away.iter().all(|answer| answer.code() == "too-many-tries"));
    let seconds: u64 = turned_away[0].header("retry-after").parse().unwrap();
    assert!(turned_away[0].text().contains(&format!("请 {seconds} 秒后再试")), "{}", turned_away[0].text());
    advance(Duration::from_secs(seconds)).await;
    assert_looks(&county, SCHOOL, &code, Duration::from_millis(GUESS_WAIT_MAX_MS)).await;
}

#[tokio::test]
async fn what_has_not_the_form_of_a_code_is_no_guess() {
    let (county, code) = inviting().await;
    for _ in 0..100 {
        assert_eq!(look(&county, SCHOOL, "kurz").await.code(), "invite-unknown");
    }
    assert_looks(&county, SCHOOL, &code, AT_ONCE).await;
}

/// How long a hundred wrong codes take that come over one connection and each name another address in a header.
async fn with_other_names(behind_proxy: bool) -> Duration {
    let reach = Reach { behind_proxy, ..Reach::default() };
    let county = County::reached(tempfile::tempdir().unwrap(), reach).on_a_jumping_clock();
    let begun = Instant::now();
    for n in 0..100 {
        let body = to_vec(&LookRequest { code: WRONG.to_owned() });
        let request = Request::post(LOOK_PATH).header("x-forwarded-for", format!("192.0.2.1, 198.51.100.{n}"));
        county.send_from("127.0.0.1", request.body(Body::from(body)).unwrap()).await;
    }
    begun.elapsed()
}

#[tokio::test]
async fn behind_a_proxy_a_place_is_what_the_proxy_saw() {
    let passed = with_other_names(true).await;
    assert!(passed < AT_ONCE, "{passed:?}");
}

#[tokio::test]
async fn without_a_proxy_nobody_writes_himself_another_place() {
    let passed = with_other_names(false).await;
    assert!(passed > Duration::from_secs(60), "{passed:?}");
}

#[tokio::test]
async fn every_request_of_a_connection_says_who_is_at_its_other_end() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", get(async |Extension(Peer(peer)): Extension<Peer>| peer.to_string()));
    let serving = tokio::spawn(serve(listener, router, None, std::future::pending()));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let ask = "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.unwrap();
    assert_eq!(heard.matches("127.0.0.1").count(), 2, "{heard}");
    serving.abort();
}

/// Somebody types a password somewhere; the cookies are the browser's.
async fn sign_in(county: &County, address: &str, cookies: &str, account: &str, typed: &str) -> Answer {
    let browser = Browser { county, cookie: cookies.to_owned() };
    let fields = [("account", account), ("password", typed)];
    let form = browser.form("https://lx.example.cn", "/bureau/login", &fields);
    county.send_from(address, form).await
}

/// The cookie by which a browser is known from its last good login on.
async fn known_cookie(county: &County, address: &str, account: &str) -> String {
    let answer = sign_in(county, address, "", account, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let mut cookies = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let line = cookies.find(|line| line.starts_with("studio-known-")).unwrap();
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Max-Age=34560000"), "{line}");
    line.split(';').next().unwrap().to_owned()
}

async fn assert_gets_in(county: &County, address: &str, cookies: &str, within: Duration) {
    let asked = Instant::now();
    let answer = sign_in(county, address, cookies, "lin", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.text());
    assert!(asked.elapsed() <= within, "{address}: {:?}", asked.elapsed());
}

#[tokio::test]
async fn wrong_passwords_of_a_stranger_shut_the_officer_out_nowhere() {
    let county = County::new().await.on_a_jumping_clock();
    let known = known_cookie(&county, SCHOOL, "lin").await;
    let begun = Instant::now();
    for _ in 0..30 {
        assert_eq!(sign_in(&county, SCHOOL, "", "lin", "x").await.status, StatusCode::UNAUTHORIZED);
    }
    assert!(begun.elapsed() > Duration::from_secs(100), "the stranger waits: {:?}", begun.elapsed());
    assert_gets_in(&county, ELSEWHERE, "", AT_ONCE).await;
    assert_gets_in(&county, SCHOOL, &known, AT_ONCE).await;
    assert_gets_in(&county, SCHOOL, "", Duration::from_millis(PASSWORD_FROM_SOURCE.pause_max_ms) + AT_ONCE).await;
}

#[tokio::test]
async fn a_browser_that_another_account_knows_is_a_stranger_to_this_one() {
    let county = County::new().await;
    county.add_officer("临溪县教育局", "wang").await;
    let county = county.on_a_jumping_clock();
    let known = known_cookie(&county, SCHOOL, "wang").await;
    for _ in 0..10 {
        sign_in(&county, SCHOOL, &known, "lin", "x").await;
    }
    let asked = Instant::now();
    sign_in(&county, SCHOOL, &known, "lin", "x").await;
    assert!(asked.elapsed() > AT_ONCE, "{:?}", asked.elapsed());
}

#[tokio::test]
async fn a_login_that_nobody_has_is_slowed_as_one_that_somebody_has() {
    let county = County::new().await.on_a_jumping_clock();
    let mut passed = Vec::new();
    for (account, address) in [("lin", SCHOOL), ("nobody", ELSEWHERE)] {
        let begun = Instant::now();
        for _ in 0..10 {
            assert_eq!(sign_in(&county, address, "", account, "x").await.status, StatusCode::UNAUTHORIZED);
        }
        passed.push(begun.elapsed().as_secs());
    }
    assert_eq!(passed[0], passed[1]);
}

#[tokio::test]
async fn a_flood_of_passwords_is_told_when_there_is_room_and_the_known_browser_stands_in_another_line() {
    let county = County::new().await.on_a_jumping_clock();
    let known = known_cookie(&county, SCHOOL, "lin").await;
    let county = Arc::new(county);
    let mut flood = JoinSet::new();
    for _ in 0..100 {
        let county = Arc::clone(&county);
        flood.spawn(async move { sign_in(&county, SCHOOL, "", "lin", "x").await });
    }
    assert_gets_in(&county, SCHOOL, &known, Duration::from_millis(GUESS_WAIT_MAX_MS)).await;
    let answers = flood.join_all().await;
    let turned_away: Vec<_> = answers.iter().filter(|a| a.status == StatusCode::TOO_MANY_REQUESTS).collect();
    assert_eq!(turned_away.len(), 100 - 5 - 4);
    let seconds: u64 = turned_away[0].header("retry-after").parse().unwrap();
    assert!(turned_away[0].text().contains(&format!("请 {seconds} 秒后再试")), "{}", turned_away[0].text());
}

#[tokio::test]
async fn an_account_that_the_former_release_had_locked_is_open() {
    let county = County::new().await.on_a_jumping_clock();
    let locked = county.app.disk.write(|desk| {
        let sql = "UPDATE officers SET failures = 4, locked_until = 9999999999999";
        Ok(desk.db().execute(sql, []).is_ok())
    });
    assert!(locked.await.unwrap());
    assert_gets_in(&county, ELSEWHERE, "", AT_ONCE).await;
}
