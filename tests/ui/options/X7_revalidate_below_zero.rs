use route_runtime::route;

#[route("/items", revalidate = -1)]
async fn GET() {}

fn main() {
    let _ = GET;
}
