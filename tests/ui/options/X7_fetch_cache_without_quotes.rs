use route_runtime::route;

#[route("/items", fetch_cache = only-cache)]
async fn GET() {}

fn main() {
    let _ = GET;
}
