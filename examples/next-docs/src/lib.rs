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
//! Which heading of which document is which module, and where Rust does otherwise, is told by the table of the guide [coming from
//! Next.js](route_runtime::guide::coming_from_next), whose rows a test compares with the documents' headings and with this crate.
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
pub mod special_route_handlers;
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
        convention::{GET, dynamic},
        supported_http_methods::{all::route, GET},
        extended_apis::GET,
        caching::GET,
        special_route_handlers::{sitemap, opengraph_image, icon, manifest, robots},
        route_resolution::{page, user, POST},
        revalidating_cached_data::{one_fetch, whole_route},
        cookies::{POST, set_cookie, of_the_request},
        headers::{referer, of_the_request},
        redirects::GET,
        dynamic_route_segments::GET,
        url_query_parameters::GET,
        streaming::{POST, ai, GET},
        request_body::POST,
        request_body_form_data::{POST, signup},
        cors::api::route,
        webhooks::{POST, posts, revalidate},
        non_ui_responses::{GET, without_a_type},
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
