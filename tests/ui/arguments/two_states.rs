use axum::extract::State;
use route_runtime::{route, routes};

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct Mail;

#[route("/items")]
async fn GET(State(Db): State<Db>, State(Mail): State<Mail>) -> &'static str {
    ""
}

fn main() {
    let _ = GET(State(Db), State(Mail));
    let _: axum::Router = routes![GET].into_router().with_state(Db);
}
