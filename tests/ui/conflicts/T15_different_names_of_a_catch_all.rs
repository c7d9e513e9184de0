use route_runtime::{route, routes};

#[route(GET "/files/[...path]")]
async fn read() -> &'static str {
    ""
}

#[route(PUT "/files/[...rest]")]
async fn write() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![read, write].into_router();
}
