//! A clock: each client has a stream of its own.

use async_stream::stream;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use futures_util::Stream;
use route_runtime::{Result, RouteError, route};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::interval;

/// axum's `Sse` is a response like any other. The stream has no end, and is dropped when its client goes away.
#[route(GET "/ticks")]
pub(crate) async fn ticks(headers: HeaderMap) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let last = last_event_id(&headers)?.unwrap_or(0);
    Ok(Sse::new(stream! {
        let mut clock = interval(Duration::from_millis(100));
        for tick in last.saturating_add(1)..=u64::MAX {
            clock.tick().await;
            yield Ok(Event::default().id(tick.to_string()).data(tick.to_string()));
        }
    }))
}

/// What a browser sends when it connects again: the `id` of the last event that it has seen.
pub(crate) fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>> {
    let Some(id) = headers.get("last-event-id") else { return Ok(None) };
    let id = id.to_str().ok().and_then(|id| id.parse().ok());
    id.map(Some).ok_or_else(|| RouteError::new(400, "`Last-Event-ID` is none of our ids, which are numbers"))
}
