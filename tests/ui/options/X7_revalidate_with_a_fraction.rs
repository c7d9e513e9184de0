use route_runtime::route;

#[route("/items", revalidate = 60.5)]
async fn GET() {}

fn main() {
    let _ = GET;
}
