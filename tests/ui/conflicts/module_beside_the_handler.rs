use route_runtime::{route, routes};

mod items {
    pub const LIMIT: usize = 10;
}

#[route(GET "/items")]
async fn items() -> String {
    items::LIMIT.to_string()
}

fn main() {
    let _ = items();
    let _: axum::Router = routes![items].into_router();
}
