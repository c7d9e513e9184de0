use route_runtime::route;

#[route("/items/[user.id]")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
