use route_runtime::{App, Middleware, NextResponse, middleware, routes};

struct User;

#[middleware]
async fn guard(user: User) -> Middleware {
    let User = user;
    NextResponse::next().into()
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
