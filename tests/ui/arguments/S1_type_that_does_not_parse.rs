use route_runtime::{route, routes};

struct Sku;

#[route("/items/[sku]")]
async fn GET(sku: Sku) -> &'static str {
    let Sku = sku;
    ""
}

fn main() {
    let _ = GET(Sku);
    let _: axum::Router = routes![GET].into_router();
}
