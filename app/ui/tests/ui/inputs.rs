//! Text inputs are uncontrolled: typing Chinese must never meet a re-render that writes the value back.

use crate::sources;

/// Elements `name {` with what stands in their first lines.
fn elements<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("{name} {{");
    text.match_indices(&open)
        .filter(|(at, _)| text[..*at].chars().next_back().is_some_and(char::is_whitespace))
        .map(|(at, _)| text[at..].split("\n\n").next().unwrap_or_default())
        .collect()
}

#[test]
fn only_the_ui_rooms_text_inputs_take_text() {
    let free = ["\"hidden\"", "\"checkbox\"", "\"radio\"", "\"file\"", "type: kind", "single {"];
    let mut found = Vec::new();
    for (path, text) in sources::rust(&["app/src", "app/ui/src"]) {
        if path.ends_with("components/text_input.rs") {
            continue;
        }
        found.extend(elements(&text, "textarea").iter().map(|_| format!("{}: textarea", path.display())));
        let inputs =
            elements(&text, "input").into_iter().filter(|element| !free.iter().any(|word| element.contains(word)));
        found.extend(
            inputs.map(|element| format!("{}: {}", path.display(), element.lines().next().unwrap_or_default())),
        );
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_text_inputs_give_their_value_once() {
    let text = include_str!("../../src/components/text_input.rs");
    let bound: Vec<_> =
        text.lines().filter(|line| line.trim_start().starts_with("value:") || line.contains(" value: \"{")).collect();
    assert_eq!(bound, Vec::<&str>::new());
    assert!(text.contains("\"initial_value\"") && text.contains("cfg(target_arch = \"wasm32\")"));
}
