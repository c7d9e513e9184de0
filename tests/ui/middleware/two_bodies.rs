use axum::Json;
use route_runtime::{Middleware, NextRequest, NextResponse, middleware};

#[middleware]
async fn guard(request: NextRequest, Json(item): Json<u64>) -> Middleware {
    let _ = (request, item);
    NextResponse::next().into()
}

fn main() {
    let _ = guard;
}
