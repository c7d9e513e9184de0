use route_runtime::{route, routes};

pub struct GET {
    pub id: u64,
}

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
