//! `app/api/chat/events/route.ts`: the answer as Server-Sent Events, for `new EventSource('/api/chat/events?question=..')`.

use crate::model::Model;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};
use route_runtime::{NextRequest, Result, RouteError, route};

/// There is nothing to learn for it: axum's `Sse` is a response like any other.
#[route("/api/chat/events")]
pub(crate) async fn GET(
    req: NextRequest,
    State(model): State<Model>,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>> {
    let Some(question) = req.next_url().search_params().get("question") else {
        return Err(RouteError::new(400, "ask something: /api/chat/events?question=.."));
    };
    // As JSON, because a token may begin or end with a space or be a line feed, and the format of events knows neither.
    let tokens = model.answer(question).map(|token| Event::default().json_data(token));
    // An `EventSource` whose connection ends asks again, so the page has to be told when to close it;
    // by an event with data, as browsers drop one without.
    let end = stream::iter([Ok(Event::default().event("done").data("done"))]);
    Ok(Sse::new(tokens.chain(end)).keep_alive(KeepAlive::default()))
}
