use route_runtime::{Middleware, NextResponse, middleware};

#[middleware]
async fn guard(request: impl Send) -> Middleware {
    drop(request);
    NextResponse::next().into()
}

fn main() {
    let _ = guard(1);
}
