use route_runtime::{route, routes};

struct Name;

#[route("/files/[...path]")]
async fn GET(path: Vec<Name>) -> String {
    path.len().to_string()
}

fn main() {
    let _ = GET(vec![Name]);
    let _: axum::Router = routes![GET].into_router();
}
