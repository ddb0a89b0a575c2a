//! The words on screen: Fluent messages of `assets/i18n`, embedded. Must not hold a sentence itself.
//!
//! Every literal key in the workspace is checked against the files by `app/ui/tests/words.rs`.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};

/// The Chinese messages, as text.
pub const ZH_CN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/i18n/zh-CN.ftl"));
/// What only the server's pages say; without the feature `pages` nothing, for a phone pays for every byte.
pub const ZH_CN_PAGES: &str = if cfg!(feature = "pages") {
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/i18n/zh-CN-pages.ftl"))
} else {
    ""
};

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(bundle);

fn bundle() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![Default::default()]);
    // isolation marks are for mixed right-to-left text; here they would only show up in copied text
    bundle.set_use_isolating(false);
    // numbers are formatted by whoever passes them: Fluent's own rules know no Chinese
    for text in [ZH_CN, ZH_CN_PAGES] {
        // what parsed, even if some did not: a page with one missing word is better than no page
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(rest, _)| rest);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The words of `key`; a missing key shows itself.
pub fn t(key: &str) -> String {
    message(key, None)
}

/// The words of `key` with its variables filled in. Whole numbers may steer Fluent's selectors: pass them as digits.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        args.set(Cow::Borrowed(*name), FluentValue::from(*value));
    }
    message(key, Some(&args))
}

/// Whether the file has `key`: for messages whose key is composed at run time.
pub fn has(key: &str) -> bool {
    BUNDLE.get_message(key).is_some_and(|message| message.value().is_some())
}

/// Words with dots between them, written so that no line begins with a dot.
pub fn whole_dots(words: &str) -> String {
    words.replace(" · ", "\u{a0}· ")
}

fn message(key: &str, args: Option<&FluentArgs>) -> String {
    let Some(pattern) = BUNDLE.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    BUNDLE.format_pattern(pattern, args, &mut Vec::new()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_of_the_files_parses() {
        for text in [ZH_CN, ZH_CN_PAGES] {
            let errors = FluentResource::try_new(text.to_owned()).err().map(|(_, errors)| errors);
            assert_eq!(errors, None);
        }
    }

    #[test]
    fn a_key_is_answered_in_chinese_and_its_variables_are_filled_in() {
        assert_eq!(t("tick-saved"), "已存本机");
        assert_eq!(t_with("counter", &[("count", "320"), ("limit", "500")]), "已写 320/500 字");
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
