use route_runtime::{route, routes};

#[route(GET "/[[...all]]")]
async fn all() -> &'static str {
    ""
}

#[route(GET "/")]
async fn root() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![all, root].into_router();
}
