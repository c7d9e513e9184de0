//! The handlers of the Next.js documents on Route Handlers, one after the other, each with its twin in Rust.
//!
//! A module is a heading of the documents. Its handlers stand below their TypeScript, and their paths below a folder of the module's
//! name: what is `app/items/route.ts` under the heading Caching is `/caching/items` here, so that all of them are one app.
//!
//! The documents are
//!
//! * **13**: Next.js 13 docs, Routing, of which only the headings are known
//! * **14**: Next.js 14 docs, Routing
//! * **15**: Next.js 15 docs, Routing
//! * **15 start**: Next.js 15 docs, Getting started: Route Handlers and Middleware
//! * **16**: Next.js 16 docs, Getting started: Route Handlers
//!
//! | heading | module | documents | remark |
//! | --- | --- | --- | --- |
//! | Convention | [`convention`] | all | `force-dynamic` is how every handler runs |
//! | Supported HTTP Methods | [`supported_http_methods`] | 14, 15, 15 start, 16 | 405 comes with `Allow` |
//! | Extended `NextRequest` and `NextResponse` APIs | [`extended_apis`] | all, 13 below Convention | the documents have no example |
//! | Behavior | | 13, 14, 15 | a title for the three below |
//! | Caching | [`caching`] | all | |
//! | Special Route Handlers | | 15, 15 start, 16 | no example, and no types for these files yet; any handler can answer what they do, as in [`non_ui_responses`] |
//! | Route Resolution | [`route_resolution`] | all | the conflict is a compile error |
//! | Examples | | 13, 14, 15 | a title for those below |
//! | Revalidating Cached Data | [`revalidating_cached_data`] | 13, 14, 15 | |
//! | Cookies | [`cookies`] | 14, 15 | |
//! | Headers | [`headers`] | 14, 15 | |
//! | Redirects | [`redirects`] | 14, 15 | |
//! | Dynamic Route Segments | [`dynamic_route_segments`] | 13, 14, 15 | |
//! | URL Query Parameters | [`url_query_parameters`] | 14, 15 | |
//! | Streaming | [`streaming`] | 13, 14, 15 | |
//! | Request Body | [`request_body`] | 13, 14, 15 | malformed JSON is 400 |
//! | Request Body FormData | [`request_body_form_data`] | 13, 14, 15 | and the typed form that `zod-form-data` stands for |
//! | CORS | [`cors`] | 13, 14, 15 | and the preflight |
//! | Webhooks | [`webhooks`] | 14, 15 | and one that revalidates |
//! | Non-UI Responses | [`non_ui_responses`] | 13, 14, 15 | |
//! | Segment Config Options | [`segment_config_options`] | 13, 14, 15 | |
//! | Opting out of caching | [`opting_out_of_caching`] | 13, 14 | nothing is cached without being asked for |
//! | Dynamic Functions | [`dynamic_functions`] | 13, 14 | |
//! | Edge and Node.js Runtimes | [`edge_and_nodejs_runtimes`] | 13, 14 | kept as data |
//! | With Cache Components | [`with_cache_components`] | 16 | nothing is made at build time |
//! | Route Context Helper | [`route_context_helper`] | 16 | |
//! | Middleware: Use cases, Convention, Example | [`middleware`] | 15 start | |
//! | API Reference | | 14, 15, 15 start | links |
//!
//! `cargo run -p next-docs` serves it.

pub mod caching;
pub mod convention;
pub mod cookies;
pub mod cors;
pub mod dynamic_functions;
pub mod dynamic_route_segments;
pub mod edge_and_nodejs_runtimes;
pub mod extended_apis;
pub mod headers;
pub mod middleware;
pub mod non_ui_responses;
pub mod offline;
pub mod opting_out_of_caching;
pub mod redirects;
pub mod request_body;
pub mod request_body_form_data;
pub mod revalidating_cached_data;
pub mod route_context_helper;
pub mod route_resolution;
pub mod segment_config_options;
pub mod streaming;
pub mod supported_http_methods;
mod upstream;
pub mod url_query_parameters;
pub mod webhooks;
pub mod with_cache_components;

pub use upstream::Upstream;

use axum::Router;
use route_runtime::{App, Cache, Routes, routes};

/// Every handler, in the order of the headings.
pub fn routes() -> Routes<Upstream> {
    routes![
        convention::GET,
        supported_http_methods::{all::route, GET},
        extended_apis::GET,
        caching::GET,
        route_resolution::{page, user, POST},
        revalidating_cached_data::{one_fetch, whole_route},
        cookies::{POST, set_cookie, of_the_request},
        headers::{referer, of_the_request},
        redirects::GET,
        dynamic_route_segments::GET,
        url_query_parameters::GET,
        streaming::{POST, GET},
        request_body::POST,
        request_body_form_data::{POST, signup},
        cors::api::route,
        webhooks::{POST, posts, revalidate},
        non_ui_responses::GET,
        segment_config_options::GET,
        opting_out_of_caching::{GET, POST, time},
        dynamic_functions::GET,
        edge_and_nodejs_runtimes::{edge, nodejs},
        with_cache_components::{project_info, random_number, user_agent, products},
        route_context_helper::{users::route, lines::route},
        middleware::home,
    ]
}

/// The whole app: the handlers, the middleware before them, and the cache for what is stored.
pub fn app(upstream: Upstream, cache: impl Into<Cache>) -> Router {
    App::new(routes()).cache(cache).middleware(middleware::middleware).with_state(upstream).into_router()
}
