//! The response that a handler returns.

mod body;
mod middleware;
mod stream;

pub use body::ResponseBody;
pub(crate) use middleware::Changes;
pub use middleware::MiddlewareNext;
pub use stream::StreamChunk;

use std::fmt;
use std::panic::Location;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::context;
use crate::cookies::{ResponseCookies, ResponseCookiesMut};
use crate::failure::Failure;
use crate::location;

/// What a route handler answers: Next.js's `NextResponse`, Fetch's `Response` (NEXT-SPEC section 9).
///
/// Start with [`new`](Self::new), [`json`](Self::json) or [`redirect`](Self::redirect), or make it from any axum response;
/// it is `IntoResponse`. What JavaScript puts into `init` is [`with_status`](Self::with_status) and
/// [`with_header`](Self::with_header).
///
/// Nothing here panics. What cannot be sent (a status out of range, a header with a line break, a value that does not
/// serialise) is logged with the place in your code, and the whole response becomes an empty 500, whatever comes
/// after. A status that never has a body (204, 205, 304) drops it on the way out, with its content type and length
/// (NEXT-SPEC N3).
///
/// # Example
///
/// ```
/// use route_runtime::NextResponse;
/// use serde_json::json;
///
/// async fn POST() -> NextResponse {
///     NextResponse::json(json!({ "id": 7 }))
///         .with_status(201)
///         .with_header("location", "/items/7")
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let response = POST().await;
/// assert_eq!(response.status(), 201);
/// assert_eq!(response.headers()["content-type"], "application/json");
/// assert_eq!(response.headers()["location"], "/items/7");
/// # }
/// ```
#[doc(alias = "Response")]
#[derive(Debug)]
#[must_use = "a response does nothing until the handler returns it"]
pub struct NextResponse {
    response: Response,
    is_redirect: bool,
    failed: bool,
}

impl NextResponse {
    /// A response with this body and status 200: `new NextResponse(body)` (NEXT-SPEC N1, N12).
    ///
    /// The content type is the one Fetch implies (NEXT-SPEC N2):
    ///
    /// | body | content type |
    /// | --- | --- |
    /// | `&'static str`, `String`, `Cow<'static, str>` | `text/plain;charset=UTF-8` |
    /// | [`SearchParams`](crate::SearchParams) | `application/x-www-form-urlencoded;charset=UTF-8` |
    /// | [`FormData`](crate::FormData) | `multipart/form-data; boundary=..` |
    /// | [`File`](crate::File) | its own, if it has one |
    /// | bytes: `Bytes`, `Vec<u8>`, `&'static [u8]`, .. | none |
    /// | `()`, a [`BodyStream`](crate::BodyStream), an [`axum::body::Body`], which may be a stream | none |
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// let response = NextResponse::new("hello");
    /// assert_eq!(response.headers()["content-type"], "text/plain;charset=UTF-8");
    ///
    /// let image = NextResponse::new(vec![0xff, 0xd8]).with_header("content-type", "image/jpeg");
    /// assert_eq!(image.headers()["content-type"], "image/jpeg");
    /// ```
    pub fn new(body: impl Into<ResponseBody>) -> Self {
        let ResponseBody { body, content_type } = body.into();
        let mut response = Response::new(body);
        if let Some(content_type) = content_type {
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        response.into()
    }

    /// A response with this value as JSON: `NextResponse.json(data)` (NEXT-SPEC N4, N7).
    ///
    /// The content type is `application/json`, the JSON is compact. A value that does not serialise (a map whose keys are
    /// no strings, say) is logged and answered with an empty 500.
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// #[derive(serde::Serialize)]
    /// struct Item {
    ///     id: u64,
    /// }
    ///
    /// let response = NextResponse::json(&Item { id: 7 });
    /// assert_eq!(response.headers()["content-type"], "application/json");
    /// ```
    #[doc(alias = "NextResponse.json")]
    #[doc(alias = "Response.json")]
    #[track_caller]
    pub fn json(value: impl Serialize) -> Self {
        match serde_json::to_vec(&value) {
            Ok(json) => Self::new(ResponseBody {
                body: json.into(),
                content_type: Some(HeaderValue::from_static("application/json")),
            }),
            Err(error) => Self::failed("a value does not serialise as JSON", &error),
        }
    }

    /// Sends the client elsewhere with 307, which keeps the method and the body: `NextResponse.redirect(url)`
    /// (NEXT-SPEC N8).
    ///
    /// `location` is a URL or a path. It is sent as it is, but for what no URL contains (spaces, controls, `"`, `<`, `>`,
    /// non-ASCII), which is percent-encoded; `%` is not, so an encoded URL stays the same. For another kind of redirect
    /// add [`with_status`](Self::with_status): 301, 302, 303 or 308. Another status is logged and answered with an empty 500.
    ///
    /// A location that a client chose (`?next=..`) can lead to another site; check it before.
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// let response = NextResponse::redirect("/café?from=a b");
    /// assert_eq!(response.status(), 307);
    /// assert_eq!(response.headers()["location"], "/caf%C3%A9?from=a%20b");
    ///
    /// let moved = NextResponse::redirect("https://example.com/").with_status(308);
    /// assert_eq!(moved.status(), 308);
    /// ```
    #[doc(alias = "NextResponse.redirect")]
    #[doc(alias = "Response.redirect")]
    #[track_caller]
    pub fn redirect(location: impl fmt::Display) -> Self {
        match location::header(location) {
            Ok(location) => {
                let response =
                    Self::new(()).with_status(StatusCode::TEMPORARY_REDIRECT).with_header(LOCATION, location);
                Self { is_redirect: true, ..response }
            }
            Err(error) => Self::failed("a response cannot redirect to this location", &error),
        }
    }

    /// Sets the status, 200 to 599: `init.status` (NEXT-SPEC N3). Takes a number or a [`StatusCode`].
    ///
    /// Another number is logged and answered with an empty 500.
    ///
    /// ```
    /// # use axum::http::StatusCode;
    /// # use route_runtime::NextResponse;
    /// assert_eq!(NextResponse::new("made").with_status(201).status(), 201);
    /// assert_eq!(NextResponse::new(()).with_status(StatusCode::NO_CONTENT).status(), 204);
    /// assert_eq!(NextResponse::new("what").with_status(1000).status(), 500);
    /// ```
    #[track_caller]
    pub fn with_status(mut self, status: impl TryInto<StatusCode>) -> Self {
        match status.try_into() {
            _ if self.failed => {}
            Ok(status) if self.is_redirect && !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) => {
                return Self::failed("a redirect cannot have this status", &status.as_u16());
            }
            Ok(status) if (200..=599).contains(&status.as_u16()) => {
                *self.response.status_mut() = status;
            }
            Ok(status) => {
                return Self::failed("a response cannot have this status", &status.as_u16());
            }
            Err(_) => {
                return Self::failed("a response cannot have this status", &"not a status code");
            }
        }
        self
    }

    /// Sets a header, in place of all lines it had: `init.headers`, `headers.set(name, value)` (NEXT-SPEC N14).
    ///
    /// Takes strings, numbers, or `http`'s typed names and values. To add a line beside others (`set-cookie`, `vary`), use
    /// [`headers_mut`](Self::headers_mut) and `append`. A name or value that no header can carry, such as one with a line
    /// break, is logged and answered with an empty 500.
    ///
    /// ```
    /// # use axum::http::header::AGE;
    /// # use route_runtime::NextResponse;
    /// let response = NextResponse::new("hello").with_header("x-kind", "greeting").with_header(AGE, 60);
    /// assert_eq!(response.headers()["x-kind"], "greeting");
    /// assert_eq!(response.headers()["age"], "60");
    ///
    /// let split = NextResponse::new("hello").with_header("x-kind", "a\r\nset-cookie: admin=1");
    /// assert_eq!(split.status(), 500);
    /// ```
    #[track_caller]
    pub fn with_header(mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        if self.failed {
            return self;
        }
        let Ok(name) = name.try_into() else {
            return Self::failed("a response cannot have this header", &"not a header name");
        };
        let Ok(value) = value.try_into() else {
            return Self::failed("a header cannot have this value", &name);
        };
        // `insert` panics when the map is full.
        if let Err(error) = self.response.headers_mut().try_insert(name, value) {
            return Self::failed("a response cannot have more headers", &error);
        }
        self
    }

    /// Sets several headers, as [`with_header`](Self::with_header) does one: `init.headers`. For headers that many responses share.
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// const CORS: [(&str, &str); 2] =
    ///     [("access-control-allow-origin", "*"), ("access-control-allow-methods", "GET, POST, OPTIONS")];
    ///
    /// let response = NextResponse::new("hello").with_headers(CORS);
    /// assert_eq!(response.headers()["access-control-allow-origin"], "*");
    /// ```
    #[track_caller]
    pub fn with_headers<N, V>(mut self, headers: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        for (name, value) in headers {
            self = self.with_header(name, value);
        }
        self
    }

    /// The same response with another body.
    #[cfg(feature = "og")]
    pub(crate) fn with_body(mut self, body: Body) -> Self {
        if !self.failed {
            *self.response.body_mut() = body;
        }
        self
    }

    /// The status: `response.status`.
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// assert_eq!(NextResponse::new("hello").status(), 200);
    /// ```
    pub fn status(&self) -> StatusCode {
        if self.failed { StatusCode::INTERNAL_SERVER_ERROR } else { self.response.status() }
    }

    /// The headers: `response.headers` (NEXT-SPEC N14).
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// assert!(NextResponse::new(()).headers().is_empty());
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The headers, to change: `response.headers` (NEXT-SPEC N14).
    ///
    /// ```
    /// # use axum::http::{header::VARY, HeaderValue};
    /// # use route_runtime::NextResponse;
    /// let mut response = NextResponse::new("hello").with_header(VARY, "accept");
    /// response.headers_mut().append(VARY, HeaderValue::from_static("cookie"));
    /// assert_eq!(response.headers().get_all(VARY).iter().count(), 2);
    /// ```
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.response.headers_mut()
    }

    /// The cookies that it sets: `response.cookies` (NEXT-SPEC N13).
    ///
    /// ```
    /// # use route_runtime::NextResponse;
    /// let mut response = NextResponse::new("hello");
    /// response.cookies_mut().set("seen", "1");
    /// assert_eq!(response.cookies().get("seen").unwrap().value(), "1");
    /// ```
    pub fn cookies(&self) -> ResponseCookies<'_> {
        ResponseCookies::new(self.headers())
    }

    /// The cookies that it sets, to change: `response.cookies` (NEXT-SPEC N13, K10 to K21).
    ///
    /// ```
    /// # use route_runtime::{Cookie, NextResponse};
    /// let mut response = NextResponse::new("hello");
    /// response.cookies_mut().set("seen", "1").set_cookie(Cookie::new("token", "7").with_http_only(true));
    /// assert_eq!(response.headers()["set-cookie"], "seen=1; Path=/");
    /// ```
    pub fn cookies_mut(&mut self) -> ResponseCookiesMut<'_> {
        ResponseCookiesMut::new(self.response.headers_mut(), &mut self.failed)
    }

    /// The empty 500 in place of a response that cannot be sent.
    #[track_caller]
    fn failed(message: &'static str, cause: &dyn fmt::Display) -> Self {
        tracing::error!(location = %Location::caller(), %cause, "{message}");
        Self { response: StatusCode::INTERNAL_SERVER_ERROR.into_response(), is_redirect: false, failed: true }
    }
}

/// Takes over a response as it is: status, headers, extensions and body (NEXT-SPEC N15).
impl From<Response> for NextResponse {
    fn from(response: Response) -> Self {
        Self { response, is_redirect: false, failed: false }
    }
}

impl From<NextResponse> for Response {
    fn from(NextResponse { mut response, failed, .. }: NextResponse) -> Self {
        if failed {
            // Headers that were set after the mistake were meant for another answer.
            return Failure::unsendable(context::route());
        }
        if matches!(response.status().as_u16(), 101 | 103 | 204 | 205 | 304) {
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(CONTENT_TYPE);
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        response
    }
}

impl IntoResponse for NextResponse {
    fn into_response(self) -> Response {
        self.into()
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::{logged, parts};
    use crate::search_params::SearchParams;
    use bytes::Bytes;
    use proptest::prelude::*;
    use serde_json::json;
    use std::borrow::Cow;
    use std::collections::HashMap;

    const BARE_500: (u16, String, String) = (500, String::new(), String::new());

    fn refused(make: impl FnOnce() -> NextResponse) -> NextResponse {
        let (response, log) = logged(make);
        assert!(log.starts_with("ERROR") && log.contains("response/mod.rs:"), "{log}");
        assert_eq!(log.matches("ERROR").count(), 1, "{log}");
        assert_eq!(response.status(), 500);
        response
    }

    #[tokio::test]
    async fn N2_the_content_type_follows_the_body() {
        let text = "text/plain;charset=UTF-8";
        let form = "application/x-www-form-urlencoded;charset=UTF-8";
        let stream = Body::from_stream(http_body_util::BodyExt::into_data_stream(Body::from("é")));
        let cases: Vec<(NextResponse, &str, &str)> = vec![
            (NextResponse::new("é"), text, "é"),
            (NextResponse::new(""), text, ""),
            (NextResponse::new(String::from("é")), text, "é"),
            (NextResponse::new(Cow::Borrowed("é")), text, "é"),
            (NextResponse::new(b"bytes"), "", "bytes"),
            (NextResponse::new(&b"bytes"[..]), "", "bytes"),
            (NextResponse::new(b"bytes".to_vec()), "", "bytes"),
            (NextResponse::new(Cow::Borrowed(&b"bytes"[..])), "", "bytes"),
            (NextResponse::new(Bytes::from("bytes")), "", "bytes"),
            (NextResponse::new(Body::from("body")), "", "body"),
            (NextResponse::new(stream), "", "é"),
            (NextResponse::new(()), "", ""),
            (NextResponse::new(SearchParams::from("a=b c")), form, "a=b+c"),
        ];
        for (response, kind, body) in cases {
            assert_eq!(parts(response).await, (200, kind.into(), body.into()));
        }
    }

    #[tokio::test]
    async fn N7_json_is_compact_and_any_value_is_valid() {
        let cases =
            [(json!(null), "null"), (json!(""), "\"\""), (json!({ "a": [1, 2.5, "é"] }), "{\"a\":[1,2.5,\"é\"]}")];
        for (value, body) in cases {
            let response = NextResponse::json(&value).with_status(202);
            assert_eq!(parts(response).await, (202, "application/json".into(), body.into()));
        }
        let unsized_values: &[u8] = &[1, 2];
        assert_eq!(parts(NextResponse::json(unsized_values)).await.2, "[1,2]");
        let own = NextResponse::json(1).with_header("content-type", "application/ld+json");
        assert_eq!(parts(own).await.1, "application/ld+json");
    }

    #[tokio::test]
    async fn N4_what_does_not_serialise_is_a_logged_500() {
        let response = refused(|| NextResponse::json(HashMap::from([((1, 2), 3)])).with_status(201));
        assert_eq!(parts(response).await, BARE_500);
    }

    #[tokio::test]
    async fn N3_a_status_is_200_to_599() {
        for good in [200, 201, 204, 299, 304, 418, 599] {
            assert_eq!(NextResponse::new(()).with_status(good).status(), good);
        }
        assert_eq!(NextResponse::new(()).with_status(StatusCode::CREATED).status(), 201);
        for bad in [0, 99, 100, 101, 103, 199, 600, 999, 1000, u16::MAX] {
            let response = refused(|| NextResponse::new("body").with_status(bad));
            assert_eq!(parts(response).await, BARE_500, "{bad}");
        }
    }

    #[tokio::test]
    async fn N3_null_body_statuses_drop_the_body() {
        for status in [204, 205, 304] {
            let response =
                NextResponse::json(1).with_header("content-length", 1).with_header("etag", "\"a\"").with_status(status);
            let response = Response::from(response);
            assert_eq!(response.headers().keys().collect::<Vec<_>>(), ["etag"], "{status}");
            assert_eq!(parts(response).await, (status, String::new(), String::new()));
        }
        let back = NextResponse::new("body").with_status(204).with_status(200);
        assert_eq!(parts(back).await.2, "body");
    }

    #[tokio::test]
    async fn N8_a_redirect_is_307_with_a_location_and_no_body() {
        let cases = [
            ("/login", "/login"),
            ("login?next=%2Fa", "login?next=%2Fa"),
            ("https://example.com/a?b=c&d#e", "https://example.com/a?b=c&d#e"),
            ("/a b\"<>", "/a%20b%22%3C%3E"),
            ("/caf\u{e9}", "/caf%C3%A9"),
            ("/\r\nset-cookie: a=b", "/%0D%0Aset-cookie:%20a=b"),
            ("/\0\t\x7f", "/%00%09%7F"),
            ("/100%", "/100%"),
            ("", ""),
        ];
        for (given, sent) in cases {
            for status in [307, 301, 302, 303, 308] {
                let response = NextResponse::redirect(given).with_status(status);
                assert_eq!(response.headers()["location"], sent, "{given}");
                assert_eq!(parts(response).await, (status, String::new(), String::new()));
            }
            assert_eq!(NextResponse::redirect(given).status(), 307);
        }
    }

    #[tokio::test]
    async fn a_header_that_cannot_be_sent_is_a_logged_500() {
        let cases = [
            ("", "a"),
            ("x a", "a"),
            ("x:", "a"),
            ("x\r\ny", "a"),
            ("é", "a"),
            ("x", "a\r\nset-cookie: b=c"),
            ("x", "a\nb"),
            ("x", "\0"),
            ("x", "\x7f"),
        ];
        for (name, value) in cases {
            let make = || NextResponse::new("body").with_header("x-before", "1");
            let mut response = refused(|| {
                let response = make().with_header(name, value);
                // what comes after a mistake changes nothing
                response.with_header("x-after", "1").with_status(201)
            });
            response.headers_mut().insert("x-after", HeaderValue::from_static("1"));
            let response = Response::from(response);
            assert!(response.headers().is_empty(), "{:?}", response.headers());
            assert_eq!(parts(response).await, BARE_500, "{name:?}: {value:?}");
        }
    }

    #[tokio::test]
    async fn N14_a_header_is_replaced_and_the_map_is_open() {
        let mut response = NextResponse::new("a")
            .with_header("X-A", "1")
            .with_header("x-a", String::from("2"))
            .with_header(http::header::AGE, 3);
        assert_eq!(response.headers().get_all("x-a").iter().collect::<Vec<_>>(), ["2"]);
        assert_eq!(response.headers()["age"], "3");
        response.headers_mut().append("x-a", HeaderValue::from_static("4"));
        assert_eq!(Response::from(response).headers().get_all("x-a").iter().count(), 2);
    }

    #[tokio::test]
    async fn N15_an_axum_response_keeps_what_it_had() {
        let theirs = (StatusCode::ACCEPTED, [("x-a", "1")], "body").into_response();
        let ours = NextResponse::from(theirs).with_header("x-b", "2");
        assert_eq!((&ours.headers()["x-a"], &ours.headers()["x-b"]), (&"1".parse().unwrap(), &"2".parse().unwrap()));
        let (status, kind, body) = parts(ours).await;
        assert_eq!((status, kind.as_str(), body.as_str()), (202, "text/plain; charset=utf-8", "body"));
    }

    #[test]
    fn a_full_header_map_does_not_panic() {
        let mut response = NextResponse::new(());
        let full = logged(|| {
            for index in 0..40_000 {
                response =
                    std::mem::replace(&mut response, NextResponse::new(())).with_header(format!("x-{index}"), "a");
            }
        });
        assert!(full.1.contains("more headers"));
        assert_eq!(response.status(), 500);
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn no_location_splits_or_fails(location in any::<String>()) {
            let response = NextResponse::redirect(&location);
            prop_assert_eq!(response.status(), 307);
            let sent = response.headers()["location"].as_bytes();
            prop_assert!(sent.iter().all(u8::is_ascii_graphic));
            let decoded = percent_encoding::percent_decode_str(&location).collect::<Vec<_>>();
            prop_assert_eq!(percent_encoding::percent_decode(sent).collect::<Vec<_>>(), decoded);
        }

        #[test]
        fn no_header_splits(name in any::<String>(), value in prop::collection::vec(any::<u8>(), 0..32), text in any::<String>()) {
            let response = NextResponse::new("body")
                .with_header(name.as_str(), value)
                .with_header("x-a", text.as_str());
            let failed = response.failed;
            let response = Response::from(response);
            prop_assert_eq!(response.status() == 500, failed);
            for (_, value) in response.headers() {
                prop_assert!(!value.as_bytes().iter().any(|byte| b"\r\n\0".contains(byte)));
            }
        }

        #[test]
        fn any_status_is_kept_or_refused(status in any::<u16>()) {
            let response = Response::from(NextResponse::new("body").with_status(status));
            let expected = if (200..=599).contains(&status) { status } else { 500 };
            prop_assert_eq!(response.status(), expected);
        }
    }
}
