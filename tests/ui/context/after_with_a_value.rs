use route_runtime::{after, route, routes};

async fn audit() -> u64 {
    1
}

#[route("/")]
async fn GET() {
    after(async { audit().await });
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
