//! `scope = name` separates two apps in one crate.

use route_runtime::{page, route, routes};

mod admin {
    use route_runtime::{page, route};

    #[route("/items/[id]", scope = admin)]
    pub async fn GET(id: u64) -> String {
        id.to_string()
    }

    #[page("/", scope = admin)]
    pub async fn home() {}
}

#[route("/items/[slug]")]
async fn GET(slug: String) -> String {
    slug
}

#[page("/")]
async fn home() {}

fn main() {
    let _: axum::Router = routes![GET, home].into_router();
    let _: axum::Router = routes![admin::GET, admin::home].into_router();
}
