use route_runtime::{route, routes};

#[route("/items")]
mod items {
    pub async fn get() -> &'static str {
        ""
    }
}

fn main() {
    let _ = items::get();
    let _: axum::Router = routes![items::route].into_router();
}
