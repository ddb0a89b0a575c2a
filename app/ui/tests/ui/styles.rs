//! Colours, sizes and distances come from tokens; text can be read on its ground in both themes.

use std::collections::BTreeMap;

use studio_ui::styles::SHEETS;

fn sheet(name: &str) -> &'static str {
    SHEETS.iter().find(|(sheet, _)| *sheet == name).expect("a sheet").1
}

fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[test]
fn no_sheet_but_the_tokens_names_a_colour_or_a_length() {
    let mut found = Vec::new();
    for (name, css) in SHEETS.iter().filter(|(name, _)| *name != "tokens.css") {
        for line in
            without_comments(css).lines().filter(|line| !line.starts_with("@media") && !line.starts_with("@page"))
        {
            if has_colour(line) || has_length(line) {
                found.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

fn has_colour(line: &str) -> bool {
    let values = line.split_once('{').map_or(line, |(_, values)| values);
    let hex = values.split('#').skip(1).any(|rest| rest.chars().take_while(char::is_ascii_hexdigit).count() >= 3);
    hex || ["rgb(", "rgba(", "hsl(", "color-mix("].iter().any(|word| values.contains(word))
}

/// A number with an absolute unit. Shares (`%`, `fr`, `em`, `vh`) say how things stand to each other and are free.
fn has_length(line: &str) -> bool {
    ["px", "pt", "mm", "cm", "rem"].iter().any(|unit| {
        line.match_indices(unit).any(|(at, _)| {
            let ends = line[at + unit.len()..].chars().next().is_none_or(|letter| !letter.is_alphanumeric());
            ends && line[..at].chars().next_back().is_some_and(|letter| letter.is_ascii_digit())
        })
    })
}

#[test]
fn the_search_for_colours_and_lengths_finds_them() {
    assert!(has_colour(".a { color: #fff; }") && has_colour("  color: rgb(0 0 0 / .1);"));
    assert!(!has_colour("#main { color: var(--ink); }"));
    assert!(has_length(".a { margin: 4px 0; }") && has_length("  height: 1.5rem;"));
    assert!(!has_length(".a { margin: 1.5em 0 100% 2fr; }"));
}

#[test]
fn a_long_row_on_paper_breaks_where_the_page_ends() {
    let print = sheet("print.css");
    let at = |rule: &str| print.find(rule).unwrap_or_else(|| panic!("{rule}"));
    // as strong as the rule that keeps every row whole, and after it
    assert!(
        at(".a4-table .a4-long, .a4-table.a4-facts tr { break-inside: auto; }")
            > at(".a4-table tr { break-inside: avoid; }")
    );
}

#[test]
fn no_sheet_uses_what_older_phones_do_not_know() {
    for (name, css) in SHEETS {
        let css = without_comments(css);
        assert!(!css.contains("color-mix(") && !css.contains("@layer") && !css.contains("@container"), "{name}");
        assert!(!is_nested(&css), "{name} nests rules");
    }
}

/// A rule inside a rule that is no at-rule.
fn is_nested(css: &str) -> bool {
    let mut open: Vec<bool> = Vec::new();
    let mut start = 0;
    for (at, letter) in css.char_indices() {
        match letter {
            '{' => {
                let head = css[start..at].trim();
                if open.last() == Some(&false) {
                    return true;
                }
                open.push(head.starts_with('@'));
                start = at + 1;
            }
            '}' => {
                open.pop();
                start = at + 1;
            }
            ';' => start = at + 1,
            _ => {}
        }
    }
    false
}

#[test]
fn every_token_that_a_sheet_uses_exists() {
    let tokens = light();
    let mut missing = Vec::new();
    for (name, css) in SHEETS {
        for used in css.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next()) {
            if !tokens.contains_key(used) {
                missing.push(format!("{name}: {used}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn declarations(block: &str) -> BTreeMap<String, String> {
    block
        .split(';')
        .filter_map(|declaration| declaration.rsplit_once('{').map_or(Some(declaration), |(_, rest)| Some(rest)))
        .filter_map(|declaration| declaration.split_once(':'))
        .filter(|(name, _)| name.trim().starts_with("--"))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn light() -> BTreeMap<String, String> {
    let css = without_comments(sheet("tokens.css"));
    let end = css.find("\n}").expect("the end of the first rule");
    declarations(&css[..end])
}

fn dark() -> BTreeMap<String, String> {
    let css = without_comments(sheet("tokens.css"));
    let at = css.find("@media (prefers-color-scheme: dark)").expect("a dark theme");
    let mut tokens = light();
    tokens.extend(declarations(&css[at..]));
    tokens
}

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour like #1d2522")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
}

/// Text and the grounds on which it stands.
const TEXT_ON: &[(&str, &[&str])] = &[
    (
        "--ink",
        &[
            "--paper",
            "--card",
            "--sunken",
            "--pine-soft",
            "--wheat-soft",
            "--cinnabar-soft",
            "--heat-full",
            "--heat-near",
        ],
    ),
    ("--ink-2", &["--paper", "--card", "--sunken", "--pine-soft"]),
    ("--ink-3", &["--paper", "--card", "--sunken", "--pine-soft"]),
    ("--pine", &["--paper", "--card"]),
    ("--pine-deep", &["--card", "--pine-soft"]),
    ("--on-pine", &["--pine"]),
    ("--wheat", &["--paper", "--card", "--wheat-soft", "--heat-part"]),
    ("--cinnabar", &["--paper", "--card", "--cinnabar-soft", "--heat-none"]),
    ("--indigo", &["--paper", "--card", "--indigo-soft"]),
    ("--on-deep", &["--deep", "--deep-on"]),
    ("--on-deep-2", &["--deep", "--deep-on"]),
    ("--on-deep-3", &["--deep"]),
    ("--on-night", &["--night"]),
    ("--on-night-2", &["--night"]),
    ("--on-toast", &["--toast"]),
    ("--toast-act", &["--toast"]),
    ("--sheet-ink", &["--sheet", "--deep-mark"]),
    ("--sheet-ink-2", &["--sheet"]),
];

/// Edges and shapes that must be seen, three to one.
const SEEN_ON: &[(&str, &[&str])] =
    &[("--field-line", &["--card", "--paper"]), ("--indigo", &["--paper", "--card"]), ("--ink-3", &["--card"])];

#[test]
fn all_text_stands_out_from_its_ground_in_both_themes() {
    let mut weak = Vec::new();
    for (theme, tokens) in [("light", light()), ("dark", dark())] {
        for (pairs, least) in [(TEXT_ON, 4.5), (SEEN_ON, 3.0)] {
            for (text, grounds) in pairs {
                for ground in *grounds {
                    let found = contrast(&tokens[*text], &tokens[*ground]);
                    if found < least {
                        weak.push(format!("{theme}: {text} on {ground} is {found:.2}"));
                    }
                }
            }
        }
    }
    assert_eq!(weak, Vec::<String>::new());
}

#[test]
fn the_larger_sizes_change_the_scale_and_the_targets() {
    let css = sheet("tokens.css");
    assert!(css.contains(":root[data-size=\"large\"] { --scale: 1.18;"));
    assert!(css.contains("--scale: 1.5;") && css.contains("--tap: 60px"));
}
