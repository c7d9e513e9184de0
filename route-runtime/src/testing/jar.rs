//! The cookies that a client keeps, as RFC 6265 has it.

use std::time::{Duration, SystemTime};

use cookie::Cookie;
use http::HeaderValue;

use crate::next_url::NextUrl;

/// The cookies that a client was sent, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar {
    kept: Vec<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    name: String,
    /// As it was sent.
    value: String,
    domain: Option<String>,
    path: String,
    is_secure: bool,
    expires: Option<SystemTime>,
}

impl Jar {
    /// Takes a `Set-Cookie` line of the answer from this URL (5.3). What a browser would not keep is left out.
    pub(super) fn receive(&mut self, line: &HeaderValue, url: &NextUrl, now: SystemTime) {
        let Some(cookie) = std::str::from_utf8(line.as_bytes()).ok().and_then(|line| Cookie::parse(line).ok()) else {
            return;
        };
        let is_secure = cookie.secure().unwrap_or(false);
        let domain = cookie.domain().filter(|domain| !domain.is_empty()).map(str::to_ascii_lowercase);
        if is_secure && !is_trustworthy(url)
            || domain.as_deref().is_some_and(|domain| !domain_matches(url.hostname(), domain))
            || !keeps_its_prefix(&cookie, is_secure, domain.is_some())
        {
            return;
        }
        let path = match cookie.path() {
            Some(path) if path.starts_with('/') => path,
            _ => default_path(url.pathname()),
        };
        let expires = match cookie.max_age() {
            // A time before now is one that has gone by.
            Some(age) => now.checked_add(Duration::try_from(age).unwrap_or_default()),
            None => cookie.expires_datetime().map(SystemTime::from),
        };
        let new = Kept {
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            domain,
            path: path.to_owned(),
            is_secure,
            expires,
        };
        let old =
            self.kept.iter().position(|old| (&old.name, &old.domain, &old.path) == (&new.name, &new.domain, &new.path));
        match (old, new.is_over(now)) {
            // It keeps its place.
            (Some(old), false) => self.kept[old] = new,
            (Some(old), true) => drop(self.kept.remove(old)),
            (None, false) => self.kept.push(new),
            (None, true) => {}
        }
    }

    /// The cookies that are sent to this URL, name and value, those of longer paths first (5.4).
    pub(super) fn sent_to(&self, url: &NextUrl, now: SystemTime) -> Vec<(&str, &str)> {
        let is_sent = |kept: &&Kept| {
            !kept.is_over(now) && path_matches(url.pathname(), &kept.path) && (!kept.is_secure || is_trustworthy(url))
        };
        let mut sent: Vec<_> = self.kept.iter().filter(is_sent).collect();
        sent.sort_by_key(|kept| std::cmp::Reverse(kept.path.len()));
        sent.into_iter().map(|kept| (&*kept.name, &*kept.value)).collect()
    }

    /// The value of the cookie of this name, whatever its path; of several that with the longest.
    pub(super) fn get(&self, name: &str, now: SystemTime) -> Option<&str> {
        let found = self.kept.iter().filter(|kept| kept.name == name && !kept.is_over(now));
        found.max_by_key(|kept| kept.path.len()).map(|kept| &*kept.value)
    }

    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }
}

impl Kept {
    fn is_over(&self, now: SystemTime) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

/// Where browsers keep and send what is `Secure`: over https, and without it on this machine.
pub(super) fn is_trustworthy(url: &NextUrl) -> bool {
    let host = url.hostname();
    url.protocol() == "https:" || host == "localhost" || host.ends_with(".localhost")
}

/// 5.1.3
fn domain_matches(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// 5.1.4, the path of a cookie that names none: the folder of the request's.
fn default_path(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}

/// 5.1.4: the same path, or one below it.
fn path_matches(path: &str, of_cookie: &str) -> bool {
    match path.strip_prefix(of_cookie) {
        Some(rest) => rest.is_empty() || of_cookie.ends_with('/') || rest.starts_with('/'),
        None => false,
    }
}

/// Of RFC 6265bis, 4.1.3: a name that begins so promises what no other host can set.
fn keeps_its_prefix(cookie: &Cookie<'_>, is_secure: bool, has_domain: bool) -> bool {
    let begins_with =
        |prefix: &str| cookie.name().get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    match () {
        () if begins_with("__Host-") => is_secure && !has_domain && cookie.path() == Some("/"),
        () if begins_with("__Secure-") => is_secure,
        () => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    /// What is sent to `to` by a client that was sent `lines` by `from`.
    fn sent(lines: &[&'static str], from: &str, to: &str) -> String {
        let mut jar = Jar::default();
        for line in lines {
            jar.receive(&HeaderValue::from_static(line), &NextUrl::parse(from).unwrap(), NOW);
        }
        let to = NextUrl::parse(to).unwrap();
        let sent = jar.sent_to(&to, NOW).into_iter().map(|(name, value)| format!("{name}={value}"));
        sent.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_cookie_is_sent_to_its_path_and_below() {
        for (line, from, to, expected) in [
            ("a=1; Path=/", "/x", "/", "a=1"),
            ("a=1; Path=/shop", "/x", "/shop", "a=1"),
            ("a=1; Path=/shop", "/x", "/shop/", "a=1"),
            ("a=1; Path=/shop", "/x", "/shop/items", "a=1"),
            ("a=1; Path=/shop", "/x", "/shopping", ""),
            ("a=1; Path=/shop", "/x", "/", ""),
            ("a=1; Path=/shop/", "/x", "/shop/items", "a=1"),
            ("a=1; Path=/shop/", "/x", "/shop", ""),
            ("a=1", "/shop/items", "/shop", "a=1"),
            ("a=1", "/shop/items", "/shop/other", "a=1"),
            ("a=1", "/shop/items", "/", ""),
            ("a=1", "/shop", "/other", "a=1"),
            ("a=1; Path=", "/shop/items", "/", ""),
            ("a=1; Path=shop", "/shop/items", "/shop", "a=1"),
        ] {
            let url = |path| format!("http://localhost{path}");
            assert_eq!(sent(&[line], &url(from), &url(to)), expected, "{line} from {from} to {to}");
        }
    }

    #[test]
    fn a_secure_cookie_is_one_of_https() {
        for (line, url, expected) in [
            ("a=1; Secure", "https://example.com/", "a=1"),
            ("a=1; Secure", "http://example.com/", ""),
            ("a=1; Secure", "http://localhost/", "a=1"),
            ("a=1; Secure", "http://localhost.example/", ""),
            ("__Host-a=1; Secure; Path=/", "http://shop.localhost/", "__Host-a=1"),
            ("__Secure-a=1; Secure", "https://example.com/", "__Secure-a=1"),
            ("__secure-a=1", "https://example.com/", ""),
            ("__Host-a=1; Secure; Path=/", "https://example.com/", "__Host-a=1"),
            ("__Host-a=1; Secure", "https://example.com/", ""),
            ("__Host-a=1; Secure; Path=/; Domain=example.com", "https://example.com/", ""),
            ("__Host-a=1; Path=/", "https://example.com/", ""),
        ] {
            assert_eq!(sent(&[line], url, url), expected, "{line} at {url}");
        }
        assert_eq!(sent(&["a=1; Secure"], "https://example.com", "http://example.com"), "");
    }

    #[test]
    fn a_cookie_for_another_domain_is_not_kept() {
        for (domain, expected) in [
            ("shop.example.com", "a=1"),
            ("example.com", "a=1"),
            (".example.com", "a=1"),
            ("EXAMPLE.com", "a=1"),
            ("ample.com", ""),
            ("other.com", ""),
            ("a.shop.example.com", ""),
            ("", "a=1"),
        ] {
            let mut jar = Jar::default();
            let url = NextUrl::parse("http://shop.example.com/").unwrap();
            let line = format!("a=1; Domain={domain}");
            jar.receive(&HeaderValue::from_str(&line).unwrap(), &url, NOW);
            let sent: Vec<_> = jar.sent_to(&url, NOW).iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(sent.join("; "), expected, "{domain}");
        }
    }

    #[test]
    fn a_cookie_is_kept_for_its_time() {
        let url = NextUrl::parse("http://localhost/").unwrap();
        let after = |seconds| NOW + Duration::from_secs(seconds);
        for (line, seconds) in [
            ("a=1; Max-Age=60", Some(60)),
            ("a=1; Expires=Thu, 01 Jan 1970 00:01:00 GMT", Some(60)),
            // The age counts, whichever comes first.
            ("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:01 GMT", Some(60)),
            ("a=1; Max-Age=0", Some(0)),
            ("a=1; Max-Age=-5", Some(0)),
            ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("a=1", None),
        ] {
            let mut jar = Jar::default();
            jar.receive(&HeaderValue::from_static(line), &url, NOW);
            let is_sent = |now| !jar.sent_to(&url, now).is_empty();
            match seconds {
                Some(0) => assert!(!is_sent(NOW), "{line}"),
                Some(end) => assert!(is_sent(after(end - 1)) && !is_sent(after(end)), "{line}"),
                None => assert!(is_sent(after(1_000_000)), "{line}"),
            }
        }
    }

    #[test]
    fn a_cookie_of_one_name_and_path_replaces_the_other_and_longer_paths_come_first() {
        let at = |lines: &[&'static str]| sent(lines, "http://localhost/a/b", "http://localhost/a/b");
        assert_eq!(at(&["a=1; Path=/", "b=2; Path=/", "a=3; Path=/"]), "a=3; b=2");
        assert_eq!(at(&["a=1; Path=/", "a=2; Path=/a"]), "a=2; a=1");
        assert_eq!(at(&["a=1; Path=/", "b=2", "a=; Path=/; Max-Age=0"]), "b=2");
        assert_eq!(at(&["a=1; Path=/", "a=; Path=/a; Max-Age=0"]), "a=1", "of another path");
        assert_eq!(at(&["no cookie", "=", "a=%20 b; Path=/"]), "a=%20 b", "as it was sent");
    }

    #[test]
    fn the_value_of_a_name_is_that_of_its_longest_path() {
        let url = NextUrl::parse("http://localhost/").unwrap();
        let mut jar = Jar::default();
        for line in ["a=1; Path=/", "a=2; Path=/a/b", "a=3; Path=/a"] {
            jar.receive(&HeaderValue::from_static(line), &url, NOW);
        }
        assert_eq!((jar.get("a", NOW), jar.get("b", NOW)), (Some("2"), None));
    }
}
