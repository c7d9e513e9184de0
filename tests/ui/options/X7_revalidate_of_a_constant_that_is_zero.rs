use route_runtime::route;

const SECONDS: u64 = 0;

#[route("/items", revalidate = SECONDS)]
async fn GET() {}

fn main() {
    let _ = GET;
}
