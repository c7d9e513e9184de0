use route_runtime::{route, routes};

#[route("/items")]
mod items {
    pub const LIMIT: usize = 10;

    pub async fn list() {}
}

fn main() {
    let _ = (items::LIMIT, items::list());
    let _: axum::Router = routes![items::route].into_router();
}
