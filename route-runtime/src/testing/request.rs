use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, COOKIE};
use http::header::{HOST, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use http_body_util::BodyExt;
use serde::Serialize;
use tower::ServiceExt;

use super::answer::{Answer, AnswerStream};
use super::client::Client;
use crate::component;
use crate::cookies::{Cookie, ResponseCookies};
use crate::form_data::FormData;
use crate::next_url::NextUrl;
use crate::response::ResponseBody;

/// As many as Fetch follows.
const MOST_REDIRECTS: usize = 20;

/// A request of a [`Client`], which is sent when it is awaited.
///
/// ```
/// use route_runtime::testing::Client;
/// use route_runtime::{NextRequest, route, routes};
///
/// #[route("/request/search")]
/// async fn GET(req: NextRequest) -> String {
///     let language = req.headers()["accept-language"].to_str().unwrap_or_default().to_owned();
///     format!("{} in {language}", req.next_url().search())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let client = Client::new(routes![GET]);
/// let answer = client.get("/request/search").query(&[("q", "green tea")]).header("accept-language", "fr").await;
/// assert_eq!(answer.text(), "?q=green+tea in fr");
/// # }
/// ```
///
/// With a body:
///
/// ```
/// # use route_runtime::testing::Client;
/// # use route_runtime::{NextRequest, Result, route, routes};
/// #[route("/request/body")]
/// async fn POST(mut req: NextRequest) -> Result<String> {
///     let content_type = req.headers().get("content-type").and_then(|it| it.to_str().ok()).unwrap_or("-").to_owned();
///     let user = req.cookies().get("user").map_or("nobody".to_owned(), |user| user.into_value());
///     Ok(format!("{content_type}: {} of {user}", req.text().await?))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let client = Client::new(routes![POST]);
/// let post = || client.post("/request/body");
/// assert_eq!(post().json(&["tea"]).await.text(), r#"application/json: ["tea"] of nobody"#);
/// assert_eq!(post().text("tea").cookie("user", "ada").await.text(), "text/plain;charset=UTF-8: tea of ada");
/// assert_eq!(post().body(vec![b't', b'e', b'a']).await.text(), "-: tea of nobody");
/// # }
/// ```
///
/// # Panics
///
/// Its methods panic for what no client can send, with the place in the test. What the app answers is no reason to: it is in the
/// [`Answer`].
#[must_use = "a request is sent when it is awaited"]
pub struct ClientRequest {
    client: Client,
    request: Request,
    /// The path and the query, as they were written.
    target: String,
    cookies: Vec<(String, String)>,
    follows: bool,
}

impl ClientRequest {
    #[track_caller]
    pub(super) fn new(client: Client, method: Method, path: &str) -> Self {
        assert!(path.starts_with('/'), "the path `{path}` does not begin with `/`");
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        // A fragment is not sent.
        let target = path.split_once('#').map_or(path, |(target, _)| target).to_owned();
        let new = Self { client, request, target, cookies: Vec::new(), follows: false };
        new.assert_target();
        new
    }

    /// Here, where the place in the test is known.
    #[track_caller]
    fn assert_target(&self) {
        if let Err(error) = whole(self.client.origin(), &self.target).parse::<Uri>() {
            let path = &self.target;
            panic!("the path `{path}` cannot be sent: {error}\nhelp: percent-encode it, as `GET::url(..)` does");
        }
    }

    /// Adds a header line.
    #[track_caller]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: fmt::Display>,
        V: TryInto<HeaderValue, Error: fmt::Display>,
    {
        // A closure would be the place that the panic names.
        let name = match name.try_into() {
            Ok(name) => name,
            Err(error) => panic!("a request cannot have this header: {error}"),
        };
        let value = match value.try_into() {
            Ok(value) => value,
            Err(error) => panic!("the header `{name}` cannot be sent: {error}"),
        };
        self.request.headers_mut().append(name, value);
        self
    }

    /// Adds parameters to the query: a struct, a map or a list of pairs. A field that is a list is sent several times.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{NextRequest, route, routes};
    /// #[derive(serde::Serialize)]
    /// struct Search<'a> {
    ///     q: &'a str,
    ///     tag: &'a [&'a str],
    /// }
    ///
    /// # #[route("/request/query")]
    /// # async fn GET(req: NextRequest) -> String { req.next_url().search().to_owned() }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let client = Client::new(routes![GET]);
    /// let search = Search { q: "tea", tag: &["a", "b"] };
    /// assert_eq!(client.get("/request/query?page=2").query(&search).await.text(), "?page=2&q=tea&tag=a&tag=b");
    /// # }
    /// ```
    #[track_caller]
    pub fn query<T: Serialize + ?Sized>(mut self, params: &T) -> Self {
        let query = urlencoded(params);
        if !query.is_empty() {
            let joint = match self.target.find('?') {
                None => "?",
                Some(at) if at + 1 == self.target.len() => "",
                Some(_) => "&",
            };
            self.target = format!("{}{joint}{query}", self.target);
            self.assert_target();
        }
        self
    }

    /// Adds a cookie to this request, beside those that the client has kept, and in place of one of its name. The value is encoded as
    /// Next.js does. Behind a redirect that sets a cookie of its name it is that one.
    #[track_caller]
    pub fn cookie(mut self, name: &str, value: &str) -> Self {
        if let Err(error) = HeaderValue::try_from(&Cookie::new(name.to_owned(), value.to_owned())) {
            panic!("a request cannot have the cookie `{name}`: {error}");
        }
        self.cookies.retain(|(given, _)| given != name);
        self.cookies.push((name.to_owned(), component::encode(value).to_string()));
        self
    }

    /// A body of JSON, with its content type.
    #[track_caller]
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => self.typed(HeaderValue::from_static("application/json"), json.into()),
            Err(error) => panic!("the value does not serialise as JSON: {error}"),
        }
    }

    /// A body as a form without files sends it, `application/x-www-form-urlencoded`: a struct, a map or a list of pairs.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{NextRequest, Result, route, routes};
    /// # #[route("/request/form")]
    /// # async fn POST(mut req: NextRequest) -> Result<String> {
    /// #     let form = req.form_data().await?;
    /// #     Ok(form.text("name").unwrap_or_default().to_owned())
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let client = Client::new(routes![POST]);
    /// assert_eq!(client.post("/request/form").form(&[("name", "Ada & Bob")]).await.text(), "Ada & Bob");
    /// # }
    /// ```
    #[track_caller]
    pub fn form<T: Serialize + ?Sized>(self, fields: &T) -> Self {
        let form = urlencoded(fields);
        self.typed(HeaderValue::from_static("application/x-www-form-urlencoded"), form.into())
    }

    /// A body as a form with files sends it, `multipart/form-data`.
    ///
    /// ```
    /// use route_runtime::testing::Client;
    /// use route_runtime::{File, FormData, FormValue, NextRequest, Result, route, routes};
    ///
    /// #[route("/request/upload")]
    /// async fn POST(mut req: NextRequest) -> Result<String> {
    ///     let form = req.form_data().await?;
    ///     let photo = form.file("photo").ok_or("no photo")?;
    ///     Ok(format!("{}: {} bytes of {}", form.text("title").unwrap_or("-"), photo.len(), photo.content_type()))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut form = FormData::new();
    /// form.append("title", "Holiday");
    /// form.append("photo", File::new("a.png", vec![0x89, 0x50]).with_content_type("image/png"));
    /// let answer = Client::new(routes![POST]).post("/request/upload").multipart(form).await;
    /// assert_eq!(answer.text(), "Holiday: 2 bytes of image/png");
    /// # }
    /// ```
    pub fn multipart(self, form: FormData) -> Self {
        let ResponseBody { body, content_type } = form.into();
        match content_type {
            Some(content_type) => self.typed(content_type, body),
            None => self.body(body),
        }
    }

    /// A body of text, `text/plain;charset=UTF-8`.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.typed(HeaderValue::from_static("text/plain;charset=UTF-8"), text.into().into())
    }

    /// Any body. Its content type is yours to say, with [`header`](Self::header).
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    fn typed(mut self, content_type: HeaderValue, body: Body) -> Self {
        self.request.headers_mut().insert(CONTENT_TYPE, content_type);
        self.body(body)
    }

    /// Puts a value into the extensions of the request, as a server or a layer does: what `Extension<T>` extracts.
    ///
    /// The address of the client is one, for [`ClientIp`](crate::ClientIp) and for proxies that are
    /// [trusted](crate::App::trusted_proxies):
    ///
    /// ```
    /// use axum::extract::ConnectInfo;
    /// use route_runtime::testing::Client;
    /// use route_runtime::{App, ClientIp, route, routes};
    /// use std::net::SocketAddr;
    ///
    /// #[route("/request/ip")]
    /// async fn GET(ClientIp(ip): ClientIp) -> String { ip.to_string() }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(App::new(routes![GET]).trusted_proxies(["loopback"]));
    /// let proxy = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)));
    /// let answer = client.get("/request/ip").extension(proxy).header("x-forwarded-for", "203.0.113.7").await;
    /// assert_eq!(answer.text(), "203.0.113.7");
    /// # }
    /// ```
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.request.extensions_mut().insert(value);
        self
    }

    /// Follows redirects as browsers do, 20 at most: 303 becomes GET, as do 301 and 302 of a POST; 307 and 308 keep the method and the body.
    ///
    /// The [`Answer`] is the last one, and knows its [`url`](Answer::url). A redirect to another host is the answer itself, because only
    /// this app can be asked.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{NextResponse, cookies, route, routes};
    /// #[route(POST "/request/login")]
    /// async fn login() -> NextResponse {
    ///     let mut answer = NextResponse::redirect("/request/account").with_status(303);
    ///     answer.cookies_mut().set("user", "ada");
    ///     answer
    /// }
    ///
    /// #[route(GET "/request/account")]
    /// async fn account() -> String {
    ///     cookies().get("user").map_or("nobody".to_owned(), |user| user.into_value())
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(routes![login, account]);
    /// let answer = client.post("/request/login").await.assert_status(303);
    /// assert_eq!(answer.header("location"), Some("/request/account"));
    ///
    /// let answer = client.post("/request/login").follow_redirects().await;
    /// assert_eq!((answer.text(), answer.url()), ("ada".into(), "http://localhost/request/account"));
    /// # }
    /// ```
    pub fn follow_redirects(mut self) -> Self {
        self.follows = true;
        self
    }

    /// Sends the request, and leaves the body of the answer to be read as it comes: Server-Sent Events, and what has no end.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// use futures_util::stream;
    /// use route_runtime::{NextResponse, route, routes};
    ///
    /// #[route("/request/events")]
    /// async fn GET() -> NextResponse {
    ///     let events = stream::iter(1..).then(async |n| format!("data: {n}\n\n"));
    ///     NextResponse::stream(events).with_header("content-type", "text/event-stream")
    /// }
    /// # use futures_util::StreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(routes![GET]);
    /// let mut events = client.get("/request/events").stream().await;
    /// assert_eq!(events.header("content-type"), Some("text/event-stream"));
    /// assert_eq!(events.chunk().await.unwrap(), "data: 1\n\n");
    /// assert_eq!(events.chunk().await.unwrap(), "data: 2\n\n");
    /// # }
    /// ```
    pub async fn stream(self) -> AnswerStream {
        let Self { client, mut request, target, mut cookies, follows } = self;
        let mut url = url_at(client.origin(), &target);
        // What may be sent again is kept.
        let mut again = None;
        if follows {
            let body = std::mem::take(request.body_mut());
            let bytes = match body.collect().await {
                Ok(body) => body.to_bytes(),
                Err(error) => panic!("the body of a request that follows redirects could not be read: {error}"),
            };
            *request.body_mut() = Body::from(bytes.clone());
            again = Some(Again { method: request.method().clone(), headers: request.headers().clone(), body: bytes });
        }
        let extensions = request.extensions().clone();
        for _ in 0..MOST_REDIRECTS {
            let answer = send(&client, request, &url, &cookies).await;
            let Some((again, next)) = again.as_mut().zip(answer.leads_to(&url)) else { return answer };
            again.redirect(answer.status());
            let set = ResponseCookies::new(answer.headers());
            cookies.retain(|(name, _)| set.get(name).is_none());
            // The answer ends here, and with it what waits for that.
            drop(answer.rest().await);
            url = next;
            request = again.request();
            *request.extensions_mut() = extensions.clone();
        }
        send(&client, request, &url, &cookies).await
    }
}

/// The request is sent, and its answer read to the end.
impl IntoFuture for ClientRequest {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.stream().await.rest().await })
    }
}

impl fmt::Debug for ClientRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientRequest")
            .field("method", self.request.method())
            .field("path", &self.target)
            .finish_non_exhaustive()
    }
}

/// A request that may be sent once more, elsewhere.
struct Again {
    method: Method,
    headers: HeaderMap,
    body: Bytes,
}

impl Again {
    /// What becomes of the request behind an answer with this status (Fetch, HTTP-redirect fetch).
    fn redirect(&mut self, status: StatusCode) {
        let becomes_get = match status.as_u16() {
            301 | 302 => self.method == Method::POST,
            303 => self.method != Method::GET && self.method != Method::HEAD,
            _ => false,
        };
        if becomes_get {
            self.method = Method::GET;
            self.body = Bytes::new();
            for name in [CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, CONTENT_TYPE, CONTENT_LENGTH] {
                self.headers.remove(name);
            }
        }
    }

    fn request(&self) -> Request {
        let mut request = Request::new(Body::from(self.body.clone()));
        *request.method_mut() = self.method.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }
}

async fn send(client: &Client, mut request: Request, url: &NextUrl, cookies: &[(String, String)]) -> AnswerStream {
    *request.uri_mut() = uri_of(url);
    let method = request.method().clone();
    let length = request.body().size_hint().exact().filter(|length| *length > 0);
    let headers = request.headers_mut();
    if !headers.contains_key(HOST)
        && let Ok(host) = HeaderValue::from_str(url.host())
    {
        headers.insert(HOST, host);
    }
    if let Some(length) = length.filter(|_| !headers.contains_key(CONTENT_LENGTH)) {
        headers.insert(CONTENT_LENGTH, length.into());
    }
    if let Some(line) = cookie_line(client, url, cookies) {
        headers.append(COOKIE, line);
    }
    let response = match client.pending().watch(client.router().clone().oneshot(request)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let now = client.now();
    for line in response.headers().get_all(SET_COOKIE) {
        client.jar().receive(line, url, now);
    }
    AnswerStream::new(method, url.href(), response, client.pending().clone())
}

/// Those of the request, and those that the client has kept and the request does not have.
fn cookie_line(client: &Client, url: &NextUrl, cookies: &[(String, String)]) -> Option<HeaderValue> {
    let jar = client.jar();
    let kept = jar.sent_to(url, client.now());
    let kept = kept.into_iter().filter(|(name, _)| cookies.iter().all(|(given, _)| given != name));
    let given = cookies.iter().map(|(name, value)| (&**name, &**value));
    let pairs: Vec<_> = kept.chain(given).map(|(name, value)| format!("{name}={value}")).collect();
    HeaderValue::try_from(pairs.join("; ")).ok().filter(|_| !pairs.is_empty())
}

/// The URL of a target at this origin, as it was written.
fn url_at(origin: &NextUrl, target: &str) -> NextUrl {
    // It has been parsed before.
    match whole(origin, target).parse() {
        Ok(uri) => NextUrl::of_request(&uri, &HeaderMap::new(), None),
        Err(_) => origin.clone(),
    }
}

fn whole(origin: &NextUrl, target: &str) -> String {
    format!("{}{target}", origin.origin())
}

/// What a client sends: over HTTP/1 a path. Where the scheme is `https` a whole URL, as over HTTP/2, because nothing else tells the app.
fn uri_of(url: &NextUrl) -> Uri {
    let target = format!("{}{}", url.pathname(), url.search());
    let sent = if url.protocol() == "https:" { format!("{}{target}", url.origin()) } else { target };
    sent.parse().unwrap_or_default()
}

#[track_caller]
fn urlencoded<T: Serialize + ?Sized>(value: &T) -> String {
    match serde_html_form::to_string(value) {
        Ok(encoded) => encoded,
        Err(error) => panic!(
            "the value does not serialise as a form: {error}\nhelp: it is a struct, a map or a list of pairs; of several values of one \
             name, make a `Vec` or a slice"
        ),
    }
}

impl AnswerStream {
    /// Where the client is sent, if that is at this origin.
    fn leads_to(&self, url: &NextUrl) -> Option<NextUrl> {
        if !matches!(self.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let location = std::str::from_utf8(self.headers().get(LOCATION)?.as_bytes()).ok()?;
        let mut next = url.join(location).ok()?;
        next.set_hash("");
        (next.origin() == url.origin()).then_some(next)
    }
}
