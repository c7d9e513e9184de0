use route_runtime::route;

#[route("/items", dynamic = "statc", revalidate = "often", tags = ["", 1], fetch_cach = "auto")]
async fn GET() {}

fn main() {
    let _ = GET;
}
