//! Nothing of an expansion relies on what is in scope.
#![allow(dead_code, unused_macros)]

use route_runtime::{page, route, routes};

struct Result;
struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct String;
struct Vec;
struct Box;
struct Send;
struct Clone;
struct Default;
struct Iterator;
struct IntoIterator;
struct Into;
struct From;
struct Future;
struct Response;
struct Route;
struct Routes;
struct Segment;
struct RouteInfo;

mod core {}
mod std {}
mod axum {}
mod alloc {}
mod serde {}

macro_rules! panic { () => {}; }
macro_rules! file { () => {}; }
macro_rules! line { () => {}; }
macro_rules! assert { () => {}; }

#[route("/[id]/[[...rest]]")]
async fn GET(id: ::std::string::String) -> ::std::string::String {
    id
}

#[route("/items/[slug]/[...path]")]
mod items {
    pub struct Result;
    pub struct Option;
    pub struct String;
    pub struct Vec;
    pub mod core {}
    pub mod std {}
    pub mod serde {}

    pub async fn GET(Params { slug, path }: Params) -> ::std::string::String {
        let _ = path;
        slug
    }
}

#[page("/")]
async fn home() {}

fn main() {
    let _: ::axum::Router = routes![GET, items::route, home].into_router();
}
