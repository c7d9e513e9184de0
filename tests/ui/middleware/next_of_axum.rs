use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use route_runtime::middleware;

#[middleware]
async fn guard(req: Request, next: Next) -> Response {
    next.run(req).await
}

fn main() {
    let _ = guard;
}
