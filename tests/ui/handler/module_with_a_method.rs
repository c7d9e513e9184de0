use route_runtime::{route, routes};

#[route(GET "/items")]
mod items {
    pub async fn GET() -> &'static str {
        ""
    }
}

fn main() {
    let _ = items::GET();
    let _: axum::Router = routes![items::route].into_router();
}
