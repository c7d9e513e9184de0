//! `POST /webhooks/stripe`: is it from the sender, is it new; then an answer, and then the work.

use crate::AppState;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, RouteError, after, route};
use serde::Deserialize;
use serde_json::json;
use std::time::SystemTime;

/// What all events have. The rest depends on the type.
#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    data: Data,
}

#[derive(Default, Deserialize)]
struct Data {
    object: Option<Object>,
}

#[derive(Deserialize)]
struct Object {
    id: String,
}

#[route(POST "/webhooks/stripe", body_limit = "256kb")]
pub(crate) async fn stripe(mut req: NextRequest, State(app): State<AppState>) -> Result {
    let signature = req.headers().get("stripe-signature").cloned();
    // The signature covers the bytes as they were sent, so it is checked before anything decodes them.
    let body = req.bytes().await?;
    let signature = signature.as_ref().and_then(|signature| signature.to_str().ok());
    if !signature.is_some_and(|signature| app.secret.has_signed(signature, &body, SystemTime::now())) {
        // Why exactly is for whoever runs this, and not for whoever tries.
        return Err(RouteError::new(401, "the signature is missing, does not fit the body, or is old"));
    }
    let event: Event = serde_json::from_slice(&body).map_err(|error| RouteError::new(400, error.to_string()))?;

    // A second one is no error: the sender is told that it need not try again.
    let is_first = app.deliveries.is_first(&event.id);
    if is_first {
        // The sender waits for seconds only, and this may take longer.
        after(async move {
            let id = event.id.clone();
            let done = work(&app, event).await;
            if done.is_err() {
                app.deliveries.forget(&id);
            }
            done // an error is logged
        });
    }
    Ok(NextResponse::json(json!({ "received": true, "first": is_first })))
}

async fn work(app: &AppState, event: Event) -> Result<()> {
    let Event { id, kind, data } = event;
    let Some(state) = kind.strip_prefix("invoice.") else {
        // New types come all the time.
        tracing::info!(id, kind, "an event that nobody asked for");
        return Ok(());
    };
    let Object { id } = data.object.ok_or("an invoice without an object")?;
    app.invoices.set(id, state.to_owned());
    Ok(())
}
