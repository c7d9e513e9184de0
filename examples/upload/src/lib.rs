#![doc = include_str!("../README.md")]

mod disposition;
mod file_name;
mod files;
mod flash;
mod folder;
mod home;
mod signup;
mod upload;
mod view;

pub use folder::Folder;

use axum::Router;
use route_runtime::{Routes, routes};

/// Every handler of the app.
pub fn routes() -> Routes<Folder> {
    routes![home::home, upload::POST, files::{list, GET}, signup::routes::route]
}

/// The whole app, with the folder that it fills.
pub fn app(folder: Folder) -> Router {
    routes().into_router().with_state(folder)
}
