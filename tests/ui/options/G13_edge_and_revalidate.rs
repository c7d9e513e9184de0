use route_runtime::route;

#[route("/items", runtime = "edge", revalidate = 60)]
async fn GET() {}

fn main() {
    let _ = GET;
}
