use route_runtime::{route, routes};

#[route(GET "/sub")]
async fn sub() -> &'static str {
    ""
}

#[route(POST "/sub/[[...all]]")]
async fn all() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![sub, all].into_router();
}
