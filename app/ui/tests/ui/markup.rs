//! What the components write: escaped, labelled, speaking.

use dioxus::prelude::*;
use studio_ui::prelude::*;

use crate::{html, pages};

/// Opening tags of `name`, attributes included.
fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    page.match_indices(&open)
        .map(|(at, _)| &page[at..])
        .filter(|rest| rest[open.len()..].starts_with([' ', '>', '/']))
        .filter_map(|rest| rest.split_once('>'))
        .map(|(tag, _)| tag)
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    rest.trim_start_matches('"').split(['"', ' ']).next()
}

#[test]
fn every_picture_speaks_or_is_hidden() {
    for (name, page) in pages() {
        for tag in tags(&page, "svg") {
            let speaks =
                tag.contains("role=\"img\"") && attribute(tag, "aria-label").is_some_and(|label| !label.is_empty());
            assert!(speaks || tag.contains("aria-hidden=\"true\""), "{name}: {tag}");
        }
    }
}

#[test]
fn no_page_shows_a_key_instead_of_words() {
    for (name, page) in pages().into_iter().filter(|(name, _)| *name != "icons") {
        for text in page.split('>').filter_map(|rest| rest.split('<').next()) {
            let word = text.trim();
            let kebab = word.len() > 1
                && word.contains('-')
                && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
            assert!(!kebab, "{name} shows {word}");
        }
    }
}

#[test]
fn every_input_has_a_name_that_is_read_out() {
    for (name, page) in pages() {
        let named = |tag: &str| {
            let by_label = attribute(tag, "id").is_some_and(|id| page.contains(&format!("for=\"{id}\"")));
            let inside_label = tag.contains("chip-input") || tag.contains("option-input");
            by_label || inside_label || tag.contains("aria-label=") || tag.contains("type=\"hidden\"")
        };
        for tag in [tags(&page, "input"), tags(&page, "textarea")].concat() {
            assert!(named(tag), "{name}: {tag}");
        }
    }
}

#[test]
fn every_page_has_one_main_heading_and_one_main() {
    for (name, page) in pages() {
        // the landing page holds two ways, of which one is shown
        let ways = if name.starts_with("phone-landing") { 2 } else { 1 };
        assert_eq!(tags(&page, "h1").len(), ways, "{name}");
        assert_eq!(tags(&page, "main").len(), 1, "{name}");
    }
}

#[test]
fn every_class_in_the_markup_is_known_to_a_sheet() {
    let sheets = studio_ui::styles::stylesheet();
    let styled = |class: &str| {
        let dotted = format!(".{class}");
        sheets.match_indices(&dotted).any(|(at, _)| {
            let next = sheets[at + dotted.len()..].chars().next();
            next.is_none_or(|letter| !letter.is_alphanumeric() && letter != '-')
        })
    };
    for (name, page) in pages() {
        for class in
            page.split(" class=\"").skip(1).filter_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace)
        {
            // a plain tone is the one without a rule of its own
            assert!(class.starts_with("tone-") || styled(class), "{name}: nothing styles {class}");
        }
    }
}

#[test]
fn ids_are_not_used_twice_on_a_page() {
    for (name, page) in pages() {
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{name}: {twice:?}");
    }
}

const HOSTILE: &str = "<script>alert(1)</script>\"'&";

fn hostile() -> Element {
    rsx! {
        Section { title: HOSTILE, note: HOSTILE, action: HOSTILE, href: "javascript:alert(1)" }
        ListItem { title: HOSTILE, note: HOSTILE, href: HOSTILE }
        Field { field: "f", label: HOSTILE, error: HOSTILE,
            TextInput { id: "f", initial: HOSTILE }
            TextArea { id: "g", initial: HOSTILE }
        }
        Facts { facts: vec![Fact::new(HOSTILE, HOSTILE)] }
        PersonGrid { name: "p", label: HOSTILE, people: vec![PersonChip { id: HOSTILE.into(), name: HOSTILE.into(), note: HOSTILE.into(), on: true, away: HOSTILE.into() }] }
        Compass { petals: vec![Petal { name: HOSTILE.into(), ..Petal::default() }] }
        Sunflower { chief: HOSTILE, backbones: vec![] }
    }
}

#[test]
fn what_people_wrote_is_escaped_everywhere_and_never_becomes_a_script() {
    let page = html(hostile);
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("javascript:"), "{page}");
    assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"), "{page}");
}

fn typed() -> Element {
    rsx! {
        TextInput { id: "topic", initial: "大单元" }
        TextArea { id: "minutes", initial: "第一行\n第二行" }
    }
}

#[test]
fn a_servers_form_comes_back_with_what_was_typed() {
    let page = html(typed);
    assert!(page.contains("value=\"大单元\""), "{page}");
    assert!(page.contains("第一行\n第二行</textarea>"), "{page}");
}

fn states() -> Element {
    rsx! {
        for state in [TickState::Draft, TickState::Planned, TickState::Saved, TickState::Sent, TickState::Reviewed, TickState::Returned, TickState::SetAside] {
            TickLine { state }
        }
    }
}

#[test]
fn each_tick_is_an_icon_and_a_word() {
    let page = html(states);
    assert_eq!(tags(&page, "svg").len(), 7);
    for word in ["草稿", "已安排", "已存本机", "已到服务器", "已审阅", "退回", "已单独放好"] {
        assert!(page.contains(word), "{word}");
    }
}

fn offline() -> Element {
    rsx! { SyncPill { state: SyncState::Offline, unsent: 3 } }
}

#[test]
fn offline_is_grey_counts_what_waits_and_says_that_nothing_is_lost() {
    let page = html(offline);
    assert!(page.contains("tone-plain") && !page.contains("tone-bad"));
    assert!(page.contains("3 条待上传") && page.contains("不会丢"));
}

fn nothing_wrong() -> Element {
    rsx! { ErrorSummary { errors: vec![] } }
}

#[test]
fn without_errors_there_is_no_error_summary() {
    assert_eq!(html(nothing_wrong).replace("<!--placeholder-->", ""), "");
}
