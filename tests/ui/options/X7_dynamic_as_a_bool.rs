use route_runtime::route;

#[route("/items", dynamic = true)]
async fn GET() {}

fn main() {
    let _ = GET;
}
