use route_runtime::{NextResponse, route, routes};

struct User;

#[route("/user")]
async fn GET() -> NextResponse {
    NextResponse::json(User)
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
