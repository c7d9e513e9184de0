use route_runtime::{route, routes};

mod shop {
    use route_runtime::route;

    #[route("/items/[slug]")]
    pub async fn GET() -> &'static str {
        "shop"
    }
}

#[route("/items/[id]")]
async fn GET() -> &'static str {
    "items"
}

fn main() {
    let _ = (shop::GET(), GET());
    let _: axum::Router = routes![GET].into_router();
}
