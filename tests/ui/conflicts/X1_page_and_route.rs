// The first row of the documentation's table: `app/page.js` and `app/route.js`.
use route_runtime::{page, route, routes};

#[page("/")]
async fn home() -> &'static str {
    "home"
}

#[route("/")]
async fn GET() -> &'static str {
    "route"
}

fn main() {
    let _ = (home(), GET());
    let _: axum::Router = routes![home].into_router();
}
