use axum::extract::State;
use route_runtime::{App, Middleware, NextResponse, middleware, routes};

#[derive(Clone)]
struct Db;

#[middleware]
async fn guard(State(db): State<Db>) -> Middleware {
    let Db = db;
    NextResponse::next().into()
}

fn main() {
    let _: axum::Router = App::<u64>::new(routes![]).middleware(guard).into_router().with_state(7);
}
