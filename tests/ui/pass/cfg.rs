//! What is configured away is away: the function, its route, its claim.

use route_runtime::{page, route, routes};

#[cfg(any())]
#[route(GET "/above")]
async fn above(missing: Missing) {}

#[route(GET "/below")]
#[cfg(any())]
async fn below(missing: Missing) {}

#[route(GET "/above")]
#[cfg(all())]
async fn one() -> &'static str {
    "one"
}

#[cfg(all())]
#[route(GET "/below")]
async fn other() -> &'static str {
    "other"
}

#[cfg_attr(all(), route(GET "/conditional"))]
async fn conditional() -> &'static str {
    "conditional"
}

#[route("/items/[id]")]
mod items {
    #[cfg(all())]
    pub async fn GET(id: u64) -> String {
        id.to_string()
    }

    #[cfg(any())]
    pub async fn PUT(missing: Missing) {}

    #[cfg(any())]
    #[cfg(all())]
    pub async fn POST(missing: Missing) {}
}

#[cfg(any())]
#[route("/absent")]
mod absent {
    pub async fn GET(missing: Missing) {}
}

#[page("/home")]
#[cfg(all())]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let routes = routes![one, other, conditional, items::route, home];
    assert_eq!(routes.routes().count(), 5);
    let _: axum::Router = routes.into_router();
}
