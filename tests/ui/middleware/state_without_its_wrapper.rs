use route_runtime::{App, Middleware, NextResponse, middleware, routes};

#[derive(Clone)]
struct Db;

#[middleware]
async fn guard(db: Db) -> Middleware {
    let Db = db;
    NextResponse::next().into()
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router().with_state(Db);
}
