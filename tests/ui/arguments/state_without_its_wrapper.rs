use route_runtime::{route, routes};

#[derive(Clone)]
struct Db;

#[route("/items")]
async fn GET(db: Db) -> &'static str {
    let Db = db;
    ""
}

fn main() {
    let _ = GET(Db);
    let _: axum::Router = routes![GET].into_router().with_state(Db);
}
