use route_runtime::route;

#[route("/items", crate = my_framework::route_runtime)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
