use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    use route_runtime::NextRequest;

    pub async fn GET(_: NextRequest, _: Params) {}

    pub async fn POST(_: NextRequest) {}

    pub async fn generate_static_params() -> Vec<Params> {
        Vec::new()
    }
}

fn main() {
    let _: axum::Router = routes![items::route].into_router();
}
