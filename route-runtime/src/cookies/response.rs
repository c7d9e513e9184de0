use std::borrow::Cow;
use std::fmt;
use std::panic::Location;

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};

use super::cookie::Cookie;

/// The cookies that a response sets: `response.cookies` of a `NextResponse`, a `ResponseCookies` (NEXT-SPEC K21, N13).
///
/// It is a view of the `Set-Cookie` lines, and reads them when asked.
///
/// ```
/// use route_runtime::NextResponse;
///
/// let response = NextResponse::new("hello").with_header("set-cookie", "theme=dark; Max-Age=60");
/// assert_eq!(response.cookies().get("theme").unwrap().value(), "dark");
/// assert!(response.cookies().get("lang").is_none());
/// ```
#[derive(Clone, Copy)]
pub struct ResponseCookies<'a> {
    headers: &'a HeaderMap,
}

impl<'a> ResponseCookies<'a> {
    pub(crate) fn new(headers: &'a HeaderMap) -> Self {
        Self { headers }
    }

    /// The cookie of this name, with its attributes: `cookies.get(name)`. One that was deleted is there as it is sent: without a
    /// value, and expired (NEXT-SPEC K18).
    pub fn get(&self, name: &str) -> Option<Cookie> {
        self.lines()
            .filter(|line| name_of(line) == name.as_bytes())
            .filter_map(|line| Cookie::parse(line.as_bytes()))
            .last()
    }

    /// Every cookie, in the order in which they are sent: `cookies.getAll()`.
    ///
    /// ```
    /// use route_runtime::NextResponse;
    ///
    /// let mut response = NextResponse::new("hello");
    /// response.cookies_mut().set("theme", "dark").delete("old");
    /// let names: Vec<String> = response.cookies().get_all().iter().map(|cookie| cookie.name().to_owned()).collect();
    /// assert_eq!(names, ["theme", "old"]);
    /// assert!(response.cookies().has("old"));
    /// ```
    #[doc(alias = "getAll")]
    #[doc(alias = "getSetCookie")]
    pub fn get_all(&self) -> Vec<Cookie> {
        self.lines().filter_map(|line| Cookie::parse(line.as_bytes())).collect()
    }

    /// Whether there is a cookie of this name: `cookies.has(name)`.
    pub fn has(&self, name: &str) -> bool {
        self.lines().any(|line| name_of(line) == name.as_bytes())
    }

    fn lines(&self) -> impl Iterator<Item = &'a HeaderValue> {
        self.headers.get_all(SET_COOKIE).iter()
    }
}

impl fmt::Debug for ResponseCookies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values are secrets.
        f.debug_list().entries(self.lines().map(|line| String::from_utf8_lossy(name_of(line)))).finish()
    }
}

/// The name that a `Set-Cookie` line begins with.
fn name_of(line: &HeaderValue) -> &[u8] {
    let line = line.as_bytes();
    line[..line.iter().position(|byte| matches!(byte, b'=' | b';')).unwrap_or(line.len())].trim_ascii()
}

/// The cookies that a response sets, to change: what [`NextResponse::cookies_mut`](crate::NextResponse::cookies_mut) returns.
///
/// Each cookie is one `Set-Cookie` line; one that is set again keeps its place (NEXT-SPEC K19). Other lines stay as they were written.
/// A cookie that no header can carry is logged with the place in your code, and the whole response becomes an empty 500.
///
/// ```
/// use route_runtime::{Cookie, NextResponse};
///
/// let mut response = NextResponse::new("hello");
/// response
///     .cookies_mut()
///     .set("seen", "1")
///     .set_cookie(Cookie::new("session", "a b").with_http_only(true))
///     .delete("old");
/// let lines: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
/// assert_eq!(lines, [
///     "seen=1; Path=/",
///     "session=a%20b; Path=/; HttpOnly",
///     "old=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
/// ]);
/// ```
#[doc(alias = "Set-Cookie")]
pub struct ResponseCookiesMut<'a> {
    headers: &'a mut HeaderMap,
    failed: &'a mut bool,
}

impl<'a> ResponseCookiesMut<'a> {
    pub(crate) fn new(headers: &'a mut HeaderMap, failed: &'a mut bool) -> Self {
        Self { headers, failed }
    }

    /// Sets a cookie without attributes but `Path=/`: `cookies.set(name, value)`.
    #[track_caller]
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> &mut Self {
        self.set_cookie(Cookie::new(name, value))
    }

    /// Sets a cookie with attributes: `cookies.set({ name, value, .. })` (NEXT-SPEC K20).
    #[track_caller]
    pub fn set_cookie(&mut self, cookie: Cookie) -> &mut Self {
        match cookie.line().map(|line| set_line(self.headers, cookie.name(), line)) {
            Ok(true) => {}
            Ok(false) => self.fail(&"the response has too many headers"),
            Err(error) => self.fail(&error),
        }
        self
    }

    /// Takes a cookie from the client: `cookies.delete(name)` (NEXT-SPEC K17).
    #[track_caller]
    pub fn delete(&mut self, name: impl Into<Cow<'static, str>>) -> &mut Self {
        self.delete_cookie(Cookie::new(name, ""))
    }

    /// Takes a cookie from the client that was set with a path or a domain, which must be the same here:
    /// `cookies.delete({ name, path, domain })`.
    ///
    /// ```
    /// use route_runtime::{Cookie, NextResponse};
    ///
    /// let mut response = NextResponse::new("bye");
    /// response.cookies_mut().delete_cookie(Cookie::new("cart", "").with_path("/shop").with_domain("example.com"));
    /// let line = "cart=; Path=/shop; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Domain=example.com";
    /// assert_eq!(response.headers()["set-cookie"], line);
    /// ```
    #[track_caller]
    pub fn delete_cookie(&mut self, cookie: Cookie) -> &mut Self {
        self.set_cookie(cookie.into_removal())
    }

    #[track_caller]
    fn fail(&mut self, error: &dyn fmt::Display) {
        tracing::error!(location = %Location::caller(), %error, "a response cannot have this cookie");
        *self.failed = true;
    }
}

impl fmt::Debug for ResponseCookiesMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ResponseCookies::new(self.headers).fmt(f)
    }
}

/// Puts a line in the place of the first of its name and takes away the others, or adds it behind the last. `false` if the map is full.
fn set_line(headers: &mut HeaderMap, name: &str, line: HeaderValue) -> bool {
    let mut new = Some(line);
    if ResponseCookies::new(headers).has(name) {
        let lines: Vec<_> = headers.get_all(SET_COOKIE).iter().cloned().collect();
        headers.remove(SET_COOKIE);
        for old in lines {
            let line = if name_of(&old) == name.as_bytes() { new.take() } else { Some(old) };
            if let Some(line) = line {
                // They were there before.
                let _ = headers.try_append(SET_COOKIE, line);
            }
        }
    }
    new.is_none_or(|line| headers.try_append(SET_COOKIE, line).is_ok())
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::logged;
    use crate::response::NextResponse;
    use axum::response::IntoResponse;
    use std::time::{Duration, UNIX_EPOCH};

    fn lines(response: &NextResponse) -> Vec<&str> {
        response.headers().get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
    }

    #[test]
    fn K17_K18_a_deleted_cookie_is_sent_without_value_and_expired() {
        let mut response = NextResponse::new(());
        let elsewhere =
            Cookie::new("bar", "x").with_domain("example.com").with_path("/docs").with_max_age(Duration::from_secs(9));
        response.cookies_mut().set("foo", "1").delete("foo").delete_cookie(elsewhere);
        assert_eq!(
            lines(&response),
            [
                "foo=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "bar=; Path=/docs; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Domain=example.com",
            ]
        );
        let foo = response.cookies().get("foo").unwrap();
        assert_eq!((foo.value(), foo.expires(), foo.path()), ("", Some(UNIX_EPOCH), "/"));
        assert!(response.cookies().has("foo"));
    }

    #[test]
    fn K19_a_cookie_that_is_set_again_keeps_its_place() {
        let mut response = NextResponse::new(());
        response.cookies_mut().set("foo", "1").set("bar", "2").set("foo", "3");
        assert_eq!(lines(&response), ["foo=3; Path=/", "bar=2; Path=/"]);
    }

    #[test]
    fn K20_N13_cookies_are_found_with_their_attributes() {
        let mut response = NextResponse::new(());
        let cookie = Cookie::new("token", "a b").with_http_only(true);
        response.cookies_mut().set_cookie(cookie.clone()).set("lang", "de");
        let cookies = response.cookies();
        assert_eq!(cookies.get("token"), Some(cookie.clone()));
        assert_eq!(cookies.get("other"), None);
        assert!(cookies.has("lang") && !cookies.has("Lang"));
        assert_eq!(cookies.get_all(), [cookie, Cookie::new("lang", "de")]);
    }

    #[test]
    fn K21_lines_that_were_there_stay_as_they_were_written() {
        let mut response = NextResponse::new(());
        for line in ["a=1; SAMESITE=Lax; max-age=0", "b=1", "b=2; path=/x", "no cookie"] {
            response.headers_mut().append(SET_COOKIE, HeaderValue::from_static(line));
        }
        assert_eq!(response.cookies().get("b").unwrap().value(), "2");
        response.cookies_mut().set("b", "3").set("c", "4");
        assert_eq!(lines(&response), ["a=1; SAMESITE=Lax; max-age=0", "b=3; Path=/", "no cookie", "c=4; Path=/"]);
        assert_eq!(response.cookies().get("a").unwrap().max_age(), Some(Duration::ZERO));
    }

    #[test]
    fn a_cookie_that_no_header_can_carry_makes_the_response_a_500() {
        for cookie in [
            Cookie::new("a;b", "1"),
            Cookie::new("", "1"),
            Cookie::new("a", "1").with_path("/\r\nx-evil: 1"),
            Cookie::new("a", "1").with_domain("d; Secure"),
        ] {
            let (response, log) = logged(|| {
                let mut response = NextResponse::new("text");
                response.cookies_mut().set("fine", "1").set_cookie(cookie.clone()).set("fine too", "1");
                response
            });
            assert_eq!(response.status(), 500, "{cookie:?}");
            assert!(log.contains("ERROR") && log.contains("cookies/response.rs:"), "{log}");
            let response = response.into_response();
            assert_eq!((response.status().as_u16(), response.headers().len()), (500, 0), "{cookie:?}");
        }
    }

    #[test]
    fn values_are_not_printed_for_debugging() {
        let mut response = NextResponse::new(());
        response.cookies_mut().set("token", "secret");
        assert_eq!(format!("{:?}", response.cookies()), r#"["token"]"#);
        assert_eq!(format!("{:?}", response.cookies_mut()), r#"["token"]"#);
    }
}
