use route_runtime::{NextResponse, Result, route, routes};

#[route("/")]
async fn GET() -> Result {
    Ok(NextResponse::rewrite("/about"))
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
