use route_runtime::route;

#[route("/items/[slug]", dynamic_params = "false")]
async fn GET() {}

fn main() {
    let _ = GET;
}
