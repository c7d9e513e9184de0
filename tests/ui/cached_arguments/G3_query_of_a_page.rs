use axum::extract::Query;
use route_runtime::{page, routes};

#[page("/items", revalidate = 60)]
async fn items(_: Query<Vec<(String, String)>>) {}

fn main() {
    let _: axum::Router = routes![items].into_router();
}
