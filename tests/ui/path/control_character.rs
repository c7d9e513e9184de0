use route_runtime::route;

#[route("/it\tems")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
