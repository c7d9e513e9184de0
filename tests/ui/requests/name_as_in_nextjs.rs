use route_runtime::{NextRequest, route, routes};

#[route("/search")]
async fn GET(req: NextRequest) -> String {
    req.nextUrl().pathname().to_owned()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
