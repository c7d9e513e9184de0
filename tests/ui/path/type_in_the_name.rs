use route_runtime::route;

#[route("/items/[id:u64]")]
async fn GET(id: u64) -> &'static str {
    let _ = id;
    ""
}

fn main() {
    let _ = GET(0);
}
