use route_runtime::{route, routes};

#[route("/files/[...path]")]
async fn GET(path: String) -> String {
    path
}

fn main() {
    let _ = GET(String::new());
    let _: axum::Router = routes![GET].into_router();
}
