//! The API over real connections: what arrives when, and what the server does when the client goes away.
#![allow(non_snake_case)]

use chat::{Model, app};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// So long that a second token never comes.
const NEVER: Duration = Duration::from_secs(3600);

struct Chat {
    url: String,
    client: Client,
}

impl Chat {
    async fn start(pace: Duration) -> Self {
        let address = route_tests::serve(app(Model::new(pace))).await;
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap();
        Self { url: format!("http://{address}"), client }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn post(&self, body: impl Into<String>) -> Response {
        self.client.post(format!("{}/api/chat", self.url)).body(body.into()).send().await.unwrap()
    }

    async fn ask(&self, question: &str) -> Response {
        self.post(json!({ "messages": [{ "role": "user", "content": question }] }).to_string()).await
    }

    async fn stats(&self) -> Value {
        self.get("/api/stats").await.json().await.unwrap()
    }

    /// Waits until the answers are counted like this, for a second at most.
    async fn expect_stats(&self, running: usize, finished: usize, aborted: usize) {
        let expected = json!({ "running": running, "finished": finished, "aborted": aborted });
        let deadline = Instant::now() + Duration::from_secs(1);
        loop {
            let stats = self.stats().await;
            if stats == expected {
                return;
            }
            assert!(Instant::now() < deadline, "{stats}, and not {expected}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn W1_a_token_arrives_before_the_next_is_made() {
    let chat = Chat::start(NEVER).await;
    let mut answer = chat.ask("Are you there?").await;
    assert_eq!((answer.status().as_u16(), answer.content_length()), (200, None));
    assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "Your ");
    chat.expect_stats(1, 0, 0).await;
}

#[tokio::test]
async fn W2_an_answer_is_given_up_when_its_reader_goes_away() {
    // One that stalls, one that goes on, and one of which nothing is read.
    for (pace, read) in [(NEVER, 1), (Duration::from_millis(1), 3), (NEVER, 0)] {
        let chat = Chat::start(pace).await;
        let mut answer = chat.ask("Are you there?").await;
        for _ in 0..read {
            answer.chunk().await.unwrap().unwrap();
        }
        chat.expect_stats(1, 0, 0).await;
        drop(answer);
        chat.expect_stats(0, 0, 1).await;
    }
}

#[tokio::test]
async fn an_answer_that_is_read_to_its_end_is_finished() {
    let chat = Chat::start(Duration::ZERO).await;
    let conversation = json!({ "messages": [
        { "role": "system", "content": "Be brief." },
        { "role": "user", "content": "Hello" },
        { "role": "assistant", "content": "Your one word is here .." },
        { "role": "user", "content": "Are you there?" },
    ]});
    let answer = chat.post(conversation.to_string()).await.text().await.unwrap();
    assert!(answer.starts_with("Your 3 words are here") && answer.ends_with("reads.\n"), "{answer}");
    assert!(answer.contains("naïve"), "{answer}");
    chat.expect_stats(0, 1, 0).await;
}

#[tokio::test]
async fn W4_a_HEAD_of_the_events_makes_no_answer() {
    let chat = Chat::start(NEVER).await;
    let url = format!("{}/api/chat/events?question=Hello", chat.url);
    let answer = chat.client.head(url).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (200, ""));
    chat.expect_stats(0, 0, 1).await;
}

#[tokio::test]
async fn W5_the_events_are_the_tokens_as_json_and_an_end() {
    let chat = Chat::start(Duration::ZERO).await;
    let answer = chat.get("/api/chat/events?question=Are+you+there%3F").await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let body = answer.text().await.unwrap();

    let (tokens, end) = body.split_once("event: done\n").unwrap();
    assert_eq!(end, "data: done\n\n");
    let tokens = tokens.split_terminator("\n\n").map(|event| event.strip_prefix("data: ").expect("an event's data"));
    let text: String = tokens.map(|token| serde_json::from_str::<String>(token).unwrap()).collect();
    assert_eq!(text, chat.ask("Are you there?").await.text().await.unwrap());
    chat.expect_stats(0, 2, 0).await;
}

#[tokio::test]
async fn what_is_no_conversation_is_refused_and_nothing_is_made() {
    let chat = Chat::start(NEVER).await;
    for (body, status, code) in [
        ("", 400, "malformed_json"),
        (r#"{"messages":["#, 400, "malformed_json"),
        ("[]", 400, "invalid_json"),
        ("{}", 400, "invalid_json"),
        (r#"{"messages":[{"role":"robot","content":"Hello"}]}"#, 400, "invalid_json"),
        (r#"{"messages":[]}"#, 422, "validation_failed"),
        (r#"{"messages":[{"role":"system","content":"Be brief."}]}"#, 422, "validation_failed"),
    ] {
        let answer = chat.post(body).await;
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!((&problem["status"], &problem["code"]), (&json!(status), &json!(code)), "{body}");
    }
    assert_eq!(chat.get("/api/chat/events").await.status(), 400);
    assert_eq!(chat.stats().await, json!({ "running": 0, "finished": 0, "aborted": 0 }));
}
