//! A small API that shows Next.js Route Handlers on axum. Each module is one folder of Next's `app`:
//!
//! | module | paths | what it shows |
//! | --- | --- | --- |
//! | `home`, `try_it` | `/`, `/try` | a page that lists the routes, with a form to try each |
//! | `items` | `/items`, `/items/[slug]` | dynamic segments, JSON, state, errors |
//! | `search` | `/search` | the query |
//! | `files` | `/files/[...path]` | a catch-all |
//! | `docs` | `/docs/[[...slug]]`, `/manual/[...slug]` | an optional catch-all, a module with `Params`, a redirect |
//! | `webhooks` | `/webhooks/github` | the raw body, a signature |
//! | `stream` | `/stream` | a body that comes in pieces |
//! | `legacy` | `/legacy/health` | an axum router that was there before |
//!
//! `cargo run -p showcase` serves it; the README of the repository has a session with `curl`.

mod db;
mod docs;
mod files;
mod home;
mod items;
mod legacy;
mod samples;
mod search;
mod state;
mod stream;
mod try_it;
mod view;
mod webhooks;

pub use state::{AppState, WebhookSecret};

use axum::{Extension, Router};
use route_runtime::{Routes, routes};

/// Every handler of the app. The compiler refuses two that answer the same requests.
pub fn routes() -> Routes<AppState> {
    routes![
        home::home,
        try_it::routes::route,
        items::{GET, POST, slug::{GET, PUT, DELETE}},
        search::GET,
        files::GET,
        docs::{pages::route, moved},
        webhooks::github,
        stream::GET,
    ]
}

/// The whole app: our routes, and an axum router with state and layers of its own.
pub fn app(state: AppState) -> Router {
    let api: Router = Router::new().merge(routes()).with_state(state);
    api.clone().layer(Extension(try_it::Api(api))).merge(legacy::router())
}

/// Compiles and runs the Rust code of the README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
