use route_runtime::{NextResponse, route, routes};

#[route("/")]
async fn GET() -> NextResponse {
    NextResponse::stream(futures_util::stream::iter([1, 2, 3]))
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
