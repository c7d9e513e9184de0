use route_runtime::route;

#[route("/items")]
async fn TRACE() -> &'static str {
    ""
}

fn main() {
    let _ = TRACE();
}
