//! Where a request comes from, as far as limits on guessing ask: an IPv4 address, or the /64 of an IPv6 one, which is
//! what one connection is given. It identifies nobody and is kept nowhere but in memory.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;

/// What a proxy in front says of the client: nginx's `$proxy_add_x_forwarded_for` adds the address that it saw at the
/// end, behind whatever the client itself wrote there.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The other end of the connection, noted on each of its requests.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// A place that guesses come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// An IPv4 address: often a whole school behind one router.
    V4([u8; 4]),
    /// The /64 of an IPv6 address.
    V6([u8; 8]),
    /// Nothing is known of it: all such requests are one place.
    Unknown,
}

/// The /48 of an IPv6 address: what one customer can be given whole, 65,536 places of their own.
pub type Site = [u8; 6];

impl Source {
    /// The place of an address; an IPv4 address in IPv6's clothes is itself.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.octets()),
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, g, h, ..] = address.octets();
                Self::V6([a, b, c, d, e, f, g, h])
            }
        }
    }

    /// The customer's net around an IPv6 place.
    pub fn site(self) -> Option<Site> {
        match self {
            Self::V6([a, b, c, d, e, f, _, _]) => Some([a, b, c, d, e, f]),
            Self::V4(_) | Self::Unknown => None,
        }
    }

    /// Where a request comes from by its connection, or by what a proxy in front said of it.
    fn of_request(peer: Option<Peer>, said: Option<IpAddr>) -> Self {
        said.or(peer.map(|peer| peer.0)).map_or(Self::Unknown, Self::of)
    }
}

/// The last address of the last such header: the one that the proxy saw itself. Without a proxy anybody could write the
/// header, and be somebody else with every guess.
fn said_by_proxy(headers: &HeaderMap, behind_proxy: bool) -> Option<IpAddr> {
    if !behind_proxy {
        return None;
    }
    let line = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    let last = line.rsplit(',').next()?.trim();
    let bare = last.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

impl FromRequestParts<Arc<App>> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().copied();
        let said = said_by_proxy(&parts.headers, app.reach.behind_proxy);
        if app.reach.behind_proxy && said.is_none() {
            app.silent_proxy.call_once(|| {
                tracing::warn!("the proxy sends no x-forwarded-for: all clients look like one place (README, nginx)");
            });
        }
        Ok(Self::of_request(peer, said))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn place(address: &str) -> Source {
        Source::of(address.parse().unwrap())
    }

    fn said(lines: &[&'static str], behind_proxy: bool) -> Source {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        Source::of_request(Some(Peer("127.0.0.1".parse().unwrap())), said_by_proxy(&headers, behind_proxy))
    }

    #[test]
    fn an_ipv6_connection_is_one_place_whatever_address_it_takes() {
        assert_eq!(place("2001:db8:1:2::1"), place("2001:db8:1:2:ffff::9"));
        assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
        assert_eq!(place("2001:db8:1:2::1").site(), place("2001:db8:1:3::1").site());
        assert_eq!(place("::ffff:203.0.113.9"), place("203.0.113.9"));
        assert_ne!(place("203.0.113.9"), place("203.0.113.8"));
    }

    #[test]
    fn only_a_proxy_says_where_a_request_comes_from_and_only_in_the_last_word() {
        assert_eq!(said(&["203.0.113.9"], false), place("127.0.0.1"), "anybody can write a header");
        assert_eq!(said(&["203.0.113.9"], true), place("203.0.113.9"));
        assert_eq!(
            said(&["198.51.100.1, 203.0.113.9"], true),
            place("203.0.113.9"),
            "the first is the client's own word"
        );
        assert_eq!(said(&["198.51.100.1", "203.0.113.9:4711"], true), place("203.0.113.9"));
        assert_eq!(said(&["[2001:db8::1]:443"], true), place("2001:db8::1"));
        assert_eq!(said(&["[2001:db8::1]"], true), place("2001:db8::1"));
        for nothing in [&["unknown"] as &[_], &[""], &["203.0.113.9,"], &[]] {
            assert_eq!(said(nothing, true), place("127.0.0.1"), "{nothing:?}");
        }
    }

    #[test]
    fn without_an_address_all_are_one_place() {
        assert_eq!(Source::of_request(None, None), Source::Unknown);
    }
}
