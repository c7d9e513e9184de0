use route_runtime::route;

#[route("/items", revalidate = "1h")]
async fn GET() {}

fn main() {
    let _ = GET;
}
