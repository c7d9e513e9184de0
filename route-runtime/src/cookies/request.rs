use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use indexmap::IndexMap;

use super::cookie::{Cookie, check_name};
use super::response::ResponseCookies;
use crate::component;

/// The cookies of a request: `request.cookies` of a `NextRequest`, a `RequestCookies` (NEXT-SPEC K1 to K3).
///
/// It is a view of the `Cookie` header, and reads it when asked. Values are percent-decoded; a cookie whose value does not decode is not
/// there, one without `=` has the value `true`, and of several with one name the last counts. Where JavaScript passes a name to
/// `getAll`, `get` is enough: there is one.
///
/// ```
/// use route_runtime::NextRequest;
///
/// let req = NextRequest::builder().header("cookie", "theme=dark; name=caf%C3%A9; debug").build().unwrap();
/// assert_eq!(req.cookies().get("name").unwrap().value(), "café");
/// assert_eq!(req.cookies().get("debug").unwrap().value(), "true");
/// assert!(!req.cookies().has("Theme"));
/// assert_eq!(req.cookies().len(), 3);
/// assert_eq!(req.cookies().to_string(), "theme=dark; name=caf%C3%A9; debug=true");
/// ```
#[derive(Clone, Copy)]
pub struct RequestCookies<'a> {
    headers: &'a HeaderMap,
}

impl<'a> RequestCookies<'a> {
    pub(crate) fn new(headers: &'a HeaderMap) -> Self {
        Self { headers }
    }

    /// The cookie of this name: `cookies.get(name)`.
    pub fn get(&self, name: &str) -> Option<Cookie> {
        let value = self.pairs().filter(|(key, _)| *key == name).last()?.1;
        Some(Cookie::new(name.to_owned(), value.into_owned()))
    }

    /// Every cookie, in the order in which their names came first: `cookies.getAll()`.
    ///
    /// ```
    /// use route_runtime::NextRequest;
    ///
    /// let req = NextRequest::builder().cookie("theme", "dark").cookie("lang", "en").build().unwrap();
    /// let names: Vec<String> = req.cookies().get_all().iter().map(|cookie| cookie.name().to_owned()).collect();
    /// assert_eq!(names, ["theme", "lang"]);
    /// assert!(!req.cookies().is_empty());
    /// ```
    #[doc(alias = "getAll")]
    pub fn get_all(&self) -> Vec<Cookie> {
        let cookie = |(name, value): (&str, Cow<'_, str>)| Cookie::new(name.to_owned(), value.into_owned());
        self.map().into_iter().map(cookie).collect()
    }

    /// Whether there is a cookie of this name: `cookies.has(name)`.
    pub fn has(&self, name: &str) -> bool {
        self.pairs().any(|(key, _)| key == name)
    }

    /// The number of cookies: `cookies.size`.
    #[doc(alias = "size")]
    pub fn len(&self) -> usize {
        self.map().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs().next().is_none()
    }

    /// Where each name stands.
    pub(super) fn positions(&self) -> BTreeMap<&'a str, usize> {
        self.map().into_keys().enumerate().map(|(position, name)| (name, position)).collect()
    }

    /// One value a name: the last in the place of the first, as in a `Map` of JavaScript (K2).
    fn map(&self) -> IndexMap<&'a str, Cow<'a, str>> {
        self.pairs().collect()
    }

    /// Every pair that can be read (K1).
    fn pairs(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        // HTTP/2 may bring them in several lines.
        let pieces = self.headers.get_all(COOKIE).iter().flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
        pieces.filter_map(|piece| {
            let piece = &piece[piece.iter().take_while(|byte| **byte == b' ').count()..];
            if piece.is_empty() {
                return None;
            }
            let (name, value) = match piece.iter().position(|byte| *byte == b'=') {
                Some(at) => (&piece[..at], &piece[at + 1..]),
                None => (piece, &b"true"[..]),
            };
            Some((std::str::from_utf8(name).ok()?, component::decode(value)?))
        })
    }
}

/// The cookies as a `Cookie` header has them (NEXT-SPEC K6).
impl fmt::Display for RequestCookies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (name, value) in self.map() {
            write!(f, "{separator}{name}={}", component::encode(&value))?;
            separator = "; ";
        }
        Ok(())
    }
}

impl fmt::Debug for RequestCookies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values are secrets.
        f.debug_list().entries(self.map().keys()).finish()
    }
}

/// The cookies of a request, to change: what [`NextRequest::cookies_mut`](crate::NextRequest::cookies_mut) returns.
///
/// Each change rewrites the request's own `Cookie` header (NEXT-SPEC K4, K5); nothing is sent to the client. It is for what the request
/// is handed on to.
///
/// ```
/// use route_runtime::NextRequest;
///
/// let mut req = NextRequest::builder().header("cookie", "a=1").build().unwrap();
/// req.cookies_mut().set("b", "hello!").set("a", "2");
/// assert_eq!(req.headers()["cookie"], "a=2; b=hello!");
/// assert!(req.cookies_mut().delete("a"));
/// assert_eq!(req.headers()["cookie"], "b=hello!");
/// ```
pub struct RequestCookiesMut<'a> {
    headers: &'a mut HeaderMap,
}

impl<'a> RequestCookiesMut<'a> {
    pub(crate) fn new(headers: &'a mut HeaderMap) -> Self {
        Self { headers }
    }

    /// Sets a cookie: `cookies.set(name, value)`. A name that no header can carry is logged as an error and left out.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        if let Err(error) = check_name(name) {
            tracing::error!(location = %Location::caller(), %error, "a cookie of a request was not set");
            return self;
        }
        let mut cookies = self.read();
        cookies.insert(name.to_owned(), value.to_owned());
        self.write(&cookies)
    }

    /// Removes a cookie: `cookies.delete(name)`. Returns whether it was there.
    pub fn delete(&mut self, name: &str) -> bool {
        let mut cookies = self.read();
        let was_there = cookies.shift_remove(name).is_some();
        self.write(&cookies);
        was_there
    }

    /// Removes every cookie: `cookies.clear()`.
    ///
    /// ```
    /// use route_runtime::NextRequest;
    ///
    /// let mut req = NextRequest::builder().cookie("session", "7").build().unwrap();
    /// req.cookies_mut().clear().set("theme", "dark");
    /// assert_eq!(req.headers()["cookie"], "theme=dark");
    /// ```
    pub fn clear(&mut self) -> &mut Self {
        self.headers.remove(COOKIE);
        self
    }

    /// Does what a client does with the cookies of an answer: sets them, and removes those that are to be removed.
    pub(crate) fn receive(&mut self, cookies: ResponseCookies<'_>) {
        for cookie in cookies.get_all() {
            if cookie.is_removal() {
                self.delete(cookie.name());
            } else {
                self.set(cookie.name(), cookie.value());
            }
        }
    }

    fn read(&self) -> IndexMap<String, String> {
        let cookies = RequestCookies::new(self.headers).map();
        cookies.into_iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
    }

    fn write(&mut self, cookies: &IndexMap<String, String>) -> &mut Self {
        let pairs = cookies.iter().map(|(name, value)| format!("{name}={}", component::encode(value)));
        let line = pairs.collect::<Vec<_>>().join("; ");
        // The names came out of a header, or were checked.
        match HeaderValue::try_from(line) {
            Ok(line) if !line.is_empty() => self.headers.insert(COOKIE, line),
            _ => self.headers.remove(COOKIE),
        };
        self
    }
}

impl fmt::Debug for RequestCookiesMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RequestCookies::new(self.headers).fmt(f)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::logged;
    use proptest::prelude::*;

    fn headers(lines: &[&[u8]]) -> HeaderMap {
        lines.iter().map(|line| (COOKIE, HeaderValue::from_bytes(line).unwrap())).collect()
    }

    #[test]
    fn K1_K2_K3_K6_a_header_is_read_as_next_reads_it() {
        type Pairs = [(&'static str, &'static str)];
        let cases: Vec<(&[&[u8]], &Pairs)> = vec![
            (&[], &[]),
            (&[b""], &[]),
            (&[b";;  ; "], &[]),
            (&[b"a=1; b=2;"], &[("a", "1"), ("b", "2")]),
            (&[b"a=1;b=2"], &[("a", "1"), ("b", "2")]),
            (&[b"a=1; b=2; a=3"], &[("a", "3"), ("b", "2")]),
            (&[b"flag"], &[("flag", "true")]),
            (&[b"a="], &[("a", "")]),
            (&[b"=b"], &[("", "b")]),
            (&[b"a=b=c"], &[("a", "b=c")]),
            (&[b"a=\"quoted\""], &[("a", "\"quoted\"")]),
            (&[b"a=caf%C3%A9; b%20=1"], &[("a", "café"), ("b%20", "1")]),
            (&[b"a=%; b=%zz; c=%ff; d=1"], &[("d", "1")]),
            (&[b"a=1; a=%"], &[("a", "1")]),
            (&[b"a=\xff; \xff=1; b=\xc3\xa9"], &[("b", "é")]),
            (&[b"a=1", b"b=2; a=3"], &[("a", "3"), ("b", "2")]),
        ];
        for (lines, pairs) in cases {
            let headers = headers(lines);
            let cookies = RequestCookies::new(&headers);
            let all = cookies.get_all();
            let seen: Vec<_> = all.iter().map(|cookie| (cookie.name(), cookie.value())).collect();
            assert_eq!(seen, pairs, "{lines:?}");
            assert_eq!((cookies.len(), cookies.is_empty()), (pairs.len(), pairs.is_empty()), "{lines:?}");
            for (name, value) in pairs {
                assert_eq!(cookies.get(name).as_ref().map(Cookie::value), Some(*value), "{lines:?}");
                assert!(cookies.has(name), "{lines:?}");
            }
            assert!(cookies.get("absent").is_none() && !cookies.has("absent") && !cookies.has("A"), "{lines:?}");
            let printed: Vec<_> =
                pairs.iter().map(|(name, value)| format!("{name}={}", component::encode(value))).collect();
            assert_eq!(cookies.to_string(), printed.join("; "));
        }
    }

    #[test]
    fn K4_K5_a_change_rewrites_the_header() {
        let mut headers = headers(&[b"a=1; b=2", b"c=caf%C3%A9; bad=%"]);
        let mut cookies = RequestCookiesMut::new(&mut headers);
        cookies.set("b", "hello!").set("d", "x y");
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["a=1; b=hello!; c=caf%C3%A9; d=x%20y"]);

        let mut cookies = RequestCookiesMut::new(&mut headers);
        assert!(cookies.delete("a") && !cookies.delete("a"));
        assert_eq!(headers[COOKIE], "b=hello!; c=caf%C3%A9; d=x%20y");

        RequestCookiesMut::new(&mut headers).clear();
        assert!(!headers.contains_key(COOKIE));
        let mut cookies = RequestCookiesMut::new(&mut headers);
        assert!(!cookies.delete("a"));
        cookies.set("a", "1");
        assert_eq!(headers[COOKIE], "a=1");
    }

    #[test]
    fn a_name_that_would_split_the_header_is_logged_and_left_out() {
        for name in ["", "a;b", "a=b", "a\r\nb", "a b", "é"] {
            let mut headers = headers(&[b"a=1"]);
            let ((), log) = logged(|| {
                RequestCookiesMut::new(&mut headers).set(name, "2");
            });
            assert_eq!(headers[COOKIE], "a=1", "{name:?}");
            assert!(log.contains("ERROR") && log.contains("cookies/request.rs:"), "{log}");
        }
    }

    #[test]
    fn values_are_not_printed_for_debugging() {
        let mut headers = headers(&[b"token=secret"]);
        let printed = format!("{:?}", RequestCookies::new(&headers));
        assert_eq!(printed, r#"["token"]"#);
        assert_eq!(format!("{:?}", RequestCookiesMut::new(&mut headers)), printed);
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn any_header_is_read(line in proptest::collection::vec(prop_oneof![Just(b';'), Just(b'='), Just(b'%'), Just(b' '), 0x20..0x7f_u8, 0x80..=0xff_u8], 0..64)) {
            let mut headers = headers(&[&line]);
            let all = RequestCookies::new(&headers).get_all();
            for cookie in &all {
                let found = RequestCookies::new(&headers).get(cookie.name());
                prop_assert_eq!(found.as_ref(), Some(cookie));
            }
            // What was read is what is written.
            RequestCookiesMut::new(&mut headers).set("new", "1");
            let again = RequestCookies::new(&headers).get_all();
            prop_assert_eq!(again.len(), all.len() + usize::from(!all.iter().any(|cookie| cookie.name() == "new")));
        }
    }

    #[test]
    fn a_long_header_is_read_in_linear_time() {
        let line: String = (0..100_000).map(|number| format!("n{number}=1;")).collect();
        let headers = headers(&[line.as_bytes()]);
        assert_eq!(RequestCookies::new(&headers).len(), 100_000);
    }
}
