//! The access matrix: every line of the table that the router is built from × everybody who may knock × the studio asked
//! for. Who may not is answered the same whether a thing is here, is another's or is not at all; a line of the table that
//! no row expects fails.

mod knock;
mod rows;
mod scene;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use studio_sync_server::routes::{Guard, Route};
use studio_sync_server::serve::table;

use self::knock::{Seen, seen};
use self::rows::{EXPECTED, Own, Sight, at_the_bureau, at_the_phones_door, tus};
use self::scene::{SECRETS, Scene, Shot, Where, Who};
use crate::county::{Answer, County};

const METHODS: [Method; 8] = [
    Method::POST,
    Method::PATCH,
    Method::HEAD,
    Method::GET,
    Method::DELETE,
    Method::PUT,
    Method::OPTIONS,
    Method::TRACE,
];

fn answered(route: &Route) -> impl Iterator<Item = &'static Method> {
    const ALL: &[Method] = &METHODS;
    ALL.iter().filter(|method| route.answers(method))
}

fn expected(route: &Route) -> &'static Own {
    let row = EXPECTED.iter().find(|row| row.0 == rows::name(&route.path));
    &row.unwrap_or_else(|| panic!("{}: no row of the matrix expects it", route.path)).2
}

/// Nothing of the county is in an answer: no name, no caption, no byte of a picture.
fn says_nothing(answer: &Answer, of: &str) {
    let (text, headers) = (answer.text(), format!("{:?}", answer.headers));
    for word in SECRETS {
        assert!(!text.contains(word) && !headers.contains(word), "{of} says {word}: {text}");
    }
    assert!(!text.contains("and of nothing else"), "{of} shows a picture");
}

#[tokio::test]
async fn nothing_is_routed_outside_the_table_and_nothing_in_it_answers_another_method() {
    let county = County::new().await;
    let drawn = format!("{:?}", county.router);
    let paths = drawn.split_once("paths: {").and_then(|(_, rest)| rest.split_once('}').map(|_| rest)).unwrap();
    let routed: BTreeSet<String> = routed(paths);
    let named: BTreeSet<String> = table().iter().map(|route| route.path.to_string()).collect();
    assert_eq!(routed, named);
    let scene = Scene::new().await;
    for route in table() {
        for method in METHODS {
            let knock = scene.at(&route.path, &method, (Where::Nowhere, Shot::Unknown));
            let status = scene.knocks(Who::Nobody, &knock).await.status;
            let refused = status == StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(refused, !route.answers(&method), "{method} {}: {status}", route.path);
        }
    }
}

/// The addresses in what the router tells of itself: texts between the words `RouteId(…)`.
fn routed(paths: &str) -> BTreeSet<String> {
    let entries = paths.split("RouteId(").skip(1).map_while(|entry| {
        let (number, rest) = entry.split_once(')')?;
        number.parse::<usize>().ok()?;
        let rest = rest.strip_prefix(": \"")?;
        Some(rest.split_once('"')?.0.to_owned())
    });
    entries.collect()
}

#[tokio::test]
async fn every_line_of_the_table_is_expected_and_its_guard_stands_before_it() {
    let scene = Scene::new().await;
    let lines: BTreeSet<String> = table().iter().map(|route| rows::name(&route.path).to_owned()).collect();
    let rows: BTreeSet<String> = EXPECTED.iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(lines, rows, "a line without a row, or a row without a line");
    for route in table() {
        let row = EXPECTED.iter().find(|row| row.0 == rows::name(&route.path)).unwrap();
        assert_eq!(route.guard, row.1, "{}", route.path);
        for method in answered(&route) {
            let knock = scene.at(&route.path, method, (Where::Here, Shot::Shown));
            let with_the_wrong_thing = match route.guard {
                Guard::Device => [Who::Nobody, Who::Officer, Who::Unsigned],
                Guard::Officer => [Who::Nobody, Who::Chief, Who::SignedOut],
                Guard::Open | Guard::Code => [Who::Nobody, Who::Chief, Who::Stranger],
            };
            for who in with_the_wrong_thing {
                let (answer, of) = (scene.knocks(who, &knock).await, format!("{who:?} {method} {}", route.path));
                says_nothing(&answer, &of);
                stopped_by(&route, method, &answer, &of);
            }
        }
    }
}

fn stopped_by(route: &Route, method: &Method, answer: &Answer, of: &str) {
    match route.guard {
        Guard::Open => {}
        Guard::Code => assert!(answer.status.is_client_error(), "{of}: {}", answer.status),
        // what is spoken here is said to everybody
        Guard::Device if method == Method::OPTIONS => assert_eq!(answer.status, StatusCode::NO_CONTENT, "{of}"),
        Guard::Device => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{of}"),
        Guard::Officer => {
            let to_login =
                answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/bureau/login");
            assert!(to_login || answer.status == StatusCode::UNAUTHORIZED, "{of}: {}", answer.status);
        }
    }
}

/// What somebody was refused by one method, each answer once, with where it was first seen.
#[derive(Default)]
struct Refusals(BTreeMap<(Who, String, u16), (String, Seen)>);

impl Refusals {
    /// All refusals of one kind are one answer, to the last header.
    fn same(&mut self, who: Who, kind: String, answer: &Answer, of: &str) {
        let (of, now) = (of.to_owned(), seen(answer));
        let (first, before) = self.0.entry((who, kind, now.0)).or_insert_with(|| (of.clone(), now.clone()));
        assert_eq!(*before, now, "{of} is answered in another way than {first}");
    }
}

#[tokio::test]
async fn every_picture_is_brought_and_fetched_by_who_sees_its_record_and_does_not_exist_for_anybody_else() {
    let scene = Scene::new().await;
    let mut refusals = Refusals::default();
    let table = table();
    let routes: Vec<&Route> = table.iter().filter(|route| matches!(expected(route), Own::Tus)).collect();
    assert_eq!(routes.len(), 2, "where files are made, and a file");
    for (who, place, shot) in every_cell() {
        for method in &METHODS {
            for route in routes.iter().filter(|route| route.answers(method) && *method != Method::OPTIONS) {
                let knock = scene.at(&route.path, method, (place, shot));
                let of = format!("{who:?} {method} {shot:?} {place:?}");
                let answer = scene.knocks(who, &knock).await;
                let sight = at_the_phones_door(who, place, shot);
                let status = tus(method, &sight);
                assert_eq!(answer.status.as_u16(), status, "{of}: {}", answer.text());
                match sight {
                    Sight::Whole if *method == Method::GET => assert!(answer.body == shot.bytes(), "{of}"),
                    Sight::Whole | Sight::Due => says_nothing(&answer, &of),
                    Sight::No(_, code) => {
                        says_nothing(&answer, &of);
                        if *method != Method::HEAD {
                            assert_eq!(answer.code(), code, "{of}");
                        }
                        refusals.same(who, format!("{method} {code}"), &answer, &of);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn an_officer_sees_every_picture_of_the_bureaus_records_and_nobody_else_learns_of_one() {
    let scene = Scene::new().await;
    let mut refusals = Refusals::default();
    let table = table();
    let routes: Vec<&Route> = table.iter().filter(|route| matches!(expected(route), Own::Picture)).collect();
    assert_eq!(routes.len(), 1);
    for (who, place, shot) in every_cell() {
        for (route, method) in routes.iter().flat_map(|route| answered(route).map(move |method| (route, method))) {
            let answer = scene.knocks(who, &scene.at(&route.path, method, (place, shot))).await;
            let of = format!("{who:?} {method} {shot:?} {place:?}");
            let status = at_the_bureau(who, place, shot);
            assert_eq!(answer.status.as_u16(), status, "{of}: {}", answer.text());
            if status == 200 && *method == Method::GET {
                assert!(answer.body == shot.bytes(), "{of}");
                continue;
            }
            says_nothing(&answer, &of);
            if status == 404 {
                refusals.same(who, method.to_string(), &answer, &of);
            }
        }
    }
}

fn every_cell() -> impl Iterator<Item = (Who, Where, Shot)> {
    let places = Where::ALL.into_iter().flat_map(|place| Shot::ALL.into_iter().map(move |shot| (place, shot)));
    let places: Vec<_> = places.collect();
    Who::ALL.into_iter().flat_map(move |who| places.clone().into_iter().map(move |(place, shot)| (who, place, shot)))
}

#[tokio::test]
async fn pages_and_forms_of_a_studio_are_the_own_bureaus_and_for_another_one_they_are_not_there() {
    let scene = Scene::new().await;
    let mut refusals = Refusals::default();
    for route in table() {
        let Own::Page(own) = expected(&route) else { continue };
        for method in answered(&route) {
            let knock = |place| scene.at(&route.path, method, (place, Shot::Shown));
            let kind = || format!("{method} {}", route.path);
            for place in Where::ALL {
                for who in [Who::Officer, Who::Stranger] {
                    let of = format!("{who:?} {} {place:?}", kind());
                    if is_own(who, place) {
                        // a form would do what it is there for
                        if *method != Method::POST {
                            let answer = scene.knocks(who, &knock(place)).await;
                            assert_eq!(answer.status.as_u16(), *own, "{of}: {}", answer.text());
                        }
                        continue;
                    }
                    let answer = scene.knocks(who, &knock(place)).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{of}");
                    says_nothing(&answer, &of);
                    refusals.same(who, kind(), &answer, &of);
                }
            }
        }
    }
}

fn is_own(who: Who, place: Where) -> bool {
    match place {
        Where::Here | Where::NextDoor => who == Who::Officer,
        Where::Abroad => who == Who::Stranger,
        Where::Nowhere => false,
    }
}

#[tokio::test]
async fn a_device_of_another_studio_says_nothing_to_this_one_and_is_told_nothing_by_it() {
    let scene = Scene::new().await;
    let mut refusals = Refusals::default();
    for route in table() {
        let Own::Message(stopped) = expected(&route) else { continue };
        let knock = |place| scene.at(&route.path, &Method::POST, (place, Shot::Shown));
        for (who, code) in [
            (Who::Forged, "bad-signature"),
            (Who::Neighbour, "unknown-device"),
            (Who::Abroad, "unknown-device"),
            (Who::Stopped, stopped),
        ] {
            let (answer, of) = (scene.knocks(who, &knock(Where::Here)).await, format!("{who:?} {}", route.path));
            says_nothing(&answer, &of);
            if !code.is_empty() {
                assert_eq!(answer.code(), *code, "{of}");
            }
            refusals.same(who, route.path.to_string(), &answer, &of);
        }
    }
}
