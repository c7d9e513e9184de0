use route_runtime::route;

#[route("/items", tags = ["posts"])]
async fn GET() {}

fn main() {
    let _ = GET;
}
