use route_runtime::routes;

#[get("/items")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![items].into_router();
}
