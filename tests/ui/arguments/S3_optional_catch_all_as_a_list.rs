use route_runtime::{route, routes};

#[route("/files/[[...path]]")]
async fn GET(path: Vec<String>) -> String {
    path.concat()
}

fn main() {
    let _ = GET(Vec::new());
    let _: axum::Router = routes![GET].into_router();
}
