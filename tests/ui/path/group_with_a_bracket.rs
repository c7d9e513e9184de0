use route_runtime::route;

#[route("/([id])/items")]
async fn GET(id: String) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(String::new());
}
