use route_runtime::route;

#[route("/items/[slug]", revalidate = 60, dynamic_params = false)]
async fn GET() {}

fn main() {
    let _ = GET;
}
