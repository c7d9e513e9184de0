use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub async fn GET(id: String) -> String {
        id
    }

    pub async fn generate_static_params() -> Vec<Params> {
        Vec::new()
    }
}

fn main() {
    let _ = (items::GET(String::new()), items::generate_static_params());
    let _: axum::Router = routes![items::route].into_router();
}
