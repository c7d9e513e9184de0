use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use indexmap::IndexMap;

use super::cookie::{Cookie, check_name};
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
    pub fn get_all(&self) -> Vec<Cookie> {
        let cookie = |(name, value): (&str, Cow<'_, str>)| Cookie::new(name.to_owned(), value.into_owned());
        self.map().into_iter().map(cookie).collect()
    }

    /// Whether there is a cookie of this name: `cookies.has(name)`.
    pub fn has(&self, name: &str) -> bool {
        self.pairs().any(|(key, _)| key == name)
    }

    /// The number of cookies: `cookies.size`.
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
    pub fn clear(&mut self) -> &mut Self {
        self.headers.remove(COOKIE);
        self
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
