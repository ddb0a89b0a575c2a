//! The addresses of the screens. Must not draw: each route names the component that does, or the door to it.

use dioxus::prelude::*;

use crate::later::{
    About, Answer, ArchiveSheet, Asides, Closure, Edition, EditionSheet, Evidence, Form, Held, Invite, InviteAgain, Me,
    New, NewForm, Offered, Paper, Past, PastEvidence, PeopleAdd, PeoplePaste, Person, Pictures, Privacy, RecordScreen,
    Records, Revisions, SamePeople, Summary, Team, Write, Writing, WritingFrom, WritingSheet, Writings,
};
use crate::platform;
use crate::screens::home::Home;
use crate::screens::join::Join;
use crate::shell::Shell;

/// Every address below `/app/`, where the server mounts the app. An unknown one leads to 首页.
#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
#[allow(missing_docs, reason = "each variant is the screen of its name")]
pub enum Route {
    #[layout(Shell)]
        #[route("/app/")]
        Home {},
        #[route("/app/join")]
        Join {},
        #[route("/app/closure")]
        Closure {},
        #[route("/app/closure/:indicator")]
        Evidence { indicator: String },
        #[route("/app/past/:term")]
        Past { term: String },
        #[route("/app/past/:term/:indicator")]
        PastEvidence { term: String, indicator: String },
        #[route("/app/summary")]
        Summary {},
        #[route("/app/records")]
        Records {},
        #[route("/app/records/:id")]
        RecordScreen { id: String },
        #[route("/app/records/:id/history")]
        Revisions { id: String },
        #[route("/app/records/:id/:sheet")]
        Paper { id: String, sheet: String },
        #[route("/app/new")]
        New {},
        #[route("/app/new/:kind")]
        NewForm { kind: String },
        #[route("/app/offer/:kind?:with&:about")]
        Offered { kind: String, with: String, about: String },
        #[route("/app/form/:id")]
        Form { id: String },
        #[route("/app/reply/:id")]
        Answer { id: String },
        #[route("/app/writing")]
        Writings {},
        #[route("/app/writing/:paper")]
        Writing { paper: String },
        #[route("/app/writing/:paper/print")]
        WritingSheet { paper: String },
        #[route("/app/writing/:paper/from/:part")]
        WritingFrom { paper: String, part: String },
        #[route("/app/edition/:id")]
        Edition { id: String },
        #[route("/app/edition/:id/print")]
        EditionSheet { id: String },
        #[route("/app/write/:kind?:paper&:part&:after")]
        Write { kind: String, paper: String, part: String, after: String },
        #[route("/app/team")]
        Team {},
        #[route("/app/team/add")]
        PeopleAdd {},
        #[route("/app/team/paste")]
        PeoplePaste {},
        #[route("/app/team/invite")]
        Invite {},
        #[route("/app/team/invite/:person")]
        InviteAgain { person: String },
        #[route("/app/team/same")]
        SamePeople {},
        #[route("/app/team/held")]
        Held {},
        #[route("/app/people/:id")]
        Person { id: String },
        #[route("/app/people/:id/archive")]
        ArchiveSheet { id: String },
        #[route("/app/me")]
        Me {},
        #[route("/app/me/pictures")]
        Pictures {},
        #[route("/app/me/asides")]
        Asides {},
        #[route("/app/me/privacy")]
        Privacy {},
        #[route("/app/me/about")]
        About {},
        #[route("/:..path")]
        Lost { path: Vec<String> },
}

/// An unknown address: 首页.
#[component]
fn Lost(path: Vec<String>) -> Element {
    let _ = path;
    use_hook(|| navigator().replace(Route::Home {}));
    rsx! {}
}

/// Leaves what is done with, a form or a choice, for a page: back where one came from it, and else in its place. Either way
/// the way back from that page leads to where one came from before.
pub(crate) fn leave_for(page: Route) {
    if !platform::goes_back_to(&page.to_string()) {
        navigator().replace(page);
    }
}

/// The five tabs' addresses, in their order.
pub(crate) fn tab_hrefs() -> [String; 5] {
    [Route::Home {}, Route::Records {}, Route::New {}, Route::Team {}, Route::Me {}].map(|route| route.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::closure::Offer;
    use studio_core::id::PersonId;
    use studio_core::mentoring::Dimension;
    use studio_core::record_type::RecordType;
    use studio_ui::read;

    #[test]
    fn home_keeps_the_slash_that_the_service_workers_scope_needs() {
        assert_eq!(Route::Home {}.to_string(), "/app/");
        assert_eq!("/app".parse::<Route>().ok(), Some(Route::Home {}));
        assert_eq!("/app/".parse::<Route>().ok(), Some(Route::Home {}));
    }

    #[test]
    fn what_is_offered_has_a_route_with_its_people() {
        let (person, dimensions) = (PersonId([1; 16]), vec![Dimension::Ethics]);
        let offer = Offer { record_type: RecordType::Mentoring, people: vec![person], dimensions };
        let Ok(Route::Offered { kind, with, about }) = read::offer_path(&offer).parse() else {
            panic!("another route");
        };
        assert_eq!((kind.as_str(), with, about.as_str()), ("mentoring", person.to_string(), "ethics"));
    }

    #[test]
    fn the_history_of_a_record_is_not_taken_for_a_sheet_of_it() {
        let history = Route::Revisions { id: "a1".into() };
        assert_eq!(history.to_string(), "/app/records/a1/history");
        assert_eq!("/app/records/a1/history".parse::<Route>().ok(), Some(history));
        assert!(matches!("/app/records/a1/signin".parse::<Route>(), Ok(Route::Paper { .. })));
    }

    #[test]
    fn an_unknown_address_has_a_route_too() {
        assert!(matches!("/app/nothing/here".parse::<Route>(), Ok(Route::Lost { .. })));
    }
}
