//! Next.js Route Handlers for axum.
//!
//! ```standalone_crate
//! use route_runtime::{page, routes};
//!
//! #[page("/")]
//! async fn home() -> &'static str {
//!     "Hello"
//! }
//!
//! mod items {
//!     use route_runtime::{NextRequest, NextResponse, Result, route};
//!
//!     #[route("/items/[slug]")]
//!     pub async fn GET(slug: String) -> NextResponse {
//!         NextResponse::json(&slug)
//!     }
//!
//!     #[route("/items/[slug]")]
//!     pub async fn PUT(mut req: NextRequest, slug: String) -> Result {
//!         let tags: Vec<String> = req.json().await?;
//!         Ok(NextResponse::json(&(slug, tags)).with_status(201))
//!     }
//! }
//!
//! let app: axum::Router = routes![home, items::{GET, PUT}].into_router();
//! ```
//!
//! * [`#[route]`](macro@route) and [`#[page]`](macro@page) are the attributes: paths, arguments, options, and what the compiler
//!   refuses.
//! * [`routes!`] makes [`Routes`], and those an ordinary `axum::Router<S>`, with your state, layers and host routes.
//! * [`NextRequest`] and [`NextResponse`] have the names that Next.js developers know; every axum extractor and response works
//!   beside them.
//! * [`RouteError`] and [`Result`] make `?` work in a handler; [`redirect`](redirect()), [`not_found`] and their like say what to answer.
//! * [`cookies`](cookies()), [`headers`](headers()), [`draft_mode`](draft_mode()), [`after`](after()) and [`spawn`] work in any function
//!   below a handler.
//! * [`Sitemap`], [`Robots`] and [`Manifest`] are the answers of special routes.
//!
//! The [`guide`] goes through all of it, a page for each subject, with [one](guide::coming_from_next) for those who come from Next.js and
//! [one](guide::coming_from_axum) for those who have an axum app.
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `chrono`, `jiff`, `time` | dates of these crates in a [`Sitemap`] |
//! | `fetch` | `fetch`, a client whose answers are cached as the route and the call say, with TLS by rustls |
//! | `fetch-no-tls` | the same without TLS, or with the one that a feature of [reqwest](https://docs.rs/reqwest) brings |
//! | `garde` | `validate`, for types with the derive of the crate [garde](https://docs.rs/garde): 422 with the fields that are wrong |
//! | `matcher-regex` | regexes in the sources of redirects, rewrites, header rules and matchers, and in the values of conditions |
//! | `progress` (default) | a bar on the terminal while [`App::prerender`] runs |
//! | `redis` | `RedisStore`, which makes one cache of many processes, in Redis or Valkey |
//! | `og` | `ImageResponse` and the module `og`: boxes, text and images to PNG, for social cards |
//! | `serve` (default) | [`serve`](serve()) and [`Server`], a whole server: limits, signals, an orderly end |
//! | `start` (default) | [`App::start`]: a port and a log for programs that are tried out |
//! | `user-agent` | `user_agent`, the browser, system and device behind a `User-Agent` |

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod app;
mod body;
mod cache;
mod component;
mod context;
mod control_flow;
mod cookies;
mod error;
mod failure;
mod fields;
mod form_data;
pub mod guide;
mod handler;
mod integrations;
mod is_bot;
mod location;
mod message;
mod next_url;
mod observe;
mod once;
mod panic;
mod pattern;
mod pending;
mod prerender;
mod problem;
mod readable;
mod request;
mod response;
mod route;
pub mod route_manifest;
mod router;
mod routes;
mod search_params;
#[cfg(feature = "serve")]
mod serve;
mod special;
mod table;
pub mod testing;
mod url;
mod validation;

pub use app::{
    App, AppError, ClientIp, Condition, HeaderRule, InvalidProxy, Middleware, MissingClientIp, PublicUrl,
    PublicUrlError, Redirect, RequestError, Rewrite, Rewrites, RuleError, TrailingSlash, TrustedProxies,
};
pub use body::{BodyError, BodyStream};
pub use cache::{
    AlreadyInstalled, Cache, CacheEntry, CacheStore, CachedResponse, CachedValue, Found, Freshness, IntoLife,
    InvalidEntry, Life, Lifetimes, Lookup, MemoryStore, RevalidateError, StaticTag, StoreError, StoreFuture,
    StoreInstant, Tag, TagInstants, UnknownLife, cache_life, cache_tag, revalidate_path, revalidate_tag,
};
pub use context::{
    AbortSignal, AfterOutcome, ContextError, DraftMode, DraftSecretError, Headers, after, connection, draft_mode,
    headers, set_draft_secret, spawn, try_headers, wait_for_after,
};
pub use control_flow::{forbidden, not_found, permanent_redirect, redirect, unauthorized};
pub use cookies::{
    Cookie, Cookies, InvalidCookie, Priority, RequestCookies, RequestCookiesMut, ResponseCookies, ResponseCookiesMut,
    SameSite, cookies, try_cookies,
};
pub use error::{Result, RouteError};
pub use form_data::{File, FormData, FormError, FormPart, FormParts, FormValue};
pub use handler::{AssumeStatic, StaticSafe};
#[cfg(feature = "fetch-no-tls")]
pub use integrations::fetch::{Fetch, FetchBody, FetchClientError, FetchError, FetchResponse, fetch, set_fetch_client};
#[cfg(feature = "garde")]
pub use integrations::garde::validate;
#[cfg(feature = "og")]
pub use integrations::og::{self, ImageResponse};
#[cfg(feature = "redis")]
pub use integrations::redis::RedisStore;
#[cfg(feature = "user-agent")]
pub use integrations::user_agent::{self, UserAgent, user_agent};
pub use is_bot::is_bot;
pub use next_url::{NextUrl, UrlParseError};
pub use pattern::{MissingRoutePattern, RoutePattern};
pub use prerender::{Prerender, PrerenderError, PrerenderFailure, Prerendered};
pub use request::{InvalidRequest, NextRequest, NextRequestBuilder};
pub use response::{MiddlewareNext, NextResponse, ResponseBody, StreamChunk};
pub use route::{Config, Dynamic, FetchCache, Revalidate, RouteInfo, RouteKind, Segment, SegmentKind};
pub use route_macros::{app_dir, cached, middleware, page, proxy, route};
pub use route_manifest::RouteManifest;
pub use routes::{RouteConflict, Routes};
pub use search_params::{QueryError, SearchParams};
#[cfg(feature = "serve")]
pub use serve::{BoundServer, Server, serve};
pub use special::ImageMetadata;
pub use special::manifest::{self, Manifest};
pub use special::robots::{self, Robots, RobotsRule};
pub use special::sitemap::{self, Sitemap, SitemapUrl};
pub use url::UrlError;
pub use validation::ValidationError;

/// Lists handlers, and makes the [`Routes`] that hold them.
///
/// ```standalone_crate
/// use route_runtime::{page, route, routes};
///
/// #[page("/")]
/// async fn home() -> &'static str { "home" }
///
/// mod items {
///     use route_runtime::route;
///
///     #[route("/items")]
///     pub async fn GET() -> &'static str { "items" }
///
///     #[route("/items")]
///     pub async fn POST() -> &'static str { "made" }
/// }
///
/// #[route("/posts/[slug]")]
/// mod posts {
///     pub async fn GET(slug: String) -> String { slug }
/// }
///
/// let app: axum::Router = routes![home, items::{GET, POST}, posts::route].into_router();
/// ```
///
/// # Grammar
///
/// ```text
/// routes![ [element [, element]* [,]] ]
///
/// element    path::to::handler, path::to::module::route, path::{element, ..}
/// ```
///
/// An element is the path of a handler with [`#[route]`](macro@route) or [`#[page]`](macro@page), or `module::route` for a module with
/// `#[route]`. Braces work as in a `use`. The macro has no options: what a route is, its attribute says. Where an app has many routes, each
/// module lists its own, and [`Routes::merge`] unites the tables:
///
/// ```
/// mod invoices {
///     use route_runtime::{Routes, route, routes};
///
///     #[route("/invoices/[id]")]
///     pub async fn GET(id: u32) -> String { format!("invoice {id}") }
///
///     pub fn routes() -> Routes { routes![GET] }
/// }
///
/// mod customers {
///     use route_runtime::{Routes, route, routes};
///
///     #[route("/customers/[id]")]
///     pub async fn GET(id: u32) -> String { format!("customer {id}") }
///
///     pub fn routes() -> Routes { routes![GET] }
/// }
///
/// let routes = invoices::routes().merge(customers::routes());
/// assert_eq!(routes.routes().len(), 2);
/// let app: axum::Router = routes.into_router();
/// ```
///
/// An [`#[app_dir]`](macro@app_dir) makes the list of the files of a directory.
///
/// # What comes out
///
/// An expression of the type [`Routes<S>`](Routes), with the state that the handlers ask for, and constants, which the compiler looks at. In
/// short:
///
/// ```text
/// {
///     const TABLE: &[&[&RouteInfo]] = &[home::ROUTES, items::GET::ROUTES, items::POST::ROUTES, posts::route::ROUTES];
///     const CLASHES: &Clashes<{ len(TABLE) }> = &clashes(TABLE);
///     const _: () = refuse(TABLE, CLASHES, 0); // one for each element, with its span
///     ..
///     let mut routes = Routes::new();
///     home::mount_all(&mut routes);
///     ..
///     routes
/// }
/// ```
///
/// # What is refused
///
/// The compiler checks the whole list, also where the routes come from several crates: one method twice on one path, a page
/// beside a route, different names for one dynamic segment (T15), a required beside an optional catch-all (T18, T19), an optional
/// catch-all below a path with a handler of its own (T20).
///
/// ```compile_fail
/// # use route_runtime::{route, routes};
/// mod posts {
///     # use route_runtime::route;
///     #[route("/posts/[id]")]
///     pub async fn GET(id: u64) -> String { id.to_string() }
/// }
/// mod comments {
///     # use route_runtime::route;
///     #[route("/posts/[post]/comments")]
///     pub async fn GET(post: u64) -> String { post.to_string() }
/// }
///
/// // different names for one dynamic segment, `[id]` and `[post]`
/// let app: axum::Router = routes![posts::GET, comments::GET].into_router();
/// ```
///
/// So is an element that is no handler: a function without an attribute, a module (list its `route`), a call, a string, `items::*`. A handler
/// that no table lists is rustc's warning `dead_code`, with its name.
///
/// # Differences from Next.js
///
/// There, the files are the list. Here a route is mounted by being listed, so that two apps in one crate can have different routes, and what is
/// not listed is told as unused; `#[app_dir]` is for who wants the files to say it.
#[macro_export]
macro_rules! routes {
    ($($routes:tt)*) => { $crate::__private::routes!{ $crate; $($routes)* } };
}
