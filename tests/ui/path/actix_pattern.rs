use route_runtime::route;

#[route("/items/{id:[0-9]+}")]
async fn GET(id: String) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(String::new());
}
