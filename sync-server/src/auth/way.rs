//! Where an officer was going when nobody was signed in. Only places of the bureau's own pages: whoever makes somebody
//! sign in by a link sends them nowhere else afterwards.

/// Bytes of such a place: an address of ours has two ids at the most.
const WAY_BYTES_MAX: usize = 512;

/// A page of the bureau, as path and query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way(String);

impl Way {
    /// Where everybody may go.
    pub fn home() -> Self {
        Self("/bureau/".to_owned())
    }

    /// A place as a request names it; `None` for any other place than a page of ours behind the login.
    pub fn of(text: &str) -> Option<Self> {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let ours = path.strip_prefix("/bureau/")?;
        let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>');
        let fits = text.len() <= WAY_BYTES_MAX && text.bytes().all(plain);
        let leads_on = !path.contains("//") && !path.split('/').any(|step| step == ".." || step == ".");
        let is_door = ours.starts_with("login") || ours.starts_with("logout");
        (fits && leads_on && !is_door).then(|| Self(text.to_owned()))
    }

    /// The place.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The login that leads there afterwards.
    pub fn login(&self) -> String {
        if *self == Self::home() {
            return "/bureau/login".to_owned();
        }
        let encoded = |b: u8| match b {
            b'/' | b'-' | b'.' | b'_' => char::from(b).to_string(),
            b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        };
        format!("/bureau/login?to={}", self.0.bytes().map(encoded).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_bureau_are_places_to_go_to() {
        for ours in ["/bureau/", "/bureau/studios/new", "/bureau/studios/0a/indicators/3?record=0b#record"] {
            assert_eq!(Way::of(ours).as_ref().map(Way::as_str), Some(ours));
        }
        let foreign = ["https://evil.example/", "//evil.example", "/\\evil.example", "/app/", "/bureau//evil.example"];
        let doors = ["/bureau/login", "/bureau/logout", "/bureau/login?to=/bureau/", "", "/bureau"];
        let odd =
            ["/bureau/../app/", "/bureau/\u{5de5}", "/bureau/a b", "/bureau/\r\nset-cookie:x", "/bureau/<script>"];
        for other in foreign.iter().chain(&doors).chain(&odd) {
            assert_eq!(Way::of(other), None, "{other}");
        }
        assert_eq!(Way::of(&format!("/bureau/{}", "x".repeat(WAY_BYTES_MAX))), None);
    }

    #[test]
    fn the_login_carries_the_place_as_one_word() {
        assert_eq!(Way::home().login(), "/bureau/login");
        let way = Way::of("/bureau/studios/0a/indicators/3?record=0b#record").unwrap();
        assert_eq!(way.login(), "/bureau/login?to=/bureau/studios/0a/indicators/3%3Frecord%3D0b%23record");
    }
}
