use route_runtime::route;

#[route("/blog/[id]/[...id]")]
async fn GET(id: String) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(String::new());
}
