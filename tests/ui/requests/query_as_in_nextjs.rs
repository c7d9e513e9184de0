use route_runtime::{NextRequest, route, routes};

#[route("/search")]
async fn GET(req: NextRequest) -> String {
    req.next_url.search_params.get("q").is_some().to_string()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
