use route_runtime::route;

#[route("/blog/[id]/comments/[id]")]
async fn GET(id: String) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(String::new());
}
