use route_runtime::route;

#[route("/blog/[...id]/[...id2]")]
async fn GET(id: Vec<String>, id2: Vec<String>) -> &'static str {
    let _ = (id, id2);
    ""
}

fn main() {
    let _ = GET(Vec::new(), Vec::new());
}
