use route_runtime::route;

#[route("/items", dynamic = force-static)]
async fn GET() {}

fn main() {
    let _ = GET;
}
