use route_runtime::{route, routes};

#[route("GET", "/items", max_duration = 30)]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![items].into_router();
}
