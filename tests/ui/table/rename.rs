use route_runtime::{route, routes};

#[route("/")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![GET as root].into_router();
}
