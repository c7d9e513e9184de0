use route_runtime::route;

#[route(PUT "/items")]
async fn POST() -> &'static str {
    ""
}

fn main() {
    let _ = POST();
}
