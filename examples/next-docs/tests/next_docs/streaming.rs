use crate::server::{API_KEY, Server, header, json, text};
use axum::Router;
use axum::body::Body;
use axum::extract::Json;
use axum::http::HeaderMap;
use axum::routing::post;
use futures_util::stream;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{self, Sender};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(10);

/// A model that says what the test tells it to, when the test tells it to.
fn model() -> (Router, Sender<Result<&'static str, std::io::Error>>) {
    let (say, said) = mpsc::channel(1);
    let said = Arc::new(Mutex::new(Some(said)));
    let complete = post(async move |headers: HeaderMap, Json(request): Json<Value>| {
        assert_eq!(headers["authorization"], format!("Bearer {API_KEY}"));
        let messages = json!([{ "role": "user", "content": "Hi" }]);
        assert_eq!(request, json!({ "model": "gpt-3.5-turbo", "stream": true, "messages": messages }));
        let said = said.lock().unwrap().take().expect("it is asked once");
        let events = stream::unfold(said, async |mut said| Some((said.recv().await?, said)));
        ([("content-type", "text/event-stream")], Body::from_stream(events))
    });
    (Router::new().route("/v1/chat/completions", complete), say)
}

fn question(server: &Server) -> reqwest::RequestBuilder {
    server.post("/streaming/api/chat").json(&json!({ "messages": [{ "role": "user", "content": "Hi" }] }))
}

#[tokio::test]
async fn the_text_of_a_chat_arrives_while_the_model_still_speaks() {
    let (upstream, say) = model();
    let server = Server::with_upstream(upstream).await;
    let mut response = question(&server).send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, "text/plain; charset=utf-8"));

    // The first event says who speaks, and has no text; one is cut in the middle.
    say.send(Ok("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n")).await.unwrap();
    say.send(Ok("data: {\"choices\":[{\"delta\":{\"content\":\"Hel")).await.unwrap();
    say.send(Ok("lo\"}}]}\n\n")).await.unwrap();
    assert_eq!(timeout(SOON, response.chunk()).await.unwrap().unwrap().unwrap(), "Hello");

    say.send(Ok("data: {\"choices\":[{\"delta\":{\"content\":\" there\"}}]}\n\n")).await.unwrap();
    assert_eq!(timeout(SOON, response.chunk()).await.unwrap().unwrap().unwrap(), " there");

    say.send(Ok("data: [DONE]\n\n")).await.unwrap();
    assert_eq!(timeout(SOON, response.chunk()).await.unwrap().unwrap(), None);
}

#[tokio::test]
async fn the_ai_sdk_is_told_each_piece_on_a_line() {
    let server = Server::start().await;
    let question = json!({ "messages": [{ "role": "user", "content": "\"Hi\"\n" }] });
    let response = server.post("/streaming/api/ai").json(&question).send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, "text/plain; charset=utf-8"));
    assert_eq!(response.text().await.unwrap(), "0:\"You \"\n0:\"said: \"\n0:\"\\\"Hi\\\"\\n\"\n");
}

#[tokio::test]
async fn the_model_is_no_longer_asked_when_the_client_has_gone() {
    let (upstream, say) = model();
    let server = Server::with_upstream(upstream).await;
    let mut response = question(&server).send().await.unwrap();
    say.send(Ok("data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n")).await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "Hello");

    drop(response);
    timeout(SOON, say.closed()).await.expect("the upstream's stream is dropped");
}

#[tokio::test]
async fn an_answer_whose_upstream_fails_breaks_off() {
    for event in [Ok("data: no JSON\n\n"), Err(std::io::Error::other("the model has tripped"))] {
        let (upstream, say) = model();
        let server = Server::with_upstream(upstream).await;
        let response = question(&server).send().await.unwrap();
        say.send(event).await.unwrap();
        assert!(timeout(SOON, response.text()).await.unwrap().is_err());
    }
}

#[tokio::test]
async fn a_chat_that_cannot_begin_is_an_error() {
    let server = Server::with_upstream(Router::new()).await;
    assert_eq!(text(question(&server)).await, (500, String::new()), "the upstream says 404");
    let (status, problem) = json(server.post("/streaming/api/chat").body("{}")).await;
    assert_eq!((status, &problem["code"]), (400, &json!("invalid_json")));
}

#[tokio::test]
async fn what_a_generator_yields_arrives_one_by_one() {
    let server = Server::start().await;
    let mut response = server.get("/streaming/api").send().await.unwrap();
    let mut arrived = Vec::new();
    while let Some(chunk) = response.chunk().await.unwrap() {
        arrived.push((chunk, Instant::now()));
    }
    let chunks: Vec<_> = arrived.iter().map(|(chunk, _)| &chunk[..]).collect();
    assert_eq!(chunks, [&b"<p>One</p>"[..], b"<p>Two</p>", b"<p>Three</p>"]);
    // Of the 400 ms a busy machine may eat some; a body that was made whole before it is sent would leave none.
    assert!(arrived[2].1 - arrived[0].1 > Duration::from_millis(100), "{arrived:?}");
}
