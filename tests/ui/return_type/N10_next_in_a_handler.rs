use route_runtime::{MiddlewareNext, NextResponse, route, routes};

#[route("/")]
async fn GET() -> MiddlewareNext {
    NextResponse::next()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
