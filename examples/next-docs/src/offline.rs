//! An upstream for a machine without a network. It is somebody else's server, so it is plain axum.

use async_stream::stream;
use axum::body::Body;
use axum::extract::{Query, Request};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::sleep;

/// What the documents' handlers ask of `data.mongodb-api.com`, `api.vercel.app`, OpenAI and a database.
pub fn router() -> Router {
    let with_a_key = Router::new()
        .route("/items", get(async || Json(json!([{ "id": "a", "name": "Blue mug" }]))).post(store))
        .route("/product", get(product))
        .layer(middleware::from_fn(ask_for_a_key));
    Router::new()
        .route("/blog", get(async || Json(json!([{ "id": 1, "title": "Lorem Ipsum" }]))))
        .route("/products", get(async || Json(json!([{ "id": 7, "name": "Red shoes" }]))))
        .route("/v1/chat/completions", post(chat))
        .merge(with_a_key)
}

async fn ask_for_a_key(request: Request, next: Next) -> Response {
    if request.headers().contains_key("api-key") {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, Json(json!({ "error": "no API key" }))).into_response()
    }
}

async fn product(Query(query): Query<HashMap<String, String>>) -> Json<Value> {
    Json(json!({ "id": query.get("id"), "name": "Red shoes" }))
}

async fn store(Json(item): Json<Value>) -> Json<Value> {
    Json(json!({ "stored": item }))
}

/// Says back the last message, word by word, as server-sent events: the format of OpenAI's chat completions.
async fn chat(Json(request): Json<Value>) -> Response {
    let message = request["messages"].as_array().and_then(|messages| messages.last());
    let content = message.and_then(|message| message["content"].as_str()).unwrap_or_default();
    let words: Vec<String> = format!("You said: {content}").split_inclusive(' ').map(str::to_owned).collect();
    let events = stream! {
        for word in words {
            let event = json!({ "choices": [{ "delta": { "content": word } }] });
            yield Ok::<_, Infallible>(format!("data: {event}\n\n"));
            sleep(Duration::from_millis(100)).await;
        }
        yield Ok("data: [DONE]\n\n".to_owned());
    };
    ([("content-type", "text/event-stream")], Body::from_stream(events)).into_response()
}
