//! A line of JSON for each event, which a client reads as it comes; and a stream that fails.

use async_stream::try_stream;
use futures_util::Stream;
use route_runtime::{NextResponse, route};
use serde::Serialize;
use std::io;
use std::time::Duration;
use tokio::time::sleep;

#[derive(Serialize)]
struct Event {
    step: u32,
    done: bool,
}

#[route(GET "/events.ndjson")]
pub(crate) async fn events() -> NextResponse {
    NextResponse::stream(work(3)).with_header("content-type", "application/x-ndjson")
}

#[route(GET "/broken")]
pub(crate) async fn broken() -> NextResponse {
    NextResponse::stream(work(4)).with_header("content-type", "application/x-ndjson")
}

/// `?` works in `try_stream!`: an error ends the stream.
fn work(steps: u32) -> impl Stream<Item = io::Result<String>> {
    try_stream! {
        for step in 1..=steps {
            take(step).await?;
            let line = serde_json::to_string(&Event { step, done: step == steps })?;
            yield line + "\n";
        }
    }
}

async fn take(step: u32) -> io::Result<()> {
    sleep(Duration::from_millis(50)).await;
    if step > 3 { Err(io::Error::other("there are only three steps")) } else { Ok(()) }
}
