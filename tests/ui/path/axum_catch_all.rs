use route_runtime::route;

#[route("/files/{*rest}")]
async fn GET(rest: Vec<String>) -> &'static str {
    let _ = rest;
    ""
}

fn main() {
    let _ = GET(Vec::new());
}
