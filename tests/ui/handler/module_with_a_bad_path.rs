use route_runtime::{route, routes};

#[route("/items/[id")]
mod items {
    pub async fn GET(id: String) -> String {
        id
    }
}

fn main() {
    let _ = items::GET(String::new());
    let _: axum::Router = routes![items::route, items::GET].into_router();
}
