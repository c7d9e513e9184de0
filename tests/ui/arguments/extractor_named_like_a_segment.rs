use axum::extract::Query;
use route_runtime::{route, routes};

#[route("/users/[user]")]
async fn GET(user: Query<Vec<(String, String)>>) -> String {
    user.len().to_string()
}

fn main() {
    let _ = GET(Query(Vec::new()));
    let _: axum::Router = routes![GET].into_router();
}
