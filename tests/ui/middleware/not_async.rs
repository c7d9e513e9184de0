use route_runtime::{Middleware, NextResponse, middleware};

#[middleware]
fn guard() -> Middleware {
    NextResponse::next().into()
}

fn main() {
    let _: Middleware = guard();
}
