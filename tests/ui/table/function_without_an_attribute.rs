use route_runtime::routes;

async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
    let _: axum::Router = routes![items].into_router();
}
