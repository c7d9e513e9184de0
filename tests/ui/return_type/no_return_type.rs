use route_runtime::{NextResponse, route, routes};

#[route("/items")]
async fn GET() {
    NextResponse::json(7)
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
