use route_runtime::route;

#[route("/items", dynamic = "error", revalidate = 0)]
async fn GET() {}

fn main() {
    let _ = GET;
}
