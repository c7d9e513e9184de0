//! `app/stream/route.ts`: a body that is sent while it is made.

use axum::body::Body;
use route_runtime::{NextResponse, route};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::StreamExt;

#[route("/stream")]
pub(crate) async fn GET() -> NextResponse {
    let pieces = ["<p>One</p>\n", "<p>Two</p>\n", "<p>Three</p>\n"];
    let stream = tokio_stream::iter(pieces).map(Ok::<_, Infallible>).throttle(Duration::from_millis(200));
    NextResponse::new(Body::from_stream(stream)).with_header("content-type", "text/html; charset=utf-8")
}
