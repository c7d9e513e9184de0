use route_runtime::{route, routes};

mod items {
    use route_runtime::route;

    #[route("/items")]
    pub async fn GET() -> &'static str {
        ""
    }
}

#[route("/")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = items::GET();
    let _: axum::Router = routes![GET, items::*].into_router();
}
