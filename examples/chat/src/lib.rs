#![doc = include_str!("../README.md")]

mod api;
mod home;
mod model;
mod stats;

pub use model::Model;

use axum::Router;
use route_runtime::{Routes, routes};

/// Every handler of the app.
pub fn routes() -> Routes<Model> {
    routes![home::home, api::chat::POST, api::events::GET, api::stats::GET]
}

/// The whole app, with the model that answers.
pub fn app(model: Model) -> Router {
    routes().into_router().with_state(model)
}
