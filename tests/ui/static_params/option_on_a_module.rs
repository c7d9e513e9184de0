use route_runtime::{route, routes};

#[route("/items/[slug]", generate_static_params = all)]
mod items {
    pub async fn GET(_: Params) {}

    async fn all() -> Vec<Params> {
        Vec::new()
    }
}

fn main() {
    let _: axum::Router = routes![items::route].into_router();
}
