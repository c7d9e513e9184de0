use route_runtime::route;

#[route(concat!("/items", "/new"))]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
