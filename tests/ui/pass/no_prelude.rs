#![no_implicit_prelude]

use ::route_runtime::{page, route, routes};

#[route("/[id]/[[...rest]]", max_duration = 5, body_limit = "1kb", preferred_region = ["fra1"])]
async fn GET(id: ::std::string::String, rest: ::std::option::Option<::std::vec::Vec<u8>>) -> ::std::string::String {
    let _ = rest;
    id
}

#[route("/items/[slug]/[...path]")]
mod items {
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
