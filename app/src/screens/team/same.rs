//! 是同一个人吗: the question about two people of one name, and the way back from either answer.

use dioxus::prelude::*;
use studio_core::command::{Answer, Command};
use studio_core::view::{PersonChip, PersonPair};
use studio_engine::messages::Request;
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::words;

/// Two entries that may be one person: they count once as soon as somebody says so. Nobody is joined unasked.
#[component]
pub(crate) fn SameOne(pair: PersonPair, may_answer: bool) -> Element {
    let desk = use_desk();
    let told = |person: &PersonChip| {
        t_with("same-person-told", &[("name", &person.name), ("place", &words::school_of(person))])
    };
    let question = t_with("same-person", &[("a", &told(&pair.a)), ("b", &told(&pair.b))]);
    let (yes, no) = (pair.clone(), pair.clone());
    rsx! {
        section { class: "card stack banners", "data-testid": "maybe-same",
            b { class: "small", "{question}" }
            if may_answer {
                div { class: "row wrap",
                    Button { label: t("same-yes"), compact: true, testid: "same-yes", onclick: move |_| answered(desk, &yes, Answer::Same) }
                    Button { label: t("same-no"), compact: true, kind: ButtonKind::Quiet, testid: "same-no", onclick: move |_| answered(desk, &no, Answer::Different) }
                }
            } else {
                p { class: "cap mute", {t("same-for-chief")} }
            }
        }
    }
}

/// An answer takes nothing that its 撤销 does not bring back: nobody had answered before.
fn answered(desk: Desk, pair: &PersonPair, answer: Answer) {
    let (a, b) = (pair.a.person, pair.b.person);
    let undo = vec![Request::Do(Command::SamePerson { a, b, answer: Answer::Open })];
    let said = if answer == Answer::Same { "same-said-one" } else { "same-said-two" };
    desk.act(Command::SamePerson { a, b, answer }, said, undo);
}
