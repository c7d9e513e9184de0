use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use route_runtime::{NextResponse, Result, RouteError, route, routes};

#[route(GET "/unit")]
async fn unit() {}

#[route(GET "/impl")]
async fn opaque() -> impl IntoResponse {
    (StatusCode::CREATED, "made")
}

#[route(GET "/result")]
async fn result() -> Result {
    Ok(NextResponse::new("text"))
}

#[route(GET "/own")]
async fn own() -> std::result::Result<Html<&'static str>, RouteError> {
    Err(std::io::Error::other("no").into())
}

#[route(GET "/tuple")]
async fn tuple() -> (StatusCode, [(&'static str, &'static str); 1], String) {
    (StatusCode::OK, [("x-a", "b")], String::new())
}

#[route(GET "/elided")]
async fn borrowed() -> &'static [u8] {
    b""
}

/// A body that never ends in a value has the type that it says.
#[route(GET "/panics")]
async fn never() -> String {
    panic!("nobody calls this handler")
}

fn main() {
    let _: axum::Router = routes![unit, opaque, result, own, tuple, borrowed, never].into_router();
}
