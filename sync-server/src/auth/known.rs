//! Browsers that have signed in to an account before. Each holds a cookie that only this server can have made; it opens
//! nothing, it only says that the one who types here is no stranger to the account. Nothing is kept at the server.

use axum::http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};
use studio_core::id::{Signature, from_text, to_text};
use studio_core::sign::Secret;
use studio_core::time::Millis;

use super::session::{cookie, cookie_header};
use crate::limits::KNOWN_BROWSER_MS;

/// What a known browser is called in the counting of its guesses: no other browser has it.
pub type BrowserName = [u8; 32];

/// The header that makes a browser known to an account from now on. `nonce` tells browsers apart.
pub fn set_cookie(account: &str, nonce: [u8; 8], now: Millis, secret: &Secret, is_secure: bool) -> HeaderValue {
    let until = Millis(now.0.saturating_add(KNOWN_BROWSER_MS));
    let signature = secret.sign(&parts(account, &nonce, until).each_ref().map(Vec::as_slice));
    let value = format!("{}.{}.{}", to_text(&nonce), until.0, to_text(&signature.0));
    cookie_header(&cookie_name(account, is_secure), &value, KNOWN_BROWSER_MS / 1_000, is_secure)
}

/// The known browser behind a request, if it is one for this account and its time is not over.
pub fn of_request(
    headers: &HeaderMap,
    account: &str,
    now: Millis,
    secret: &Secret,
    is_secure: bool,
) -> Option<BrowserName> {
    let value = cookie(headers, &cookie_name(account, is_secure))?;
    let mut words = value.split('.');
    let (nonce, until, signature) = (words.next()?, words.next()?, words.next()?);
    let nonce: [u8; 8] = from_text(nonce).ok()?.try_into().ok()?;
    let until = Millis(until.parse().ok()?);
    let signature = Signature(from_text(signature).ok()?.try_into().ok()?);
    let is_ours = secret.public().verifies(&parts(account, &nonce, until).each_ref().map(Vec::as_slice), &signature);
    (is_ours && now < until).then(|| Sha256::digest([nonce.as_slice(), account.as_bytes()].concat()).into())
}

/// `"studio-browser/1" ‖ nonce ‖ until ‖ account`, fixed widths, the account last.
fn parts(account: &str, nonce: &[u8; 8], until: Millis) -> [Vec<u8>; 4] {
    [b"studio-browser/1".to_vec(), nonce.to_vec(), until.0.to_be_bytes().to_vec(), account.as_bytes().to_vec()]
}

/// A cookie for each account: officers share a computer.
fn cookie_name(account: &str, is_secure: bool) -> String {
    let hash: [u8; 32] = Sha256::digest(account).into();
    let short = to_text(hash.split_at(8).0);
    if is_secure { format!("__Host-studio-known-{short}") } else { format!("studio-known-{short}") }
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    const NOW: Millis = Millis(1_795_492_800_000);

    fn server() -> Secret {
        Secret::from_seed([7; 32])
    }

    fn given(account: &str) -> HeaderMap {
        sent(set_cookie(account, [1; 8], NOW, &server(), true).to_str().unwrap().split(';').next().unwrap())
    }

    fn sent(pair: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(pair).unwrap())])
    }

    fn is_known(headers: &HeaderMap, account: &str, now: i64, secret: &Secret) -> bool {
        of_request(headers, account, Millis(now), secret, true).is_some()
    }

    #[test]
    fn a_browser_is_known_to_the_account_that_it_signed_in_to_and_to_no_other() {
        let browser = given("linxi");
        assert!(is_known(&browser, "linxi", NOW.0, &server()));
        assert!(!is_known(&browser, "baihe", NOW.0, &server()));
        let renamed =
            browser[COOKIE].to_str().unwrap().replace(&cookie_name("linxi", true), &cookie_name("baihe", true));
        assert!(!is_known(&sent(&renamed), "baihe", NOW.0, &server()));
    }

    #[test]
    fn it_is_known_for_its_time_and_by_its_own_server_alone() {
        let browser = given("linxi");
        assert!(is_known(&browser, "linxi", NOW.0 + KNOWN_BROWSER_MS - 1, &server()));
        assert!(!is_known(&browser, "linxi", NOW.0 + KNOWN_BROWSER_MS, &server()));
        assert!(!is_known(&browser, "linxi", NOW.0, &Secret::from_seed([8; 32])));
    }

    #[test]
    fn a_cookie_that_was_altered_says_nothing() {
        let pair = given("linxi")[COOKIE].to_str().unwrap().to_owned();
        let until = (NOW.0 + KNOWN_BROWSER_MS).to_string();
        for altered in [pair.replace(&until, "9999999999999"), pair.replace('.', ""), format!("{pair}0")] {
            assert!(!is_known(&sent(&altered), "linxi", NOW.0, &server()), "{altered}");
        }
    }

    #[test]
    fn two_browsers_are_two() {
        let named = |nonce| {
            let set = set_cookie("linxi", nonce, NOW, &server(), false);
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            of_request(&sent(&pair), "linxi", NOW, &server(), false)
        };
        assert!(named([1; 8]).is_some() && named([1; 8]) != named([2; 8]));
    }
}
