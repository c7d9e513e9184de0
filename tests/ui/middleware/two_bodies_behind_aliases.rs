use route_runtime::{App, Middleware, NextRequest, NextResponse, middleware, routes};

type Incoming = NextRequest;
type Item = axum::Json<String>;

#[middleware]
async fn guard(request: Incoming, item: Item) -> Middleware {
    let _ = (request, item);
    NextResponse::next().into()
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
