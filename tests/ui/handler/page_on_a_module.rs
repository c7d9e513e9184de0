use route_runtime::{page, routes};

#[page("/items")]
mod items {
    pub async fn GET() -> &'static str {
        ""
    }
}

fn main() {
    let _ = items::GET();
    let _: axum::Router = routes![].into_router();
}
