//! A call, as it is put together.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use http_body::Frame;
use http_body_util::BodyExt;
use reqwest::{Request, Url};
use serde::Serialize;
use sync_wrapper::SyncWrapper;

use super::error::{FetchError, shown};
use super::generation::{FetchGeneration, NotStored, send};
use super::key::key;
use super::policy::{Asked, Decision, Store};
use super::response::FetchResponse;
use crate::cache::{Answer, Cache, CachedValue, HiddenRequest, Lifetimes, Scope, Tag};
use crate::context;
use crate::response::ResponseBody;
use crate::route::{Dynamic, FetchCache, Revalidate};

/// A call of [`fetch`](crate::fetch()) that is made when it is awaited.
///
/// A mistake in it, such as a header with a line break, is the error of the call; the first one, if there are several. Of an option that
/// is given twice the last one holds.
///
/// ```
/// use axum::http::HeaderMap;
/// use route_runtime::{FetchError, fetch};
/// use std::time::Duration;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # async fn search(headers: HeaderMap, body: String) -> String {
/// #     let header = |name: &str| headers.get(name).map_or("-", |value| value.to_str().unwrap()).to_owned();
/// #     format!("{} {} {} {body}", header("content-type"), header("authorization"), header("x-request-id"))
/// # }
/// # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
/// # let server = format!("http://{}", listener.local_addr().unwrap());
/// # let app = axum::Router::new().route("/search", axum::routing::post(search));
/// # tokio::spawn(async { axum::serve(listener, app).await });
/// let res = fetch(format!("{server}/search"))
///     .method("POST")
///     .header("authorization", "Bearer token")
///     .headers([("x-request-id", "7"), ("accept", "text/plain")])
///     .json(["tea", "coffee"])
///     .timeout(Duration::from_secs(5))
///     .no_store()
///     .await?;
/// assert_eq!(res.text().await?, r#"application/json Bearer token 7 ["tea","coffee"]"#);
///
/// let res = fetch(format!("{server}/search")).method("POST").body("tea").await?;
/// assert_eq!(res.text().await?, "text/plain;charset=UTF-8 - - tea");
/// # Ok::<(), FetchError>(())
/// # }).unwrap();
/// ```
#[must_use = "a call is made when it is awaited"]
pub struct Fetch {
    /// The first mistake, in place of a URL that none may be.
    url: Result<Url, FetchError>,
    method: Method,
    headers: HeaderMap,
    body: Option<SyncWrapper<Body>>,
    timeout: Option<Duration>,
    asked: Asked,
    tags: Vec<Tag>,
}

impl Fetch {
    pub(super) fn new(url: impl fmt::Display) -> Self {
        let text = url.to_string();
        let url = match text.parse::<Url>() {
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                Err(FetchError::Credentials { url: shown(&url) })
            }
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
            Ok(url) => {
                Err(FetchError::InvalidRequest(format!("cannot fetch `{}`: neither `http` nor `https`", shown(&url))))
            }
            Err(error) => Err(FetchError::InvalidRequest(format!("cannot fetch `{text}`: {error}"))),
        };
        Self {
            url,
            method: Method::GET,
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            asked: Asked::default(),
            tags: Vec::new(),
        }
    }

    /// The method, GET if there is none: `method`.
    pub fn method(mut self, method: impl TryInto<Method>) -> Self {
        match method.try_into() {
            Ok(method) => self.method = method,
            Err(_) => self.fail("what is given as the method is no method"),
        }
        self
    }

    /// Sets a header, in place of all lines it had: `headers`.
    pub fn header(mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => {
                // `insert` panics when the map is full.
                if self.headers.try_insert(name, value).is_err() {
                    self.fail("there are too many headers");
                }
            }
            (Ok(name), Err(_)) => self.fail(&format!("the header `{name}` cannot have this value")),
            (Err(_), _) => self.fail("a header has a name that no header can have"),
        }
        self
    }

    /// Sets several headers, as [`header`](Self::header) does one: `headers`.
    pub fn headers<N, V>(mut self, headers: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        for (name, value) in headers {
            self = self.header(name, value);
        }
        self
    }

    /// The body: `body`. Takes what [`NextResponse::new`](crate::NextResponse::new) takes, and implies the same content types, unless the
    /// call has one already.
    ///
    /// A body that is still to come, such as a [`BodyStream`](crate::BodyStream), is sent as it comes; if the answer is to be stored, it
    /// is read before, because it is a part of the key.
    pub fn body(mut self, body: impl Into<ResponseBody>) -> Self {
        let ResponseBody { body, content_type } = body.into();
        if let Some(content_type) = content_type
            && !self.headers.contains_key(CONTENT_TYPE)
        {
            self = self.header(CONTENT_TYPE, content_type);
        }
        self.body = Some(SyncWrapper::new(body));
        self
    }

    /// The body as JSON, and its content type: `body: JSON.stringify(value)`.
    pub fn json(mut self, value: impl Serialize) -> Self {
        match serde_json::to_vec(&value) {
            Ok(json) => {
                self.body = Some(SyncWrapper::new(json.into()));
                self.header(CONTENT_TYPE, const { HeaderValue::from_static("application/json") })
            }
            Err(error) => {
                self.fail(&format!("the body does not serialise as JSON: {error}"));
                self
            }
        }
    }

    /// Gives up when the answer has not been read after so long: `signal: AbortSignal.timeout(..)`.
    #[doc(alias = "AbortSignal.timeout")]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Stores the answer for good, or for as long as [`revalidate`](Self::revalidate) says: `cache: 'force-cache'`.
    ///
    /// ```
    /// use route_runtime::{FetchError, fetch, revalidate_tag};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # use std::sync::atomic::{AtomicU32, Ordering};
    /// # static ASKED: AtomicU32 = AtomicU32::new(0);
    /// # let count = || async { ASKED.fetch_add(1, Ordering::SeqCst).to_string() };
    /// # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    /// # let server = format!("http://{}", listener.local_addr().unwrap());
    /// # tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/count", axum::routing::get(count))).await });
    /// let url = format!("{server}/count"); // counts how often it is asked
    /// let count = async |call: route_runtime::Fetch| call.await?.text().await;
    ///
    /// assert_eq!(count(fetch(&url).force_cache().tags(["count"])).await?, "0");
    /// // Stored, whether it says so for good or for a minute.
    /// assert_eq!(count(fetch(&url).revalidate_never()).await?, "0");
    /// assert_eq!(count(fetch(&url).revalidate(60)).await?, "0");
    /// assert_eq!(count(fetch(&url).no_store()).await?, "1");
    /// # Ok::<(), FetchError>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias = "force-cache")]
    pub fn force_cache(mut self) -> Self {
        self.asked.store = Some(Store::Force);
        self
    }

    /// Does not store the answer, and does not look for one: `cache: 'no-store'`.
    #[doc(alias = "no-store")]
    pub fn no_store(mut self) -> Self {
        self.asked.store = Some(Store::No);
        self
    }

    /// Stores the answer, and fetches it anew when it is asked for after so many seconds: `next: { revalidate }`. `0` is
    /// [`no_store`](Self::no_store).
    #[doc(alias = "next.revalidate")]
    pub fn revalidate(mut self, seconds: u64) -> Self {
        self.asked.revalidate = Some(Revalidate::Seconds(seconds));
        self
    }

    /// Stores the answer for good: `next: { revalidate: false }`.
    pub fn revalidate_never(mut self) -> Self {
        self.asked.revalidate = Some(Revalidate::Never);
        self
    }

    /// What the answer can be invalidated by: `next: { tags }` (NEXT-SPEC V2). Adds to the tags that the call has. They do not make
    /// a call that is not stored one that is; below a handler whose answer is stored they are that answer's, too.
    #[doc(alias = "next.tags")]
    pub fn tags<T: Into<Tag>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    fn fail(&mut self, why: &str) {
        if let Ok(url) = &self.url {
            self.url = Err(FetchError::InvalidRequest(format!("cannot fetch `{}`: {why}", shown(url))));
        }
    }

    /// Whether a route may have it stored without it asking for that.
    fn is_plain(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
            && !self.headers.contains_key(AUTHORIZATION)
            && !self.headers.contains_key(COOKIE)
    }

    async fn call(self) -> Result<FetchResponse, FetchError> {
        // What is around the call is asked before the first wait.
        let around = Around::now();
        let is_plain = self.is_plain();
        let Self { url, method, headers, body, timeout, asked, tags } = self;
        let url = url?;
        if body.is_some() && matches!(method, Method::GET | Method::HEAD) {
            let why = format!("cannot fetch `{}`: a call of the method {method} has no body", shown(&url));
            return Err(FetchError::InvalidRequest(why));
        }
        let life = around.life(asked, is_plain)?;
        around.gather(&tags, life.as_ref());

        let mut request = Request::new(method, url.clone());
        *request.headers_mut() = headers;
        *request.timeout_mut() = timeout;
        let life = life.filter(|_| !around.is_draft);
        let body = match body.map(SyncWrapper::into_inner) {
            None => Bytes::new(),
            // One that is there has a length to be sent, and can be sent once more after a redirect.
            Some(body) if life.is_some() || body.size_hint().exact().is_some() => {
                body.collect().await.map_err(|error| FetchError::in_body(&url, error))?.to_bytes()
            }
            Some(body) => {
                *request.body_mut() = Some(reqwest::Body::wrap(SyncBody(SyncWrapper::new(body))));
                return send(request).await;
            }
        };
        let key = life.map(|life| (life, key(request.method(), &url, request.headers(), &body)));
        *request.body_mut() = (!body.is_empty()).then(|| body.into());
        let Some((life, key)) = key else { return send(request).await };
        let generation = FetchGeneration { request, life, tags, max_body: around.cache.max_body() };
        let answer = match around.cache.find(&around.cache.key(&[&key])).await {
            Ok(kept) => Answer::Kept(kept),
            // What was made from something stale would count as new.
            Err(missed) if around.scope.is_some() => missed.generate_new(generation).await,
            Err(missed) => missed.generate(generation).await,
        };
        if let (Answer::Kept(kept), Some(scope)) = (&answer, &around.scope)
            && let Some(began) = kept.stale()
        {
            scope.use_stale(began);
        }
        match answer {
            Answer::Kept(kept) => match &kept.entry.value {
                CachedValue::Response(stored) => Ok(FetchResponse::from_stored(stored, url)),
                // Nothing else has a key of this kind.
                CachedValue::Data(_) => Err(FetchError::Failed {
                    url: shown(&url),
                    cause: Arc::new(std::io::Error::other("what is stored is no answer")),
                }),
            },
            Answer::Own(response) => Ok(response),
            Answer::Failed(NotStored::Answer(whole)) => Ok((*whole).into()),
            Answer::Failed(NotStored::Error(error)) => Err(error),
        }
    }
}

/// What is around a call.
struct Around {
    cache: Cache,
    fetch_cache: FetchCache,
    /// The generation that the call is a part of.
    scope: Option<Arc<Scope>>,
    is_draft: bool,
    /// Whether the call must not say that it is not stored.
    is_stored: bool,
}

impl Around {
    fn now() -> Self {
        let route = context::route();
        let scope = context::scope();
        let is_draft = context::is_draft_now();
        let is_stored = !is_draft
            && scope.as_ref().is_some_and(|scope| scope.request == HiddenRequest::Refused)
            && route.is_some_and(|route| route.is_cached() && route.config().dynamic() != Dynamic::ForceStatic);
        let fetch_cache = route.map(|route| route.config().fetch_cache()).unwrap_or_default();
        Self { cache: Cache::current(), fetch_cache, scope, is_draft, is_stored }
    }

    /// How long the answer lives, `None` if it is not stored.
    fn life(&self, asked: Asked, is_plain: bool) -> Result<Option<Lifetimes>, FetchError> {
        match asked.decide(self.fetch_cache, is_plain)? {
            Decision::Stored(life) => Ok(Some(life)),
            Decision::Refused(option) if self.is_stored => Err(FetchError::NoStore { option }),
            Decision::Refused(_) | Decision::NotStored => Ok(None),
        }
    }

    /// Tells the generation of the call (NEXT-SPEC G11).
    fn gather(&self, tags: &[Tag], life: Option<&Lifetimes>) {
        let Some(scope) = &self.scope else { return };
        tags.iter().for_each(|tag| scope.add_tag(tag.clone()));
        if let Some(life) = life {
            scope.use_life(*life);
        }
    }
}

impl IntoFuture for Fetch {
    type Output = Result<FetchResponse, FetchError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.call())
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Fetch");
        debug.field("method", &self.method);
        match &self.url {
            Ok(url) => debug.field("url", &shown(url)),
            Err(error) => debug.field("error", error),
        };
        debug.finish_non_exhaustive()
    }
}

/// A body that can be shared between threads, as reqwest asks for.
struct SyncBody(SyncWrapper<Body>);

impl HttpBody for SyncBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(self.0.get_mut()).poll_frame(cx)
    }
}
