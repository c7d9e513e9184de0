use route_runtime::{NextRequest, NextResponse, route, routes};

#[route("/items")]
async fn POST(mut req: NextRequest) -> NextResponse {
    NextResponse::new(req.text().await?)
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
