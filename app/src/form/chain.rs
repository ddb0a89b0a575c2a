//! 粘贴接龙: those named are taken at once; who cannot be told apart is asked, who is not in the roster may be added, and
//! every line that names nobody is shown.

use dioxus::prelude::*;
use studio_core::activity::Attendance;
use studio_core::command::{Chain, ChainName, ListProblem};
use studio_core::form::{FieldSpec, Input};
use studio_core::record::Scalar;
use studio_core::view::PersonChip;
use studio_engine::messages::Notice;
use studio_ui::prelude::*;

use super::people::is;
use super::{Book, FormText};
use crate::add_person::{AddPerson, join_in};
use crate::desk::{Desk, use_desk};
use crate::shell::stopped_here;
use crate::words;

/// The text, and what came of it.
#[component]
pub(super) fn PasteChain(book: Book, spec: &'static FieldSpec, ondone: EventHandler<()>) -> Element {
    let desk = use_desk();
    let mut pasted = use_hook(|| CopyValue::new(String::new()));
    let seen = use_signal(|| None::<Chain>);
    let failed = use_signal(|| None::<Notice>);
    let look = move |_| {
        spawn(read(desk, book, spec, pasted.cloned(), seen, failed));
    };
    rsx! {
        div { class: "card stack", "data-testid": "chain",
            TextArea { id: "chain-text", rows: 4, testid: "chain-text", oninput: move |text: String| pasted.set(text) }
            if let Some(notice) = failed() {
                p { class: "hint hint-error", role: "alert", {words::sentence(&notice)} }
            }
            if let Some(chain) = seen() {
                Account { book, spec, chain }
            }
            if seen().is_some() {
                Button { label: t("people-paste-done"), kind: ButtonKind::Main, compact: true, testid: "chain-done", onclick: move |_| ondone.call(()) }
                Button { label: t("people-paste-go"), compact: true, testid: "chain-go", onclick: look }
            } else {
                Button { label: t("people-paste-go"), kind: ButtonKind::Main, compact: true, testid: "chain-go", onclick: look }
            }
        }
    }
}

async fn read(
    desk: Desk,
    book: Book,
    spec: &'static FieldSpec,
    text: String,
    mut seen: Signal<Option<Chain>>,
    mut failed: Signal<Option<Notice>>,
) {
    match desk.engine().chain(text).await {
        Ok(chain) => {
            book.choose(|text| take_known(text, spec, &chain));
            failed.set(None);
            seen.set(Some(*chain));
        }
        Err(notice) => failed.set(Some(notice)),
    }
}

/// Takes everybody of whom there is one.
fn take_known(text: &mut FormText, spec: &'static FieldSpec, chain: &Chain) {
    for name in &chain.names {
        if let [one] = name.who.as_slice() {
            take(text, spec, &one.person.to_string(), name.how);
        }
    }
}

/// One who was ticked already stays as they are, unless the list says more.
fn take(text: &mut FormText, spec: &'static FieldSpec, id: &str, how: Attendance) {
    let spec = match spec.input {
        // before the day a 接龙 says who means to come; who asked for leave has said so for the day itself
        Input::Asked => {
            text.mark(spec.key, id, Some(Scalar::Bool(true)));
            let there = text.specs().find(|other| other.input == Input::Attendance);
            let Some(there) = there.filter(|_| how == Attendance::Leave) else { return };
            there
        }
        _ => spec,
    };
    if text.marked(spec.key, id).is_none() || how != Attendance::Chain {
        text.mark(spec.key, id, Some(Scalar::from(how.word())));
    }
}

/// How many were known, and everything that is not settled.
#[component]
fn Account(book: Book, spec: &'static FieldSpec, chain: Chain) -> Element {
    let known = chain.names.iter().filter(|name| name.who.len() == 1).count();
    let open: Vec<ChainName> = chain.names.iter().filter(|name| name.who.len() != 1).cloned().collect();
    let unread = (open.len() + chain.problems.len()).to_string();
    rsx! {
        p { class: "small", role: "status", "data-testid": "chain-account",
            {t_with("people-paste-account", &[("known", &known.to_string()), ("open", &unread)])}
        }
        for (at, name) in open.into_iter().enumerate() {
            Unsettled { key: "{at}-{name.line}-{name.name}", book, spec, name }
        }
        if !chain.problems.is_empty() {
            List {
                for problem in chain.problems {
                    Unread { problem }
                }
            }
        }
    }
}

#[component]
fn Unread(problem: ListProblem) -> Element {
    let title = t_with("paste-line", &[("line", &problem.line.to_string()), ("text", &problem.text)]);
    rsx! { ListItem { title, note: t(&problem.key), note_tone: Tone::Bad } }
}

/// A name that several bear, or nobody of the roster.
#[component]
fn Unsettled(book: Book, spec: &'static FieldSpec, name: ChainName) -> Element {
    let mut adding = use_signal(|| false);
    let mut settled = use_signal(String::new);
    let stopped = stopped_here(use_desk()).is_some();
    let how = name.how;
    let mut settle = move |id: String| {
        book.choose(|text| {
            text.mark(spec.key, &settled.peek(), None);
            take(text, spec, &id, how);
        });
        settled.set(id);
    };
    if name.who.is_empty() {
        let added = move |person: PersonChip| {
            let mut people = book.people;
            join_in(&mut people.write(), person.clone());
            adding.set(false);
            settle(person.person.to_string());
        };
        let is_new = settled.read().is_empty();
        if stopped {
            return rsx! { p { class: "small", {t_with("chain-stopped", &[("name", &name.name)])} } };
        }
        return rsx! {
            p { class: "small", {t_with(if is_new { "chain-unknown" } else { "people-added-one" }, &[("name", &name.name)])} }
            if adding() {
                AddPerson { name: name.name, onadded: added }
            } else if is_new {
                Button { label: t("people-add"), glyph: Glyph::UserRoundPlus, compact: true, testid: "chain-add", onclick: move |_| adding.set(true) }
            }
        };
    }
    let label = t_with("chain-which", &[("name", &name.name), ("count", &name.who.len().to_string())]);
    let people = (book.people)();
    let chips = name.who.iter().map(|one| {
        let value = one.person.to_string();
        let told = people.iter().find(|person| is(person, &value)).and_then(|person| person.apart.clone());
        let told = told.filter(|apart| !apart.is_empty()).unwrap_or_else(|| one.school.clone());
        let label = if told.is_empty() { t("chain-no-school") } else { told };
        Chip { on: value == settled(), value, label, glyph: None }
    });
    rsx! {
        p { class: "small", "{label}" }
        Chips { name: "chain-{name.line}-{name.name}", label: label.clone(), chips: chips.collect::<Vec<_>>(), onpick: move |id: String| settle(id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::form::fields;
    use studio_core::record_type::RecordType;

    fn spec(key: &str) -> &'static FieldSpec {
        fields(RecordType::Activity).iter().find(|spec| spec.key == key).expect("a field")
    }

    #[test]
    fn a_list_before_the_day_says_who_is_asked_and_who_asked_for_leave_and_nobody_was_there() {
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        take(&mut text, spec("asked"), "a", Attendance::Chain);
        take(&mut text, spec("asked"), "b", Attendance::Leave);
        assert_eq!(text.below("asked"), ["a", "b"]);
        assert_eq!(text.below("attendance"), ["b"]);
        assert_eq!(text.marked("attendance", "b").and_then(Scalar::as_str), Some("leave"));
        take(&mut text, spec("attendance"), "a", Attendance::Chain);
        assert_eq!(text.marked("attendance", "a").and_then(Scalar::as_str), Some("chain"), "on the day they came");
        assert_eq!(text.below("asked"), ["a", "b"]);
    }
}
