use route_runtime::{Middleware, NextResponse, middleware};

#[middleware]
async fn guard(body: String) -> Middleware {
    let _ = body;
    NextResponse::next().into()
}

fn main() {
    let _ = guard(String::new());
}
