use route_runtime::route;

#[route("/items", dynamic = "sometimes")]
async fn GET() {}

fn main() {
    let _ = GET;
}
