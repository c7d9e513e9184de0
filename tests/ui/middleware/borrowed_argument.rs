use axum::http::HeaderMap;
use route_runtime::{Middleware, NextResponse, middleware};

#[middleware]
async fn guard(headers: &HeaderMap) -> Middleware {
    let _ = headers;
    NextResponse::next().into()
}

fn main() {
    let _ = guard;
}
