//! The words on screen: Fluent messages of `assets/i18n`, embedded. Must not hold a sentence itself.
//!
//! The files use the plain part of Fluent alone, a line a message, with variables and nothing else: Fluent's own reader
//! is larger than all the words, and a phone would load it and wait for it. A test reads every message with both.
//!
//! What differs from direction to direction (a studio with its chief, a class with its members) is a term of Fluent's, `{ -studio }`:
//! said by the [`Shape`] that speaks here now, and where that has no word by the term of the file.
//!
//! Every literal key in the workspace is checked against the files by `app/ui/tests/words.rs`.

use std::cell::RefCell;
use std::sync::LazyLock;

use studio_core::guide::Shape;

/// The Chinese messages, as text.
pub const ZH_CN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/i18n/zh-CN.ftl"));
/// What only the server's pages say; without the feature `pages` nothing, for a phone pays for every byte.
pub const ZH_CN_PAGES: &str = if cfg!(feature = "pages") {
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/i18n/zh-CN-pages.ftl"))
} else {
    ""
};

/// Keys and words, by key.
static WORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut words: Vec<_> = [ZH_CN, ZH_CN_PAGES].into_iter().flat_map(messages).collect();
    words.sort_unstable();
    words
});

/// The messages of a file; a remark begins with `#`.
fn messages(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "))
}

thread_local! {
    /// The words of the direction that is spoken of on this thread.
    static SPOKEN: RefCell<Shape> = RefCell::default();
}

/// From now on these words are spoken on this thread; what was spoken before comes back.
pub fn speak(shape: Shape) -> Shape {
    SPOKEN.replace(shape)
}

/// What is said while these words are spoken.
pub fn speaking<T>(shape: &Shape, say: impl FnOnce() -> T) -> T {
    let before = speak(shape.clone());
    let said = say();
    speak(before);
    said
}

/// The word of a term: the direction's, or the usual one.
fn term(name: &str) -> String {
    let own = SPOKEN.with_borrow(|shape| shape.word(name).map(str::to_owned));
    own.unwrap_or_else(|| words(&format!("-{name}")).unwrap_or(name).to_owned())
}

/// The words of `key`; a missing key shows itself.
pub fn t(key: &str) -> String {
    t_with(key, &[])
}

/// The words of `key` with its variables and its terms filled in; a variable without a value shows its name.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    let Some(words) = words(key) else { return key.to_owned() };
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("{ ") {
        let Some((name, after)) = after.split_once(" }") else { break };
        filled.push_str(before);
        match (name.strip_prefix('$'), name.strip_prefix('-')) {
            (Some(name), _) => {
                let value = values.iter().find(|(given, _)| *given == name);
                filled.push_str(value.map_or(name, |(_, value)| value));
            }
            (None, Some(name)) => filled.push_str(&term(name)),
            (None, None) => filled.push_str(name),
        }
        rest = after;
    }
    filled + rest
}

/// Whether the file has `key`: for messages whose key is composed at run time.
pub fn has(key: &str) -> bool {
    words(key).is_some()
}

/// Words with dots between them, written so that no line begins with a dot.
pub fn whole_dots(words: &str) -> String {
    words.replace(" · ", "\u{a0}· ")
}

fn words(key: &str) -> Option<&'static str> {
    let at = WORDS.binary_search_by_key(&key, |(key, _)| key).ok()?;
    WORDS.get(at).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent::{FluentArgs, FluentBundle, FluentResource};

    /// The variables of a message, each with a value.
    fn values(words: &str) -> Vec<(&str, &str)> {
        let names = words.split("{ $").skip(1).filter_map(|rest| rest.split_once(" }"));
        names.map(|(name, _)| (name, "320")).collect()
    }

    #[test]
    fn every_message_reads_as_fluent_itself_reads_it() {
        let mut bundle = FluentBundle::new(vec![]);
        bundle.set_use_isolating(false);
        for text in [ZH_CN, ZH_CN_PAGES] {
            let resource = FluentResource::try_new(text.to_owned()).expect("every message parses");
            let remarks = text.split("\n\n").count();
            assert!(messages(text).count() + remarks >= resource.entries().count(), "every message is one line");
            bundle.add_resource(resource).expect("no key stands twice");
            for (key, words) in messages(text).filter(|(key, _)| !key.starts_with('-')) {
                let values = values(words);
                let args = FluentArgs::from_iter(values.iter().copied());
                let pattern = bundle.get_message(key).and_then(|message| message.value()).expect(key);
                let mut errors = Vec::new();
                assert_eq!(t_with(key, &values), bundle.format_pattern(pattern, Some(&args), &mut errors), "{key}");
                assert!(errors.is_empty(), "{key}: {errors:?}");
            }
        }
    }

    #[test]
    fn a_key_is_answered_in_chinese_and_its_variables_are_filled_in() {
        assert_eq!(t("tick-saved"), "已存本机");
        assert_eq!(t_with("counter", &[("count", "320"), ("limit", "500")]), "已写 320/500 字");
    }

    #[test]
    fn the_words_of_a_direction_are_spoken_while_it_is_spoken_of_and_the_usual_ones_where_it_has_none() {
        let class = Shape { studio: "培训班".into(), chief_title: "班主任".into(), ..Shape::default() };
        let said = || [t("join-go"), t("role-chief"), t("role-backbone")];
        assert_eq!(said(), ["加入工作室", "首席教师", "骨干教师"]);
        assert_eq!(speaking(&class, said), ["加入培训班", "班主任", "骨干教师"]);
        assert_eq!(said(), ["加入工作室", "首席教师", "骨干教师"]);
    }

    #[test]
    fn every_term_that_a_message_names_is_one_that_a_direction_can_say() {
        let full = |word: &str| word.to_owned();
        let shape = Shape {
            studio: full("一"),
            full: full("二"),
            chief: full("三"),
            chief_title: full("四"),
            backbone: full("五"),
            backbone_title: full("六"),
            member: full("七"),
            circle: full("八"),
            ..Shape::default()
        };
        let named: Vec<&str> = [ZH_CN, ZH_CN_PAGES]
            .into_iter()
            .flat_map(|text| text.split("{ -").skip(1))
            .filter_map(|rest| rest.split_once(" }").map(|(name, _)| name))
            .collect();
        assert!(named.len() > 50, "{}", named.len());
        for name in named {
            assert!(shape.word(name).is_some() && has(&format!("-{name}")), "{name}");
        }
    }

    #[test]
    fn a_dot_stays_with_the_words_before_it() {
        assert_eq!(whole_dots("赵桥小学 · 语文 · 今天"), "赵桥小学\u{a0}· 语文\u{a0}· 今天");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(t("no-such-key"), "no-such-key");
        assert!(!has("no-such-key"));
    }
}
