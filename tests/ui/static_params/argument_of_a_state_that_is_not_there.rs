use route_runtime::{route, routes};

#[route("/items/[slug]")]
mod items {
    pub async fn GET(_: Params) {}

    pub async fn generate_static_params(_: axum::extract::State<String>) -> Vec<Params> {
        Vec::new()
    }
}

fn main() {
    let _: axum::Router = routes![items::route].into_router();
}
