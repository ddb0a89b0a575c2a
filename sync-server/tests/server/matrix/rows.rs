//! What the matrix expects, written down by hand: a row for every line of the table, and who sees which picture.

use axum::http::Method;
use studio_sync_server::pages::{SCRIPT_PATH, STYLE_PATH};
use studio_sync_server::routes::Guard::{self, Code, Device, Officer, Open};

use super::scene::{Shot, Where, Who};

/// What becomes of those whom the guard lets through.
pub(crate) enum Own {
    /// Nothing of a studio is in it.
    Plain,
    /// A page or a form of a studio or project in its address: this status for the own bureau's officer who only looks.
    Page(u16),
    /// A picture for an officer: [`at_the_bureau`].
    Picture,
    /// A phone's pictures: [`at_the_phones_door`].
    Tus,
    /// A phone's message; what a stopped phone is told, where it is told no.
    Message(&'static str),
}
use Own::{Message, Page, Picture, Plain, Tus};

/// Every line of the table, in its order.
pub(crate) const EXPECTED: &[(&str, Guard, Own)] = &[
    ("/v1/invites/look", Code, Plain),
    ("/v1/enrol", Code, Plain),
    // what a stopped phone still brings waits at the bureau
    ("/v1/studios/{studio}/sync", Device, Message("")),
    ("/v1/studios/{studio}/invites", Device, Message("unknown-device")),
    ("/v1/studios/{studio}/held", Device, Message("unknown-device")),
    ("/v1/studios/{studio}/guide", Device, Message("unknown-device")),
    ("/v1/studios/{studio}/devices", Device, Message("unknown-device")),
    ("/v1/studios/{studio}/files", Device, Tus),
    ("/v1/studios/{studio}/files/{hash}", Device, Tus),
    ("/", Open, Plain),
    ("/join", Open, Plain),
    ("/bureau", Open, Plain),
    ("/j", Open, Plain),
    ("/bureau/login", Open, Plain),
    ("/bureau/logout", Officer, Plain),
    ("/bureau/", Officer, Plain),
    ("/bureau/studios/new", Officer, Plain),
    ("/bureau/studios", Officer, Plain),
    ("/bureau/studios/{studio}", Officer, Page(200)),
    ("/bureau/studios/{studio}/indicators/{number}", Officer, Page(200)),
    ("/bureau/studios/{studio}/indicators/{number}/pictures", Officer, Page(200)),
    ("/bureau/studios/{studio}/records/{record}/pictures", Officer, Page(200)),
    ("/bureau/studios/{studio}/past/{term}", Officer, Page(200)),
    ("/bureau/studios/{studio}/records/{record}", Officer, Page(200)),
    ("/bureau/studios/{studio}/records/{record}/print", Officer, Page(200)),
    ("/bureau/studios/{studio}/records/{record}/signin", Officer, Page(200)),
    ("/bureau/studios/{studio}/papers/{paper}", Officer, Page(200)),
    ("/bureau/studios/{studio}/files/{hash}", Officer, Picture),
    ("/bureau/studios/{studio}/erase", Officer, Page(200)),
    ("/bureau/studios/{studio}/pupils", Officer, Page(200)),
    ("/bureau/studios/{studio}/people", Officer, Page(200)),
    ("/bureau/studios/{studio}/invite", Officer, Page(200)),
    ("/bureau/studios/{studio}/revoke", Officer, Page(200)),
    ("/bureau/studios/{studio}/end", Officer, Page(200)),
    ("/bureau/studios/{studio}/role", Officer, Page(200)),
    ("/bureau/studios/{studio}/admit", Officer, Page(200)),
    ("/bureau/studios/{studio}/terms", Officer, Page(303)),
    ("/bureau/studios/{studio}/settings", Officer, Page(200)),
    ("/bureau/studios/{studio}/rename", Officer, Page(200)),
    ("/bureau/studios/{studio}/finish", Officer, Page(200)),
    ("/bureau/studios/{studio}/reopen", Officer, Page(200)),
    ("/bureau/studios/{studio}/remove", Officer, Page(200)),
    ("/bureau/projects/{project}", Officer, Page(200)),
    ("/bureau/projects/{project}/{what}", Officer, Page(200)),
    ("/bureau/projects/{project}/terms", Officer, Page(200)),
    ("/bureau/projects/{project}/level", Officer, Page(200)),
    ("/bureau/projects/{project}/rename", Officer, Page(200)),
    ("/bureau/projects/{project}/finish", Officer, Page(200)),
    ("/bureau/projects/{project}/reopen", Officer, Page(200)),
    ("/bureau/projects/{project}/remove", Officer, Page(200)),
    ("/pages/style", Open, Plain),
    ("/pages/script", Open, Plain),
    ("/app", Open, Plain),
    ("/app/", Open, Plain),
    ("/app/{*path}", Open, Plain),
    ("/healthz", Open, Plain),
    ("/readyz", Open, Plain),
];

/// The name of a line here: two of them carry the hash of what they serve.
pub(crate) fn name(path: &str) -> &str {
    match path {
        path if path == STYLE_PATH.as_str() => "/pages/style",
        path if path == SCRIPT_PATH.as_str() => "/pages/script",
        path => path,
    }
}

/// What a picture is to somebody at the phones' door.
pub(crate) enum Sight {
    /// Here, and theirs to fetch.
    Whole,
    /// Theirs to bring.
    Due,
    /// Not there: the status and the code.
    No(u16, &'static str),
}

/// Who sees which picture of which studio with a phone. Whoever is no member of a studio is told the same of it as of one
/// that nobody founded; a member is told the same of a picture that is not theirs to see as of one that nobody has.
pub(crate) fn at_the_phones_door(who: Who, place: Where, shot: Shot) -> Sight {
    let of = match who {
        Who::Nobody | Who::Unsigned | Who::Officer | Who::Stranger | Who::SignedOut => {
            return Sight::No(401, "unsigned");
        }
        Who::Forged if place == Where::Here => return Sight::No(401, "bad-signature"),
        Who::Neighbour => Where::NextDoor,
        Who::Abroad => Where::Abroad,
        _ => Where::Here,
    };
    match (who, shot) {
        _ if place != of => Sight::No(401, "unknown-device"),
        (Who::Stopped, _) => Sight::No(401, "unknown-device"),
        (Who::Neighbour, Shot::Neighbours) | (Who::Abroad, Shot::Abroads) => Sight::Whole,
        (Who::Author, Shot::Shown | Shot::Draft | Shot::Thrown) => Sight::Whole,
        (Who::Colleague | Who::Assistant | Who::Chief, Shot::Shown) => Sight::Whole,
        (Who::Author | Who::Colleague | Who::Assistant | Who::Chief, Shot::Due) => Sight::Due,
        (Who::Author | Who::Colleague | Who::Assistant | Who::Chief, Shot::Erased) => Sight::No(410, "file-erased"),
        _ => Sight::No(404, "not-found"),
    }
}

/// The status of tus' requests, in the order in which the matrix makes them: begun, nine bytes brought, asked, fetched, given up.
pub(crate) fn tus(method: &Method, sight: &Sight) -> u16 {
    match (method, sight) {
        (_, Sight::No(status, _)) => *status,
        (&Method::POST, _) => 201,
        (&Method::PATCH | &Method::DELETE, _) => 204,
        (&Method::HEAD, _) | (&Method::GET, Sight::Whole) => 200,
        (&Method::GET, Sight::Due) => 204,
        _ => panic!("the matrix does not expect {method}"),
    }
}

/// The status of a picture at the bureau's pages.
pub(crate) fn at_the_bureau(who: Who, place: Where, shot: Shot) -> u16 {
    match (who, place, shot) {
        (Who::Officer, Where::Here, Shot::Shown | Shot::Draft) => 200,
        (Who::Officer, Where::NextDoor, Shot::Neighbours) | (Who::Stranger, Where::Abroad, Shot::Abroads) => 200,
        (Who::Officer | Who::Stranger, ..) => 404,
        // to the login
        _ => 303,
    }
}
