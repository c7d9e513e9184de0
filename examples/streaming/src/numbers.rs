//! A piece at a time.

use async_stream::stream;
use route_runtime::{NextRequest, NextResponse, Result, route};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::sleep;

#[derive(Deserialize)]
struct Numbers {
    to: u32,
}

/// What is an async generator in JavaScript is `stream!` here. It runs no faster than the client reads, and no longer than the client
/// stays: then it is dropped, wherever it waits.
#[route(GET "/numbers")]
pub(crate) async fn numbers(req: NextRequest) -> Result {
    // What can be refused is refused before the first piece: then the answer still has a status.
    let Numbers { to } = req.next_url().search_params().deserialize()?;
    let numbers = stream! {
        for number in 1..=to {
            yield format!("{number}\n");
            sleep(Duration::from_millis(100)).await;
        }
    };
    Ok(NextResponse::stream(numbers).with_header("content-type", "text/plain; charset=utf-8"))
}
