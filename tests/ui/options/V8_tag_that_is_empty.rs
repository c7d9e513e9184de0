use route_runtime::route;

#[route("/items", revalidate = 60, tags = ["", "a"])]
async fn GET() {}

fn main() {
    let _ = GET;
}
