use route_runtime::{page, routes};

#[page("/items")]
fn items() -> &'static str {
    ""
}

fn main() {
    let _: &str = items();
    let _: axum::Router = routes![items].into_router();
}
