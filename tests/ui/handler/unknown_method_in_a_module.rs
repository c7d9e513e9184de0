use route_runtime::{route, routes};

#[route("/items")]
mod items {
    pub async fn GET() -> &'static str {
        ""
    }

    pub async fn PURGE() -> &'static str {
        ""
    }
}

fn main() {
    let _ = (items::GET(), items::PURGE());
    let _: axum::Router = routes![items::route].into_router();
}
