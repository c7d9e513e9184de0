//! Messages that all clients get, in one order, and none twice.

use crate::ticks::last_event_id;
use async_stream::stream;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use route_runtime::{NextRequest, NextResponse, Result, RouteError, route};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// The last messages, which clients watch, and how many clients there are.
///
/// A client that reads slowly, or comes back, asks for what is after its last one. So nothing is queued for a client, and it does not
/// matter how slow it is. (With `tokio::sync::broadcast` a slow one has to be told what it missed in another way.)
#[derive(Clone)]
pub(crate) struct Messages {
    log: Arc<watch::Sender<Log>>,
    clients: Arc<AtomicUsize>,
}

impl Default for Messages {
    fn default() -> Self {
        Self { log: Arc::new(watch::Sender::new(Log::default())), clients: Arc::default() }
    }
}

/// Messages are numbered from 1 on.
#[derive(Default)]
struct Log {
    last: u64,
    kept: VecDeque<String>,
}

impl Log {
    /// How many are kept for those who come back.
    const KEPT: usize = 1000;

    fn push(&mut self, text: String) -> u64 {
        self.last += 1;
        self.kept.push_back(text);
        if self.kept.len() > Self::KEPT {
            self.kept.pop_front();
        }
        self.last
    }

    /// The first message after this one that is still there, with its number.
    fn after(&self, number: u64) -> Option<(u64, &str)> {
        let first = self.last - self.kept.len() as u64 + 1;
        let number = first.max(number.saturating_add(1));
        let text = self.kept.get(usize::try_from(number - first).ok()?)?;
        Some((number, text))
    }
}

/// Without `Last-Event-ID` a client gets what is new from now on.
#[route("/messages")]
pub(crate) async fn GET(
    headers: HeaderMap,
    State(messages): State<Messages>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let last = last_event_id(&headers)?;
    let mut log = messages.log.subscribe();
    let newest = log.borrow().last;
    let mut seen = match last {
        None => newest,
        // A number that was not given yet is of a program that ran before this one: all that is here is new to the client.
        Some(last) if last > newest => 0,
        Some(last) => last,
    };
    let client = Client::new(messages.clients);
    let events = stream! {
        // It is dropped with the stream: at the next event, or comment, that the client is not there to take.
        let _client = client;
        loop {
            // Marked as seen before it is read, so that what is pushed meanwhile wakes the loop again. No lock is held while it waits.
            let next = log.borrow_and_update().after(seen).map(|(number, text)| (number, text.to_owned()));
            match next {
                Some((number, text)) => {
                    seen = number;
                    yield Ok(Event::default().id(number.to_string()).data(text));
                }
                None if log.changed().await.is_err() => break,
                None => {}
            }
        }
    };
    // Fifteen seconds are usual, and what `KeepAlive::default()` has.
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_millis(500)).text("still here")))
}

#[route("/messages", body_limit = 1000)]
pub(crate) async fn POST(mut req: NextRequest, State(messages): State<Messages>) -> Result {
    let text = req.text().await?;
    if text.is_empty() {
        return Err(RouteError::new(422, "a browser drops an event without data"));
    }
    let mut number = 0;
    messages.log.send_modify(|log| number = log.push(text));
    Ok(NextResponse::json(number).with_status(201))
}

#[route(GET "/clients")]
pub(crate) async fn clients(State(messages): State<Messages>) -> Json<usize> {
    Json(messages.clients.load(Ordering::Relaxed))
}

/// Counts a client for as long as it is there.
struct Client(Arc<AtomicUsize>);

impl Client {
    fn new(clients: Arc<AtomicUsize>) -> Self {
        clients.fetch_add(1, Ordering::Relaxed);
        Self(clients)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
