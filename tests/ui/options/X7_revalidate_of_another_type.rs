use route_runtime::route;

const SECONDS: u32 = 60;

#[route("/items", revalidate = SECONDS)]
async fn GET() {}

fn main() {
    let _ = GET;
}
