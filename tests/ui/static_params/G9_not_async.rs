use route_runtime::{route, routes};

#[route("/items/[slug]")]
mod items {
    pub async fn GET(_: Params) {}

    pub fn generate_static_params() -> Vec<Params> {
        Vec::new()
    }
}

fn main() {
    let _: axum::Router = routes![items::route].into_router();
}
