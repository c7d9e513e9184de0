use route_runtime::route;

#[route("/items", revalidte = 60)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
