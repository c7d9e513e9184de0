use route_runtime::route;

#[route("/items", dynamic = "force-statc")]
async fn GET() {}

fn main() {
    let _ = GET;
}
