use route_runtime::route;

#[route("/items", fetch_cache = "no-store")]
async fn GET() {}

fn main() {
    let _ = GET;
}
