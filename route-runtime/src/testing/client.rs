use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use axum::Router;
use http::Method;

use super::jar::{Jar, is_trustworthy};
use super::request::ClientRequest;
use crate::app::App;
use crate::cache::{ManualClock, MemoryStore};
use crate::component;
use crate::cookies::Cookie;
use crate::next_url::NextUrl;
use crate::pending::Pending;
use crate::routes::Routes;

/// A client for tests of an app: it asks the router itself, without a server and without a socket.
///
/// It keeps cookies as a browser does, and follows no redirect unless it is [told to](ClientRequest::follow_redirects).
///
/// ```
/// use route_runtime::testing::Client;
/// use route_runtime::{NextRequest, NextResponse, Result, cookies, route, routes};
/// use serde_json::{Value, json};
///
/// #[route("/client/basket")]
/// mod basket {
///     use super::*;
///
///     pub async fn GET() -> String {
///         cookies().get("basket").map_or("nothing".to_owned(), |cookie| cookie.into_value())
///     }
///
///     pub async fn POST(mut req: NextRequest) -> Result {
///         let item: Value = req.json().await?;
///         cookies().set("basket", item["name"].as_str().unwrap_or_default().to_owned());
///         Ok(NextResponse::json(&item).with_status(201))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let client = Client::new(routes![basket::route]);
/// assert_eq!(client.get("/client/basket").await.text(), "nothing");
///
/// let made: Value = client.post("/client/basket").json(&json!({ "name": "tea" })).await.assert_status(201).json();
/// assert_eq!(made["name"], "tea");
/// assert_eq!(client.get("/client/basket").await.text(), "tea");
/// # }
/// ```
///
/// # Time
///
/// A client has a [clock](ManualClock) that stands still. The routes and the app that it is made of keep their answers by it, in a store of
/// the client's own, unless they have been given a cache; [`advance`](Self::advance) lets time go by.
///
/// ```
/// # use route_runtime::testing::Client;
/// # use route_runtime::{route, routes};
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use std::time::Duration;
///
/// static RUNS: AtomicU32 = AtomicU32::new(0);
///
/// #[route("/client/runs", revalidate = 60)]
/// async fn GET() -> String {
///     (RUNS.fetch_add(1, Ordering::Relaxed) + 1).to_string()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let client = Client::new(routes![GET]);
/// assert_eq!(client.get("/client/runs").await.text(), "1");
///
/// client.advance(Duration::from_secs(61));
/// assert_eq!(client.get("/client/runs").await.text(), "1"); // the old answer, while a new one is made
/// client.settle().await;
/// assert_eq!(client.get("/client/runs").await.text(), "2");
/// # }
/// ```
///
/// Cookies age by the clock, too: `Max-Age` and `Expires` count from the time of day, and what the clock was advanced. What handlers read
/// from elsewhere, [`SystemTime::now`] or Tokio's timers, goes its own way.
///
/// Clones are the same client: they share the cookies and the clock. [`another`](Self::another) is somebody else.
#[derive(Clone)]
pub struct Client {
    router: Router,
    origin: Arc<NextUrl>,
    jar: Arc<Mutex<Jar>>,
    clock: ManualClock,
    pending: Pending,
}

/// What a [`Client`] can be made of: [`Routes`], an [`App`], or any axum `Router`, each with its state given before.
///
/// ```
/// use route_runtime::testing::{Client, TestApp};
/// use route_runtime::{App, Routes, routes};
///
/// /// A client that has logged in.
/// fn ada(app: impl TestApp) -> Client {
///     let client = Client::new(app);
///     client.set_cookie("user", "ada");
///     client
/// }
///
/// let app: App = App::new(routes![]);
/// let routes: Routes = routes![];
/// let router = axum::Router::new();
/// for client in [ada(app), ada(routes), ada(router)] {
///     assert_eq!(client.cookie("user").as_deref(), Some("ada"));
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a test client cannot be made of `{Self}`",
    label = "neither `Routes`, `App` nor `Router`, without a state that is still to come",
    note = "give the state before: `App::new(routes![..]).with_state(state)` or `routes![..].into_router().with_state(state)`"
)]
pub trait TestApp {
    /// The router, whose answers are kept by this clock if nothing else was said.
    #[doc(hidden)]
    fn into_test_router(self, clock: &ManualClock) -> Router;
}

impl TestApp for Router {
    fn into_test_router(self, _: &ManualClock) -> Router {
        self
    }
}

impl TestApp for Routes {
    fn into_test_router(self, clock: &ManualClock) -> Router {
        // Routes that have been given a cache keep it.
        self.cache(store(clock)).into_router()
    }
}

impl TestApp for App {
    #[track_caller]
    fn into_test_router(self, clock: &ManualClock) -> Router {
        self.or_cache(|| store(clock).into()).into_router()
    }
}

fn store(clock: &ManualClock) -> MemoryStore {
    MemoryStore::new().with_clock(clock)
}

impl Client {
    /// A client of this app: [`Routes`], an [`App`], or an axum `Router`. It is at `http://localhost`.
    ///
    /// ```
    /// use axum::extract::State;
    /// use route_runtime::testing::Client;
    /// use route_runtime::{App, route, routes};
    ///
    /// #[route("/client/greeting")]
    /// async fn GET(State(greeting): State<String>) -> String { greeting }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(App::new(routes![GET]).with_state("hello".to_owned()));
    /// assert_eq!(client.get("/client/greeting").await.text(), "hello");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the app is not sound, as [`App::into_router`] does.
    #[track_caller]
    pub fn new(app: impl TestApp) -> Self {
        Self::with_clock(app, &ManualClock::new())
    }

    /// A client with a clock that others have, too: that of a store which the app was given, or of another client.
    ///
    /// A `Router` keeps its answers in the cache that its routes were given. So it needs a store with this clock:
    ///
    /// ```
    /// use route_runtime::testing::{Client, ManualClock};
    /// use route_runtime::{MemoryStore, route, routes};
    /// use std::time::Duration;
    ///
    /// #[route("/client/report", revalidate = 60)]
    /// async fn GET() -> &'static str { "report" }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let clock = ManualClock::new();
    /// let routes = routes![GET].cache(MemoryStore::new().with_clock(&clock));
    /// let router = axum::Router::new().merge(routes.into_router());
    /// let client = Client::with_clock(router, &clock);
    ///
    /// assert_eq!(client.get("/client/report").await.header("x-nextjs-cache"), Some("MISS"));
    /// client.advance(Duration::from_secs(61));
    /// assert_eq!(client.get("/client/report").await.header("x-nextjs-cache"), Some("STALE"));
    /// # }
    /// ```
    #[track_caller]
    pub fn with_clock(app: impl TestApp, clock: &ManualClock) -> Self {
        let router = app.into_test_router(clock);
        Self {
            router,
            origin: Arc::new(parse_origin("http://localhost")),
            jar: Arc::default(),
            clock: clock.clone(),
            pending: Pending::new(),
        }
    }

    /// The client at another origin, a scheme and a host. As browsers do, it keeps and sends cookies that are `Secure` at `https`, and at `localhost`.
    ///
    /// ```
    /// use route_runtime::testing::Client;
    /// use route_runtime::{NextRequest, route, routes};
    ///
    /// #[route("/client/origin")]
    /// async fn GET(req: NextRequest) -> String { req.url() }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(routes![GET]).with_origin("https://shop.example");
    /// assert_eq!(client.get("/client/origin?a=1").await.text(), "https://shop.example/client/origin?a=1");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If it is not `http://` or `https://` and a host.
    #[must_use]
    #[track_caller]
    pub fn with_origin(mut self, origin: &str) -> Self {
        self.origin = Arc::new(parse_origin(origin));
        self.jar = Arc::default();
        self
    }

    /// Somebody else at the same app: a client without cookies, and with the same clock.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{Routes, routes};
    /// let routes: Routes = routes![];
    /// let ada = Client::new(routes);
    /// ada.set_cookie("user", "ada");
    /// let bob = ada.another();
    /// assert_eq!((ada.cookie("user").as_deref(), bob.cookie("user")), (Some("ada"), None));
    /// ```
    #[must_use]
    pub fn another(&self) -> Self {
        Self { jar: Arc::default(), ..self.clone() }
    }

    /// A GET request.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{route, routes};
    /// #[route("/client/methods")]
    /// mod methods {
    ///     pub async fn GET() -> &'static str { "read" }
    ///     pub async fn POST() -> &'static str { "made" }
    ///     pub async fn PUT() -> &'static str { "put" }
    ///     pub async fn PATCH() -> &'static str { "changed" }
    ///     pub async fn DELETE() -> &'static str { "gone" }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let (client, path) = (Client::new(routes![methods::route]), "/client/methods");
    /// assert_eq!(client.get(path).await.text(), "read");
    /// assert_eq!(client.post(path).await.text(), "made");
    /// assert_eq!(client.put(path).await.text(), "put");
    /// assert_eq!(client.patch(path).await.text(), "changed");
    /// assert_eq!(client.delete(path).await.text(), "gone");
    /// assert_eq!(client.head(path).await.text(), "");
    /// client.options(path).await.assert_header("allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// These functions panic where [`request`](Self::request) does.
    #[track_caller]
    pub fn get(&self, path: &str) -> ClientRequest {
        self.request(Method::GET, path)
    }

    /// A POST request.
    #[track_caller]
    pub fn post(&self, path: &str) -> ClientRequest {
        self.request(Method::POST, path)
    }

    /// A PUT request.
    #[track_caller]
    pub fn put(&self, path: &str) -> ClientRequest {
        self.request(Method::PUT, path)
    }

    /// A PATCH request.
    #[track_caller]
    pub fn patch(&self, path: &str) -> ClientRequest {
        self.request(Method::PATCH, path)
    }

    /// A DELETE request.
    #[track_caller]
    pub fn delete(&self, path: &str) -> ClientRequest {
        self.request(Method::DELETE, path)
    }

    /// A HEAD request.
    #[track_caller]
    pub fn head(&self, path: &str) -> ClientRequest {
        self.request(Method::HEAD, path)
    }

    /// An OPTIONS request.
    #[track_caller]
    pub fn options(&self, path: &str) -> ClientRequest {
        self.request(Method::OPTIONS, path)
    }

    /// A request of any method. The path is sent as it is written, with its query, percent-encoded.
    ///
    /// ```
    /// # use axum::http::Method;
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{route, routes};
    /// #[route("/client/any")]
    /// async fn GET() {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let answer = Client::new(routes![GET]).request(Method::TRACE, "/client/any").await.assert_status(405);
    /// assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the path does not begin with `/`, or has what no client can send, such as a space.
    #[track_caller]
    pub fn request(&self, method: Method, path: &str) -> ClientRequest {
        ClientRequest::new(self.clone(), method, path)
    }

    /// The clock of the client.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{Routes, routes};
    /// # use std::time::Duration;
    /// let routes: Routes = routes![];
    /// let client = Client::new(routes);
    /// client.advance(Duration::from_secs(5));
    /// assert_eq!(client.clock().elapsed(), Duration::from_secs(5));
    /// ```
    pub fn clock(&self) -> &ManualClock {
        &self.clock
    }

    /// Lets so much time go by, for stored answers and for cookies.
    pub fn advance(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Waits until nothing runs any more that the requests of this client, its clones and [others](Self::another) have left: answers that are
    /// made anew in the background, and what [`after`](crate::after()) was given. With it, a test needs no pauses.
    ///
    /// An answer that is [read as it comes](ClientRequest::stream) has to be read, or dropped, before: `after` waits for its end. A task of
    /// [`spawn`](crate::spawn) is not waited for, as it may never end; nor is what it gives to `after` later. It waits for 60 seconds at the most,
    /// of tokio's clock: where that is paused, what sleeps longer makes it panic.
    ///
    /// ```
    /// use route_runtime::testing::Client;
    /// use route_runtime::{after, route, routes};
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// static COUNTED: AtomicBool = AtomicBool::new(false);
    ///
    /// #[route("/client/counted")]
    /// async fn GET() {
    ///     after(async { COUNTED.store(true, Ordering::Relaxed) });
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(routes![GET]);
    /// client.get("/client/counted").await.assert_status(200);
    /// client.settle().await;
    /// assert!(COUNTED.load(Ordering::Relaxed));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If something still runs after a minute.
    pub async fn settle(&self) {
        const LIMIT: Duration = Duration::from_secs(60);

        let is_over = tokio::time::timeout(LIMIT, self.pending.ended()).await.is_ok();
        assert!(
            is_over,
            "what the requests have left still runs after {} s\nhelp: read or drop answers that come as a stream; `after` waits for their \
             end",
            LIMIT.as_secs()
        );
    }

    /// The value, decoded, of a cookie that the client has kept; of several of one name, that with the longest path.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let jar = self.jar();
        let value = jar.get(name, self.now())?;
        Some(component::decode(value.as_bytes()).map_or_else(|| value.to_owned(), |decoded| decoded.into_owned()))
    }

    /// Keeps a cookie for all paths of this origin, as if the app had set it; the value is encoded as Next.js does.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{cookies, route, routes};
    /// #[route("/client/theme")]
    /// async fn GET() -> String {
    ///     cookies().get("theme").map_or("none".to_owned(), |theme| theme.into_value())
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = Client::new(routes![GET]);
    /// client.set_cookie("theme", "dark & light");
    /// assert_eq!(client.get("/client/theme").await.text(), "dark & light");
    ///
    /// client.clear_cookies();
    /// assert_eq!(client.get("/client/theme").await.text(), "none");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If no header can carry its name; or if it begins with `__Host-` or `__Secure-`, and the client is neither at `https` nor at `localhost`.
    #[track_caller]
    pub fn set_cookie(&self, name: &str, value: &str) {
        let cookie = Cookie::new(name.to_owned(), value.to_owned()).with_secure(is_trustworthy(&self.origin));
        match http::HeaderValue::try_from(&cookie) {
            Ok(line) => self.jar().receive(&line, &self.origin, self.now()),
            Err(error) => panic!("there is no cookie `{name}`: {error}"),
        }
        assert!(
            self.cookie(name).is_some(),
            "the cookie `{name}` is kept at `https` and at `localhost` alone\nhelp: `Client::new(..).with_origin(\"https://shop.example\")`"
        );
    }

    /// Drops all cookies.
    pub fn clear_cookies(&self) {
        self.jar().clear();
    }

    pub(super) fn router(&self) -> &Router {
        &self.router
    }

    pub(super) fn origin(&self) -> &NextUrl {
        &self.origin
    }

    pub(super) fn pending(&self) -> &Pending {
        &self.pending
    }

    pub(super) fn jar(&self) -> MutexGuard<'_, Jar> {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What time it is, for cookies.
    pub(super) fn now(&self) -> SystemTime {
        SystemTime::now().checked_add(self.clock.elapsed()).unwrap_or_else(SystemTime::now)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("origin", &self.origin.origin()).finish_non_exhaustive()
    }
}

#[track_caller]
fn parse_origin(origin: &str) -> NextUrl {
    match NextUrl::parse(origin) {
        Ok(url) if url.pathname() == "/" && url.search().is_empty() && url.hash().is_empty() => url,
        Ok(_) => panic!("`{origin}` is more than an origin\nhelp: write a scheme and a host, `https://shop.example`"),
        Err(error) => {
            panic!("`{origin}` is no origin: {error}\nhelp: write a scheme and a host, `https://shop.example`")
        }
    }
}
