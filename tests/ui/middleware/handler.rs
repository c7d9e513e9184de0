use route_runtime::{App, route, routes};

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = App::new(routes![GET]).middleware(GET).into_router();
}
