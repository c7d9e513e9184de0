use route_runtime::route;

#[route("/items", dynamic = force-dynamic)]
async fn GET() {}

fn main() {
    let _ = GET;
}
