use route_runtime::route;

#[route(GET "/items")]
pub async fn old() -> &'static str {
    "old"
}

#[route(GET "/items")]
pub async fn new() -> &'static str {
    "new"
}

fn main() {}
