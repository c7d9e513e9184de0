use route_runtime::{route, routes};

#[route("/items")]
mod items {
    use route_runtime::route;

    #[route("/items")]
    pub async fn GET() -> &'static str {
        ""
    }
}

fn main() {
    let _ = items::GET();
    let _: axum::Router = routes![items::route].into_router();
}
