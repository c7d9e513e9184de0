#![doc = include_str!("../README.md")]

mod account;
pub mod cors;
mod limit;
mod next_config;
mod request_id;
mod variants;
mod visits;

pub use limit::Limits;
pub use visits::Visits;

use axum::extract::FromRef;
use route_runtime::{App, routes};

/// What the middleware remember from request to request.
#[derive(Clone)]
pub struct AppState {
    /// How many requests each client has left.
    pub limits: Limits,
    /// Where visits are told.
    pub visits: Visits,
}

impl FromRef<AppState> for Limits {
    fn from_ref(state: &AppState) -> Self {
        state.limits.clone()
    }
}

impl FromRef<AppState> for Visits {
    fn from_ref(state: &AppState) -> Self {
        state.visits.clone()
    }
}

/// The whole app. The middleware run in this order, each for what it matches.
///
/// That of CORS comes before the limit, because the answer of a middleware has the headers of those before it: a script may read that
/// it asks too often.
pub fn app() -> App<AppState> {
    let routes = routes![
        account::{account, login, POST},
        request_id::GET,
        limit::POST,
        variants::home,
        next_config::{news, some_page, somewhere_else, old_site},
    ];
    next_config::apply(App::new(routes))
        .merge(cors::some_routes())
        .middleware(visits::tell)
        .middleware(cors::cors)
        .middleware(limit::limit)
        .middleware(request_id::request_id)
        .middleware(account::guard)
        .middleware(variants::choose)
}
