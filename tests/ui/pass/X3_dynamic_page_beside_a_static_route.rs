//! The third row of the documentation's table: `app/[user]/page.js` and `app/api/route.js`.

use route_runtime::{page, route, routes};

#[page("/[user]")]
async fn user(user: String) -> String {
    user
}

#[route("/api")]
async fn GET() -> &'static str {
    "api"
}

fn main() {
    let _: axum::Router = routes![user, GET].into_router();
}
