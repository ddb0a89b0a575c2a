//! Which records: by type, by state, by author, or those in the recycle bin.

use dioxus::prelude::*;
use studio_core::id::PersonId;
use studio_core::read::State;
use studio_core::record_type::RecordType;
use studio_core::view::{RecordQuery, Team, TeamMember};
use studio_engine::messages::Changed;
use studio_ui::prelude::*;

use crate::desk::{Answer, use_answer};
use crate::words;

/// Everything: the chip that takes a filter away.
const ALL: &str = "all";
/// The recycle bin.
const BIN: &str = "bin";
/// States with their words for chips.
const STATES: [(State, &str); 3] =
    [(State::Draft, "draft"), (State::Submitted, "submitted"), (State::Edited, "edited")];

fn chip(value: &str, label: String, on: bool) -> Chip {
    Chip { value: value.to_owned(), label, on, glyph: None }
}

/// 全部 128 · 教研活动 31 · …
#[component]
pub(crate) fn TypeChips(counts: Vec<(RecordType, usize)>, total: usize, filter: Signal<RecordQuery>) -> Element {
    let mut filter = filter;
    let now = filter.read().record_type;
    let with = |name: String, count: usize| t_with("records-count", &[("name", &name), ("count", &count.to_string())]);
    let all = chip(ALL, with(t("records-all"), total), now.is_none());
    let one =
        |(of, count): &(RecordType, usize)| chip(of.word(), with(words::type_name(*of), *count), now == Some(*of));
    // twenty types in a row are no choice: those that there is something of
    let some = counts.iter().filter(|(of, count)| *count > 0 || now == Some(*of));
    let chips: Vec<Chip> = [all].into_iter().chain(some.map(one)).collect();
    rsx! {
        Chips { name: "type", label: t("records-by-type"), chips, scroll: true,
            onpick: move |word: String| filter.write().record_type = RecordType::from_word(&word) }
    }
}

/// State, author, recycle bin.
#[component]
pub(super) fn FilterPanel(filter: Signal<RecordQuery>) -> Element {
    let mut filter = filter;
    let query = filter();
    let states = STATES.iter().map(|(state, word)| chip(word, t(state.label_key()), query.state == Some(*state)));
    let bin = chip(BIN, t("records-bin"), query.deleted);
    let everything = chip(ALL, t("records-all"), query.state.is_none() && !query.deleted);
    let chips: Vec<Chip> = [everything].into_iter().chain(states).chain([bin]).collect();
    let picked = move |word: String| {
        let mut query = filter.write();
        query.deleted = word == BIN;
        query.state = STATES.iter().find(|(_, name)| *name == word).map(|(state, _)| *state);
    };
    rsx! {
        section { class: "card stack",
            Field { field: "state", label: t("records-by-state"), group: true,
                Chips { name: "state", label: t("records-by-state"), chips, onpick: picked }
            }
            Authors { filter }
        }
    }
}

#[component]
fn Authors(filter: Signal<RecordQuery>) -> Element {
    let mut filter = filter;
    let team = use_answer((), &[Changed::Team], |engine, ()| async move { engine.team().await });
    let Answer::Here(team) = team else { return rsx! {} };
    let now = filter.read().author;
    let one = |member: &TeamMember| chip(&member.person.to_string(), member.called.clone(), now == Some(member.person));
    let members: Vec<Chip> = members(&team).into_iter().map(one).collect();
    let chips: Vec<Chip> = [chip(ALL, t("records-everybody"), now.is_none())].into_iter().chain(members).collect();
    rsx! {
        Field { field: "author", label: t("records-by-author"), group: true,
            Chips { name: "author", label: t("records-by-author"), chips,
                onpick: move |id: String| filter.write().author = id.parse::<PersonId>().ok() }
        }
    }
}

/// Those who write records.
fn members(team: &Team) -> Vec<&TeamMember> {
    let backbone = team.backbone.iter().map(|branch| &branch.member);
    team.chief.iter().chain(&team.assistants).chain(backbone).collect()
}
