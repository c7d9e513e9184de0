use route_runtime::route;

#[route("/blog/[...id]/abc")]
async fn GET(id: Vec<String>) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(Vec::new());
}
