//! `app/api/chat/route.ts`: the conversation so far comes in, the answer goes out while it is made.

use crate::model::Model;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, ValidationError, route};
use serde::Deserialize;

/// What the chat libraries for Next.js send: `{ "messages": [{ "role": "user", "content": "Hello" }] }`.
#[derive(Deserialize)]
struct Conversation {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    role: Role,
    content: String,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Role {
    System,
    User,
    Assistant,
}

#[route("/api/chat")]
pub(crate) async fn POST(mut req: NextRequest, State(model): State<Model>) -> Result {
    let Conversation { messages } = req.json().await?;
    let question = messages.iter().rfind(|message| message.role == Role::User);
    let question = question.ok_or_else(|| ValidationError::new("messages", "has none of the role `user`"))?;

    // No token is made before the client reads it. When the client goes away the stream is dropped, wherever it waits.
    let answer = model.answer(&question.content);
    Ok(NextResponse::stream(answer).with_header("content-type", "text/plain; charset=utf-8"))
}
