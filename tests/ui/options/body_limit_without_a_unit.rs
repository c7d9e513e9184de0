use route_runtime::route;

#[route("/items", body_limit = "10")]
async fn POST() -> &'static str {
    ""
}

fn main() {
    let _ = POST();
}
