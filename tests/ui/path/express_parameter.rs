use route_runtime::route;

#[route("/items/:id")]
async fn GET(id: String) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(String::new());
}
