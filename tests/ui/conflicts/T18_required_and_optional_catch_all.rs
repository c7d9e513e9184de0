use route_runtime::{route, routes};

#[route(GET "/[...one]")]
async fn required() -> &'static str {
    ""
}

#[route(GET "/[[...one]]")]
async fn optional() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![required, optional].into_router();
}
