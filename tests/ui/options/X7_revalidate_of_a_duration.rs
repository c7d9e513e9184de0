use route_runtime::route;
use std::time::Duration;

#[route("/items", revalidate = Duration::from_secs(60))]
async fn GET() {}

fn main() {
    let _ = GET;
}
