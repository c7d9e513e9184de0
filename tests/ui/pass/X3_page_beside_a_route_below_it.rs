//! The second row of the documentation's table: `app/page.js` and `app/api/route.js`.

use route_runtime::{page, route, routes};

#[page("/")]
async fn home() -> &'static str {
    "home"
}

#[route("/api")]
async fn GET() -> &'static str {
    "api"
}

fn main() {
    let _: axum::Router = routes![home, GET].into_router();
}
