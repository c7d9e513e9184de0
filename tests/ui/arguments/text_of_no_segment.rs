use route_runtime::{route, routes};

#[route("/items")]
async fn POST(body: String) -> String {
    body
}

fn main() {
    let _ = POST(String::new());
    let _: axum::Router = routes![POST].into_router();
}
