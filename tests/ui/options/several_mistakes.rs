use route_runtime::{route, routes};

#[route("/items/[id", revalidte = 60, max_duration = "30s", scope = admin, scope = shop)]
fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
