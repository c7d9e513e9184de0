use route_runtime::{NextResponse, route, routes};

#[route("/items")]
async fn GET() -> Option<NextResponse> {
    None
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
