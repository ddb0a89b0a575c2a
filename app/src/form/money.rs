//! Money as it is typed.

/// 分 of an amount typed in 元: `1200`, `120.5`, `1,200.50 元`.
pub(super) fn fen(typed: &str) -> Option<i64> {
    let text = typed.trim().trim_end_matches('元').trim_end().replace([',', '，'], "");
    let (yuan, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || rest.len() > 2 || !digits(yuan) || !digits(rest) {
        return None;
    }
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(format!("{rest:0<2}").parse().ok()?)
}
