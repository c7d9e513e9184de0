use axum::extract::Query;
use route_runtime::{route, routes};

struct Page;

#[route("/items")]
async fn GET(Query(page): Query<Page>) -> &'static str {
    let Page = page;
    ""
}

fn main() {
    let _ = GET(Query(Page));
    let _: axum::Router = routes![GET].into_router();
}
