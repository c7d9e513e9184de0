use route_runtime::route;

#[route("/items", revalidate = 60)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
