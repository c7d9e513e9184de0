use route_runtime::{Middleware, NextResponse, middleware};

#[middleware]
async fn guard(id: u64) -> Middleware {
    let _ = id;
    NextResponse::next().into()
}

fn main() {
    let _ = guard(1);
}
