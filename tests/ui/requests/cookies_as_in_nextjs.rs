use route_runtime::{NextRequest, route, routes};

#[route("/account")]
async fn GET(req: NextRequest) -> String {
    req.cookies.get("token").is_some().to_string()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
