use route_runtime::{App, NextRequest, NextResponse, routes};

async fn guard(_: NextRequest) -> NextResponse {
    NextResponse::new("guarded")
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
