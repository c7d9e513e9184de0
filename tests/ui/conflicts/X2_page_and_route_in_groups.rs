use route_runtime::{page, route};

#[page("/(a)/items")]
pub async fn items() -> &'static str {
    "page"
}

#[route(GET "/(b)/items")]
pub async fn list() -> &'static str {
    "route"
}

fn main() {
    let _ = (items(), list());
}
