//! The sheet as a picture of plain data: what was used last, then every type in its group, and a search.

use dioxus::prelude::*;
use studio_core::form::Group;
use studio_core::record_type::RecordType;
use studio_ui::phone::{TypeCard, TypeCards};
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::route::Route;
use crate::screens::form::{go_on, open};
use crate::{platform, words};

/// How long typing may go on before it is kept, as in forms.
const KEEP_AFTER_MS: u32 = 600;

/// The types. While somebody looks for one, only those that are called so.
#[component]
pub(crate) fn Types(used: Vec<RecordType>, line: String) -> Element {
    let mut typed = use_signal(String::new);
    rsx! {
        Sentence { line }
        Field { field: "find-type", label: t("new-find"), hint: t("new-find-hint"),
            TextInput { id: "find-type", kind: InputKind::Search, hint: true, oninput: move |text| typed.set(text) }
        }
        if typed.read().trim().is_empty() {
            Laid { used }
        } else {
            Found { typed: typed() }
        }
    }
}

/// 一句话: typed or spoken, it opens the form that it tells. What cannot be told is chosen below, and the line comes along.
#[component]
fn Sentence(line: String) -> Element {
    let desk = use_desk();
    let first = use_hook(|| {
        let first = desk.line().unwrap_or(line);
        desk.type_line(first.clone());
        first
    });
    let mut waking = use_hook(|| CopyValue::new(false));
    let mut keep_soon = move || {
        if !waking.replace(true) {
            spawn(async move {
                platform::sleep(KEEP_AFTER_MS).await;
                waking.set(false);
                desk.keep_line();
            });
        }
    };
    use_drop(move || desk.keep_line());
    let mut told = use_signal(|| None::<String>);
    let go = move |event: FormEvent| {
        event.prevent_default();
        let said = desk.line().unwrap_or_default();
        desk.keep_line();
        if said.trim().is_empty() {
            return told.set(Some(t("sentence-empty")));
        }
        spawn(async move {
            match open::said(desk.engine(), said, None).await {
                Ok(Some(opening)) => go_on(desk, opening),
                Ok(None) => told.set(Some(t("sentence-which"))),
                Err(notice) => told.set(Some(words::sentence(&notice))),
            }
        });
    };
    rsx! {
        form { class: "stack sentence", onsubmit: go,
            Field { field: "sentence", label: t("sentence-label"), hint: t("sentence-hint"),
                TextInput { id: "sentence", initial: first, hint: true,
                    oninput: move |text: String| {
                        desk.type_line(text);
                        keep_soon();
                        if told.peek().is_some() {
                            told.set(None);
                        }
                    },
                }
            }
            if let Some(words) = told() {
                p { class: "hint hint-error", role: "status", "data-testid": "sentence-told", "{words}" }
            }
            Button { label: t("sentence-go"), kind: ButtonKind::Main, wide: true, submit: true, glyph: Glyph::FilePenLine, testid: "sentence-go" }
        }
    }
}

/// Those used last, then the others in their groups.
#[component]
fn Laid(used: Vec<RecordType>) -> Element {
    let of = |group: Group| -> Vec<TypeCard> {
        let others = RecordType::work().filter(|of| of.says().group == group && !used.contains(of));
        others.map(card).collect()
    };
    let groups = Group::ALL.map(|group| (group, of(group)));
    rsx! {
        Section { title: t("new-recent") }
        TypeCards { cards: used.iter().copied().map(card).collect::<Vec<_>>() }
        for (group, cards) in groups.into_iter().filter(|(_, cards)| !cards.is_empty()) {
            Section { title: t(group.label_key()) }
            TypeCards { cards }
        }
    }
}

/// Those that are called so.
#[component]
fn Found(typed: String) -> Element {
    let cards: Vec<TypeCard> = RecordType::work().filter(|of| is_called(*of, &typed)).map(card).collect();
    rsx! {
        div { role: "status",
            if cards.is_empty() {
                p { class: "small mute opening", {t("new-none")} }
                Laid { used: Vec::new() }
            } else {
                TypeCards { cards }
            }
        }
    }
}

/// Whether a type is called so: by its name, by what it is for, by other words for it or by its initials.
fn is_called(of: RecordType, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    let words = [words::type_name(of), note(of), t(&format!("new-{}-find", of.word()))];
    words.iter().any(|word| word.contains(&typed))
}

fn note(of: RecordType) -> String {
    t(&format!("new-{}-note", of.word()))
}

fn card(of: RecordType) -> TypeCard {
    let (glyph, tone) = words::glyph(of);
    TypeCard {
        glyph,
        tone,
        label: words::type_name(of),
        note: note(of),
        href: Route::NewForm { kind: of.word().to_owned() }.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<&'static str> {
        RecordType::work().filter(|of| is_called(*of, typed)).map(RecordType::word).collect()
    }

    #[test]
    fn a_type_is_found_by_its_name_its_initials_and_what_people_call_it() {
        assert_eq!(found("听评课"), ["observation"]);
        assert_eq!(found(" TPK "), ["observation"]);
        assert_eq!(found("评课"), ["observation"]);
        assert_eq!(found("报销"), ["expense"]);
        assert_eq!(found("备课"), ["activity"]);
        assert_eq!(found("钱"), ["budget"]);
        assert_eq!(found("没有的"), Vec::<&str>::new());
    }

    #[test]
    fn every_type_has_other_words_by_which_it_is_found() {
        for of in RecordType::work() {
            assert!(studio_ui::i18n::has(&format!("new-{}-find", of.word())), "{}", of.word());
        }
    }
}
