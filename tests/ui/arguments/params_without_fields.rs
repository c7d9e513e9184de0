use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub struct Params;

    pub async fn GET(Params: Params) -> &'static str {
        ""
    }
}

fn main() {
    let _ = items::GET(items::Params);
    let _: axum::Router = routes![items::route].into_router();
}
