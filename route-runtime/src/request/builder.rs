use axum::body::Body;
use axum::extract::Request;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderName, HeaderValue, Method, Uri};
use serde::Serialize;

use super::NextRequest;
use crate::component;
use crate::cookies::{Cookie, InvalidCookie};

impl NextRequest {
    /// Makes a request for a test: `new NextRequest(url, init)` (NEXT-SPEC Q1).
    ///
    /// A GET of `/` without headers and body, unless said otherwise. The URL may be absolute, or a path.
    ///
    /// ```
    /// use route_runtime::{NextRequest, NextResponse, Result, route};
    /// use serde_json::{Value, json};
    ///
    /// #[route("/wishes")]
    /// async fn POST(mut req: NextRequest) -> Result {
    ///     let wish: Value = req.json().await?;
    ///     Ok(NextResponse::json(&wish["name"]).with_status(201))
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let req = NextRequest::builder()
    ///     .method("POST")
    ///     .url("https://shop.example/wishes?draft")
    ///     .header("accept-language", "de")
    ///     .cookie("session", "7")
    ///     .json(&json!({ "name": "teapot" }))
    ///     .build()
    ///     .unwrap();
    /// assert_eq!(req.url(), "https://shop.example/wishes?draft");
    /// assert_eq!(POST(req).await.unwrap().status(), 201);
    /// # }
    /// ```
    pub fn builder() -> NextRequestBuilder {
        NextRequestBuilder { head: Request::builder(), cookies: Vec::new(), body: Ok(Body::empty()) }
    }
}

/// Makes a [`NextRequest`] step by step: what [`NextRequest::builder`] returns.
///
/// ```
/// use route_runtime::NextRequest;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let mut req = NextRequest::builder()
///     .method("PUT")
///     .url("/notes/7")
///     .header("content-type", "text/plain")
///     .cookie("session", "7")
///     .body("buy tea")
///     .build()?;
/// assert_eq!(req.method(), "PUT");
/// assert_eq!(req.cookies().get("session").unwrap().value(), "7");
/// assert_eq!(req.text().await?, "buy tea");
///
/// let mut req = NextRequest::builder().method("POST").json(&["tea"]).build()?;
/// assert_eq!(req.headers()["content-type"], "application/json");
/// assert_eq!(req.json::<Vec<String>>().await?, ["tea"]);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
#[must_use = "it makes a request when `build` is called"]
pub struct NextRequestBuilder {
    head: http::request::Builder,
    cookies: Vec<(String, String)>,
    body: Result<Body, serde_json::Error>,
}

impl NextRequestBuilder {
    /// The method: `init.method`.
    pub fn method<M>(mut self, method: M) -> Self
    where
        M: TryInto<Method, Error: Into<http::Error>>,
    {
        self.head = self.head.method(method);
        self
    }

    /// The URL: absolute, or a path with or without a query.
    pub fn url<U>(mut self, url: U) -> Self
    where
        U: TryInto<Uri, Error: Into<http::Error>>,
    {
        self.head = self.head.uri(url);
        self
    }

    /// Adds a header line: `init.headers`.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        self.head = self.head.header(name, value);
        self
    }

    /// Adds a cookie, as a client sends it: `request.cookies.set(name, value)`.
    pub fn cookie(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.cookies.push((name.into(), value.into()));
        self
    }

    /// A body: `init.body`.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = Ok(body.into());
        self
    }

    /// A body of JSON, with its content type.
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.body = serde_json::to_vec(value).map(Body::from);
        self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`] for what no request can have.
    ///
    /// ```
    /// # use route_runtime::NextRequest;
    /// assert!(NextRequest::builder().url("not a url").build().is_err());
    /// assert!(NextRequest::builder().header("x-a", "a\r\nb").build().is_err());
    /// ```
    pub fn build(self) -> Result<NextRequest, InvalidRequest> {
        let mut head = self.head;
        let mut pairs = Vec::new();
        for (name, value) in self.cookies {
            let pair = format!("{name}={}", component::encode(&value));
            HeaderValue::try_from(&Cookie::new(name, value))?;
            pairs.push(pair);
        }
        if !pairs.is_empty() {
            head = head.header(COOKIE, pairs.join("; "));
        }
        Ok(NextRequest::from(head.body(self.body?)?))
    }
}

/// Why a request was not made: what [`NextRequestBuilder::build`] returns.
///
/// ```
/// use route_runtime::{InvalidRequest, NextRequest};
///
/// let error = NextRequest::builder().cookie("a;b", "1").build().unwrap_err();
/// assert!(matches!(error, InvalidRequest::Cookie(_)));
/// let error = NextRequest::builder().method("GE T").build().unwrap_err();
/// assert_eq!(error.to_string(), "a request cannot have this method, URL or header");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The method, the URL or a header.
    #[error("a request cannot have this method, URL or header")]
    Head(#[from] http::Error),

    /// The value of [`json`](NextRequestBuilder::json).
    #[error("the value does not serialise as JSON")]
    Json(#[from] serde_json::Error),

    /// A cookie.
    #[error(transparent)]
    Cookie(#[from] InvalidCookie),
}
