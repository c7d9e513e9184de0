use route_runtime::{route, routes};

#[route("/items")]
mod items {
    pub async fn GET() -> &'static str {
        ""
    }
}

fn main() {
    let _: axum::Router = routes![items::route, items::GET].into_router();
}
