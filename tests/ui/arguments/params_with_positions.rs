use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub struct Params(pub u64);

    pub async fn GET(Params(id): Params) -> String {
        id.to_string()
    }
}

fn main() {
    let _ = items::GET(items::Params(1));
    let _: axum::Router = routes![items::route].into_router();
}
