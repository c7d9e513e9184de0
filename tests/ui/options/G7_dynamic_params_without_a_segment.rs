use route_runtime::route;

#[route("/items", revalidate = 60, dynamic_params = false)]
async fn GET() {}

fn main() {
    let _ = GET;
}
