use route_runtime::{route, routes};

#[route(GET "/items")]
#[route(GET "/things")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
    let _: axum::Router = routes![items].into_router();
}
