use route_runtime::route;

#[route("/items", revalidate = true)]
async fn GET() {}

fn main() {
    let _ = GET;
}
