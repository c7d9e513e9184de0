use axum::extract::State;
use route_runtime::{App, route, routes};

struct Db;

#[route("/items")]
async fn GET(State(_): State<Db>) -> &'static str {
    ""
}

fn main() {
    let _ = App::new(routes![GET]).with_state(Db);
}
