use route_runtime::{page, route};

#[route("/items")]
pub async fn DELETE() -> &'static str {
    "route"
}

#[page("/items")]
pub async fn items() -> &'static str {
    "page"
}

fn main() {
    let _ = (DELETE(), items());
}
