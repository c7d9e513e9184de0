//! The request as a handler sees it.

mod builder;
mod head;

pub use builder::{InvalidRequest, NextRequestBuilder};
pub(crate) use head::Head;

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequest, OriginalUri, Request};
use bytes::Bytes;
use http::{Extensions, HeaderMap, Method};
use serde::de::DeserializeOwned;

use crate::body::{self, BodyError, BodyStream, RequestBody};
use crate::context::{self, AbortSignal};
use crate::cookies::{RequestCookies, RequestCookiesMut};
use crate::form_data::{self, FormData, FormParts};
use crate::next_url::NextUrl;
use crate::once::get_mut_or_init;

/// The request that a route handler answers: Next.js's `NextRequest` (NEXT-SPEC section 5).
///
/// Take it as an argument of a handler. It is axum's request with another surface and parses nothing until asked. It
/// consumes the body, so a handler takes it once, and no other extractor of the body beside it. In a test it is made from
/// any [`axum::extract::Request`], and what is left of it turns back into one.
///
/// The body is read once, by [`bytes`](Self::bytes), [`text`](Self::text) or [`json`](Self::json), within axum's
/// [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit) of 2 MiB unless set. A GET or HEAD request has no body here,
/// even if bytes were sent (NEXT-SPEC R16).
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{NextRequest, NextResponse, Result};
///
/// async fn POST(mut req: NextRequest) -> Result {
///     let page = req.next_url().search_params().get("page").unwrap_or("1").to_owned();
///     let names: Vec<String> = req.json().await?;
///     Ok(NextResponse::new(format!("{} names for page {page}", names.len())))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let sent = Request::post("/names?page=2").body(Body::from(r#"["ada", "grace"]"#)).unwrap();
/// let response = POST(NextRequest::from(sent)).await.unwrap();
/// assert_eq!(response.status(), 200);
/// # }
/// ```
pub struct NextRequest {
    head: Head,
    body: RequestBody,
    // In a box, because it is larger than the rest and rarely asked for.
    next_url: OnceLock<Box<NextUrl>>,
}

impl NextRequest {
    /// The method, upper-case for every method a route has: `request.method` (NEXT-SPEC Q6).
    ///
    /// ```
    /// # use axum::{body::Body, http::{Method, Request}};
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::from(Request::delete("/items/1").body(Body::empty()).unwrap());
    /// assert_eq!(req.method(), Method::DELETE);
    /// assert_eq!(req.method().as_str(), "DELETE");
    /// ```
    pub fn method(&self) -> &Method {
        &self.head.method
    }

    /// The headers: `request.headers` (NEXT-SPEC Q5, H1, H2).
    ///
    /// Names are found in any case. `get` is the first line of a header that was sent in several, `get_all` each of them;
    /// Fetch joins them with `", "`.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let sent = Request::get("/").header("X-Tag", "a").header("X-Tag", "b").body(Body::empty());
    /// let req = NextRequest::from(sent.unwrap());
    /// assert_eq!(req.headers()["x-tag"], "a");
    /// assert_eq!(req.headers().get_all("x-tag").iter().count(), 2);
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The cookies: `request.cookies` (NEXT-SPEC Q4, K1 to K3).
    ///
    /// ```
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::builder().cookie("token", "a b").build().unwrap();
    /// let token = req.cookies().get("token").map(|cookie| cookie.value().to_owned());
    /// assert_eq!(token.as_deref(), Some("a b"));
    /// ```
    pub fn cookies(&self) -> RequestCookies<'_> {
        RequestCookies::new(&self.head.headers)
    }

    /// The cookies, to change: `request.cookies` (NEXT-SPEC K4, K5). It rewrites this request's own `Cookie` header, for what the
    /// request is handed on to; a cookie for the client is set with [`NextResponse::cookies_mut`](crate::NextResponse::cookies_mut)
    /// or [`cookies`](crate::cookies()).
    pub fn cookies_mut(&mut self) -> RequestCookiesMut<'_> {
        RequestCookiesMut::new(Arc::make_mut(&mut self.head.headers))
    }

    /// Tells whether the client has gone away: `request.signal` (NEXT-SPEC Q10). Ask for it in the handler; elsewhere it never fires.
    pub fn signal(&self) -> AbortSignal {
        context::signal()
    }

    /// What layers have put beside the request: values by type, as axum's
    /// [`Extension`](axum::extract::Extension) finds them.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// #[derive(Clone)]
    /// struct RequestId(u64);
    ///
    /// let sent = Request::get("/").extension(RequestId(7)).body(Body::empty()).unwrap();
    /// let req = NextRequest::from(sent);
    /// assert_eq!(req.extensions().get::<RequestId>().map(|id| id.0), Some(7));
    /// ```
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// The URL that the client asked for: `request.url` (NEXT-SPEC Q2, Q12).
    ///
    /// What is written to [`next_url_mut`](Self::next_url_mut) does not change it. See [`NextUrl`] for where the host is from.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let sent = Request::get("/search?q=rust").header("Host", "example.com").body(Body::empty());
    /// let mut req = NextRequest::from(sent.unwrap());
    /// req.next_url_mut().set_pathname("/find");
    /// assert_eq!(req.url(), "http://example.com/search?q=rust");
    /// assert_eq!(req.next_url().href(), "http://example.com/find?q=rust");
    /// ```
    pub fn url(&self) -> String {
        sent_url(&self.head).href()
    }

    /// The URL in its pieces: `request.nextUrl` (NEXT-SPEC Q3). The first call looks at it.
    ///
    /// It is the URL that the client asked for, also where the routes are nested below a prefix.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::from(Request::get("/search?q=rust").body(Body::empty()).unwrap());
    /// assert_eq!(req.next_url().pathname(), "/search");
    /// assert_eq!(req.next_url().search_params().get("q"), Some("rust"));
    /// ```
    pub fn next_url(&self) -> &NextUrl {
        self.next_url.get_or_init(|| Box::new(sent_url(&self.head)))
    }

    /// The URL, to be written: `request.nextUrl` (NEXT-SPEC Q3).
    ///
    /// Only this request sees what is written: its route has been chosen, and [`url`](Self::url) stays.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let mut req = NextRequest::from(Request::get("/search?q=rust").body(Body::empty()).unwrap());
    /// req.next_url_mut().search_params_mut().set("page", "2");
    /// assert_eq!(req.next_url().href(), "http://localhost/search?q=rust&page=2");
    /// ```
    pub fn next_url_mut(&mut self) -> &mut NextUrl {
        let head = &self.head;
        let url: &mut Box<NextUrl> = get_mut_or_init(&mut self.next_url, || Box::new(sent_url(head)));
        url
    }

    /// Reads the body as it was sent: `await request.bytes()`, `request.arrayBuffer()` (NEXT-SPEC B4).
    ///
    /// A request without a body gives no bytes, any number of times (NEXT-SPEC B8).
    ///
    /// # Errors
    ///
    /// [`BodyError::AlreadyRead`] at the second read (NEXT-SPEC B7), [`BodyError::TooLarge`] over the limit,
    /// [`BodyError::Unreadable`] if the body breaks off.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::put("/avatar").body(Body::from(vec![0xff, 0xd8])).unwrap());
    /// assert_eq!(req.bytes().await?, [0xff, 0xd8].as_slice());
    /// assert!(matches!(req.bytes().await, Err(BodyError::AlreadyRead)));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn bytes(&mut self) -> Result<Bytes, BodyError> {
        self.body.read(&mut self.head).await
    }

    /// Reads the body as text: `await request.text()` (NEXT-SPEC B3).
    ///
    /// The text is UTF-8, whatever charset the content type names; a leading byte order mark is removed and every
    /// malformed sequence becomes U+FFFD. A request without a body gives `""`, any number of times (NEXT-SPEC B8).
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes).
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/notes").body(Body::from("\u{feff}hello")).unwrap());
    /// assert_eq!(req.text().await?, "hello");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn text(&mut self) -> Result<String, BodyError> {
        Ok(body::text(&self.bytes().await?).into_owned())
    }

    /// Reads the body as JSON: `await request.json()` (NEXT-SPEC B1, B2).
    ///
    /// The content type is not looked at. The body is decoded as by [`text`](Self::text). For JSON of any shape, ask for
    /// a [`serde_json::Value`].
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes), [`BodyError::MalformedJson`] if the body is not JSON (an empty body is not), and
    /// [`BodyError::InvalidJson`] if it is JSON that is no `T`.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// #[derive(serde::Deserialize)]
    /// struct Item {
    ///     id: u64,
    /// }
    ///
    /// let mut req = NextRequest::from(Request::post("/items").body(Body::from(r#"{"id":7}"#)).unwrap());
    /// let item: Item = req.json().await?;
    /// assert_eq!(item.id, 7);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<T, BodyError> {
        body::json(&self.bytes().await?)
    }

    /// Reads the body as a form: `await request.formData()` (NEXT-SPEC B5).
    ///
    /// It is `multipart/form-data` or `application/x-www-form-urlencoded`, as the content type says. The whole form is in
    /// memory, files too; [`form_parts`](Self::form_parts) reads larger ones. A request without a body is an empty form if
    /// it is URL-encoded, and malformed if it is multipart.
    ///
    /// A part without a file name is a text; texts and names are UTF-8, what is malformed in them becomes U+FFFD. The limits
    /// are those of [`FormParts`], 1,000 fields in either encoding.
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes), [`BodyError::UnsupportedFormType`] for another content type or none, which leaves the
    /// body unread, [`BodyError::MalformedForm`] if the body is not what the content type says, and
    /// [`BodyError::TooManyParts`].
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let sent = Request::post("/login").header("content-type", "application/x-www-form-urlencoded");
    /// let mut req = NextRequest::from(sent.body(Body::from("name=Ada&remember=on")).unwrap());
    /// let form = req.form_data().await?;
    /// assert_eq!(form.text("name"), Some("Ada"));
    /// assert!(form.has("remember"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn form_data(&mut self) -> Result<FormData, BodyError> {
        form_data::read(&mut self.body, &mut self.head).await
    }

    /// Reads the body as `multipart/form-data`, one part after the other, while it arrives.
    ///
    /// For uploads that should not be in memory; see [`FormParts`] for an example and the limits. Raise the body's limit for
    /// the route that takes them.
    ///
    /// # Errors
    ///
    /// [`BodyError::AlreadyRead`] at the second read (NEXT-SPEC B7); [`BodyError::UnsupportedFormType`] for another content
    /// type or none, and [`BodyError::MalformedForm`] for one without a boundary, which leave the body unread. What is wrong
    /// with the body comes with its parts.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let body = "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHoliday\r\n--X--\r\n";
    /// let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// let mut req = NextRequest::from(sent.unwrap());
    /// let mut parts = req.form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.name(), "title");
    ///     assert_eq!(part.text().await?, "Holiday");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn form_parts(&mut self) -> Result<FormParts, BodyError> {
        form_data::read_parts(&mut self.body, &mut self.head)
    }

    /// Takes the body as a stream: `request.body` (NEXT-SPEC B9).
    ///
    /// It holds no more than the chunk at hand, and a response can take it as its body; see [`BodyStream`]. The stream of a
    /// request without a body is empty, any number of times (NEXT-SPEC B8).
    ///
    /// # Errors
    ///
    /// [`BodyError::AlreadyRead`] at the second read (NEXT-SPEC B7). The others come with the chunks.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/").body(Body::from("hello")).unwrap());
    /// let mut stream = req.body_stream()?;
    /// while let Some(chunk) = stream.chunk().await? {
    ///     assert_eq!(chunk, "hello");
    /// }
    /// assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_stream(&mut self) -> Result<BodyStream, BodyError> {
        self.body.stream(&mut self.head)
    }

    /// A second request like this one, with the same body: `request.clone()` (NEXT-SPEC Q11).
    ///
    /// The body is read into memory, within the limit, and both requests have it; reading the one leaves the other as it is.
    /// Fetch reads it only as far as either is read, and keeps the rest for the other.
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes). After [`BodyError::TooLarge`] and [`BodyError::Unreadable`] the body has been used.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/hook").body(Body::from("[1]")).unwrap());
    /// let mut copy = req.try_clone().await?;
    /// let signed: String = copy.text().await?;
    /// let numbers: Vec<u8> = req.json().await?;
    /// assert_eq!((signed.as_str(), numbers), ("[1]", vec![1]));
    /// assert!(matches!(req.try_clone().await, Err(BodyError::AlreadyRead)));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn try_clone(&mut self) -> Result<Self, BodyError> {
        let body = self.body.copy(&mut self.head).await?;
        let head = self.head.clone();
        Ok(Self { head, body: RequestBody::new(body.into()), next_url: self.next_url.clone() })
    }

    /// Whether the body has been read: `request.bodyUsed` (NEXT-SPEC B7, B8).
    ///
    /// A read that failed or was cancelled has used the body; a request without a body is never used up.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/").body(Body::from("hello")).unwrap());
    /// assert!(!req.body_used());
    /// req.text().await?;
    /// assert!(req.body_used());
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_used(&self) -> bool {
        self.body.is_used()
    }
}

fn sent_url(head: &Head) -> NextUrl {
    // `nest` cuts its prefix off the URI and leaves the whole one here.
    let original = head.extensions.get::<OriginalUri>();
    NextUrl::of_request(original.map_or(&head.uri, |OriginalUri(uri)| uri), &head.headers)
}

impl From<Request> for NextRequest {
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { head: parts.into(), body: RequestBody::new(body), next_url: OnceLock::new() }
    }
}

/// What is left of the request: all of it, with an empty body if a reader has taken it.
impl From<NextRequest> for Request {
    fn from(NextRequest { head, body, .. }: NextRequest) -> Self {
        Request::from_parts(head.into(), body.into_inner())
    }
}

impl<S: Send + Sync> FromRequest<S> for NextRequest {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let request = Self::from(request);
        context::lend(&request.head.headers);
        Ok(request)
    }
}

impl fmt::Debug for NextRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextRequest")
            .field("method", self.method())
            .field("next_url", self.next_url())
            .field("headers", self.headers())
            .field("body_used", &self.body_used())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::response::NextResponse;
    use axum::Router;
    use axum::body::{Body, HttpBody};
    use axum::extract::DefaultBodyLimit;
    use axum::response::IntoResponse;
    use axum::routing::{any, post};
    use http_body_util::{BodyExt, Limited, combinators};
    use std::collections::VecDeque;
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tower::ServiceExt;

    fn request(method: &str, body: impl Into<Body>) -> NextRequest {
        let request = Request::builder().method(method).uri("/a?b=c");
        request.body(body.into()).unwrap().into()
    }

    /// A body that arrives chunk by chunk and then ends, or stays open.
    struct Chunks {
        chunks: VecDeque<Body>,
        stays_open: bool,
    }

    impl Chunks {
        fn of_bytes(text: &str, stays_open: bool) -> Body {
            let chunks = text.bytes().map(|byte| Body::from(vec![byte])).collect();
            Body::new(Self { chunks, stays_open })
        }
    }

    impl HttpBody for Chunks {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            // `http_body::Frame` without a dependency on `http_body`
        ) -> Poll<<combinators::Frame<'static, Body> as Future>::Output> {
            loop {
                let Some(chunk) = self.chunks.front_mut() else {
                    return if self.stays_open { Poll::Pending } else { Poll::Ready(None) };
                };
                match Pin::new(chunk).poll_frame(cx) {
                    Poll::Ready(None) => self.chunks.pop_front(),
                    other => return other,
                };
            }
        }
    }

    #[test]
    fn a_request_may_be_shared_and_held_across_awaits() {
        fn check<T: Send + Sync>() {}
        fn send<T: Send>(_: T) {}
        check::<NextRequest>();
        let mut req = request("POST", "");
        send(async move {
            let url = req.next_url().clone();
            let _: Result<Vec<String>, _> = req.json().await;
            drop((url, req));
        });
    }

    #[tokio::test]
    async fn B1_json_ignores_the_content_type() {
        for kind in [None, Some("text/plain"), Some("application/json; charset=latin1"), Some("\u{e9}")] {
            let mut req = request("POST", "[1]");
            if let Some(kind) = kind {
                let kind = http::HeaderValue::from_str(kind).unwrap();
                Arc::make_mut(&mut req.head.headers).insert(http::header::CONTENT_TYPE, kind);
            }
            assert_eq!(req.json::<Vec<u8>>().await.unwrap(), [1], "{kind:?}");
        }
    }

    #[tokio::test]
    async fn B2_an_empty_or_malformed_body_is_an_error_of_the_client() {
        for method in ["GET", "POST"] {
            let error = request(method, "").json::<u8>().await.unwrap_err();
            assert_eq!((error.code(), error.status().as_u16()), ("malformed_json", 400));
        }
        let error = request("POST", "{").json::<u8>().await.unwrap_err();
        assert_eq!(error.status(), 400);
    }

    #[tokio::test]
    async fn B3_B4_bytes_are_raw_where_text_is_decoded() {
        let sent = b"\xef\xbb\xbfa\xff".to_vec();
        assert_eq!(request("PUT", sent.clone()).bytes().await.unwrap(), sent);
        assert_eq!(request("PUT", sent).text().await.unwrap(), "a\u{fffd}");
    }

    #[tokio::test]
    async fn B7_a_second_read_is_an_error() {
        let mut req = request("POST", "[1]");
        assert!(!req.body_used());
        assert_eq!(req.text().await.unwrap(), "[1]");
        assert!(req.body_used());
        assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
        assert!(matches!(req.bytes().await, Err(BodyError::AlreadyRead)));
        assert!(matches!(req.json::<Vec<u8>>().await, Err(BodyError::AlreadyRead)));
    }

    #[tokio::test]
    async fn B7_a_read_that_failed_or_was_cancelled_has_used_the_body() {
        let mut req = request("POST", "nonsense");
        assert!(req.json::<u8>().await.is_err());
        assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));

        let mut req = request("POST", Chunks::of_bytes("half", true));
        tokio::select! {
            biased;
            _ = req.text() => unreachable!("the body stays open"),
            _ = std::future::ready(()) => {}
        }
        assert!(req.body_used());
        assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
    }

    #[tokio::test]
    async fn B8_R16_a_null_body_reads_as_empty_and_is_never_used() {
        let cases = [("GET", "sent anyway"), ("HEAD", "sent anyway"), ("GET", ""), ("POST", ""), ("DELETE", "")];
        for (method, body) in cases {
            let mut req = request(method, body);
            for _ in 0..2 {
                assert_eq!(req.text().await.unwrap(), "", "{method}");
                assert_eq!(req.bytes().await.unwrap(), "", "{method}");
                assert!(!req.body_used(), "{method}");
            }
        }
    }

    #[tokio::test]
    async fn R16_every_other_method_may_have_a_body() {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"] {
            assert_eq!(request(method, "body").text().await.unwrap(), "body", "{method}");
        }
    }

    #[tokio::test]
    async fn B10_json_in_single_bytes_still_parses() {
        let mut req = request("POST", Chunks::of_bytes(r#"{"a": "é"}"#, false));
        assert_eq!(req.json::<serde_json::Value>().await.unwrap()["a"], "é");
    }

    #[tokio::test]
    async fn B11_the_limit_is_axums() {
        const DEFAULT: usize = 2 * 1024 * 1024;
        let cases = [
            (None, DEFAULT, true),
            (None, DEFAULT + 1, false),
            (Some(DefaultBodyLimit::max(4)), 4, true),
            (Some(DefaultBodyLimit::max(4)), 5, false),
            (Some(DefaultBodyLimit::max(0)), 1, false),
            (Some(DefaultBodyLimit::disable()), DEFAULT + 1, true),
        ];
        for (limit, size, fits) in cases {
            let mut sent = Request::post("/").extension(7_u8).body(Body::from(vec![b'a'; size])).unwrap();
            if let Some(limit) = limit {
                limit.apply(&mut sent);
            }
            let mut req = NextRequest::from(sent);
            match req.bytes().await {
                Ok(read) => assert_eq!((read.len(), fits), (size, true)),
                Err(error) => assert_eq!((error.status().as_u16(), fits), (413, false), "{error}"),
            }
            assert_eq!(req.extensions().get(), Some(&7_u8), "reading keeps the extensions");
        }
    }

    #[tokio::test]
    async fn a_limit_of_another_layer_is_413_and_a_broken_body_400() {
        let too_large = Body::new(Limited::new(Body::from("12345"), 4));
        let broken = Body::new(too_large.map_err(|_| std::io::Error::other("connection reset")));
        let too_large = Body::new(Limited::new(Body::from("12345"), 4));
        for (body, status, code) in [(too_large, 413, "body_too_large"), (broken, 400, "unreadable_body")] {
            let error = request("POST", body).bytes().await.unwrap_err();
            assert_eq!((error.status().as_u16(), error.code()), (status, code));
        }
    }

    #[tokio::test]
    async fn what_is_left_becomes_an_axum_request_again() {
        let left = |req: NextRequest| async {
            let (parts, body) = Request::from(req).into_parts();
            assert_eq!(parts.uri, "/a?b=c");
            body.collect().await.unwrap().to_bytes()
        };
        assert_eq!(left(request("POST", "body")).await, "body");
        let mut get = request("GET", "body");
        get.text().await.unwrap();
        assert_eq!(left(get).await, "body");
        let mut read = request("POST", "body");
        read.text().await.unwrap();
        assert_eq!(left(read).await, "");
    }

    #[tokio::test]
    async fn Q3_the_url_is_the_one_that_the_client_sent() {
        let echo = any(async |req: NextRequest| {
            NextResponse::new(format!("{}{}", req.next_url().pathname(), req.next_url().search()))
        });
        let inner = Router::new().route("/items/{id}", echo.clone());
        let app: Router = Router::new().nest("/api", inner).route("/{*rest}", echo);
        for target in ["/x%2Fy?z", "/api/items/%C3%A9?q=1"] {
            let sent = Request::get(target).body(Body::empty()).unwrap();
            let response = app.clone().oneshot(sent).await.unwrap();
            assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), target);
        }
    }

    #[test]
    fn Q2_Q3_what_is_written_to_the_next_url_leaves_the_url_alone() {
        let sent = || Request::get("/a%2fb?c=1").header("host", "127.0.0.1:3000").body(Body::empty()).unwrap();
        let mut req = NextRequest::from(sent());
        let url = "http://localhost:3000/a%2fb?c=1";
        req.next_url_mut().set_pathname("/d");
        req.next_url_mut().search_params_mut().set("c", "2");
        assert_eq!((req.url().as_str(), req.next_url().href().as_str()), (url, "http://localhost:3000/d?c=2"));

        let mut req = NextRequest::from(sent());
        assert_eq!((req.next_url().href().as_str(), req.url().as_str()), (url, url));
        req.next_url_mut().set_host("example.com");
        assert_eq!((req.url().as_str(), req.next_url().host()), (url, "example.com:3000"));
    }

    #[test]
    fn Q12_the_url_has_the_host_that_the_client_named_and_no_forwarded_one() {
        let sent = Request::get("/a").header("host", "example.com").header("x-forwarded-host", "example.org");
        let req = NextRequest::from(sent.header("x-forwarded-proto", "https").body(Body::empty()).unwrap());
        assert_eq!(req.url(), "http://example.com/a");
        let sent = Request::get("https://example.com/a").header("host", "example.org").body(Body::empty());
        assert_eq!(NextRequest::from(sent.unwrap()).url(), "https://example.com/a");
    }

    #[tokio::test]
    async fn Q6_H2_method_and_headers_are_there() {
        let sent = Request::builder().method("PATCH").header("X-A", "1").header("x-a", "2");
        let req = NextRequest::from(sent.body(Body::empty()).unwrap());
        assert_eq!(req.method().as_str(), "PATCH");
        assert_eq!(req.headers().get_all("X-a").iter().collect::<Vec<_>>(), ["1", "2"]);
    }

    #[tokio::test]
    async fn a_handler_takes_it_and_answers_errors_by_itself() {
        async fn handler(mut req: NextRequest) -> Result<String, BodyError> {
            req.json().await
        }
        let app: Router = Router::new().route("/", post(handler)).layer(DefaultBodyLimit::max(8));
        for (body, status) in [("\"ok\"", 200), ("\"", 400), ("1", 400), ("\"too long\"", 413)] {
            let sent = Request::post("/").body(Body::from(body)).unwrap();
            assert_eq!(app.clone().oneshot(sent).await.unwrap().status(), status, "{body}");
        }
        let response = BodyError::AlreadyRead.into_response();
        assert_eq!(response.status(), 500);
    }

    #[test]
    fn debug_does_not_print_the_body() {
        let text = format!("{:?}", request("POST", "secret"));
        assert!(text.contains("POST") && text.contains("/a?b=c"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
