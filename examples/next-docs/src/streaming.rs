//! **Streaming** (Next.js 13, 14, 15): a body that is sent while it is made.
//!
//! What an async generator is in TypeScript is `async_stream::stream!` here, and what `iteratorToStream` does there,
//! [`NextResponse::stream`] does.

use crate::Upstream;
use async_stream::{stream, try_stream};
use axum::BoxError;
use axum::extract::State;
use eventsource_stream::Eventsource;
use futures_util::{Stream, StreamExt};
use route_runtime::{NextRequest, NextResponse, Result, route};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

#[derive(Deserialize)]
struct Chat {
    messages: Vec<Value>,
}

/// The Next.js 14 document, with the package `openai`.
///
/// ```ts
/// // app/api/chat/route.ts
/// const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY })
///
/// export const runtime = 'edge'
///
/// export async function POST(req: Request) {
///   const { messages } = await req.json()
///   const response = await openai.chat.completions.create({ model: 'gpt-3.5-turbo', stream: true, messages })
///   return new StreamingTextResponse(OpenAIStream(response))
/// }
/// ```
#[route("/streaming/api/chat", runtime = "edge")]
pub async fn POST(mut req: NextRequest, State(openai): State<Upstream>) -> Result {
    let Chat { messages } = req.json().await?;
    let text = text_of(complete(&openai, "gpt-3.5-turbo", messages).await?);
    Ok(NextResponse::stream(text).with_header("content-type", "text/plain; charset=utf-8"))
}

/// The Next.js 15 document, with the AI SDK. `toAIStream` writes each piece of the text as a line that begins with `0:` and has the piece
/// as JSON, which is what `useChat` in a browser reads.
///
/// ```ts
/// // app/api/ai/route.ts
/// export async function POST(req: Request) {
///   const { messages } = await req.json()
///   const result = await streamText({ model: openai('gpt-4-turbo'), messages })
///   return new StreamingTextResponse(result.toAIStream())
/// }
/// ```
#[route(POST "/streaming/api/ai")]
pub async fn ai(mut req: NextRequest, State(openai): State<Upstream>) -> Result {
    let Chat { messages } = req.json().await?;
    let text = text_of(complete(&openai, "gpt-4-turbo", messages).await?);
    let lines = text.map(|piece| Ok::<_, BoxError>(format!("0:{}\n", serde_json::to_string(&piece?)?)));
    Ok(NextResponse::stream(lines).with_header("content-type", "text/plain; charset=utf-8"))
}

/// Asks for a completion: `openai.chat.completions.create` with `stream: true`.
async fn complete(openai: &Upstream, model: &str, messages: Vec<Value>) -> Result<reqwest::Response, reqwest::Error> {
    let call = openai.post("/v1/chat/completions").bearer_auth(openai.api_key());
    call.json(&json!({ "model": model, "stream": true, "messages": messages })).send().await?.error_for_status()
}

/// The text of a model's answer, piece by piece: `OpenAIStream`.
///
/// An error breaks the answer off. When the client goes away, the stream is dropped, and with it the request to the upstream.
fn text_of(response: reqwest::Response) -> impl Stream<Item = Result<String, BoxError>> {
    try_stream! {
        let mut events = response.bytes_stream().eventsource();
        while let Some(event) = events.next().await {
            let data = event?.data;
            if data == "[DONE]" {
                break;
            }
            let chunk: Value = serde_json::from_str(&data)?;
            if let Some(piece) = chunk["choices"][0]["delta"]["content"].as_str() {
                yield piece.to_owned();
            }
        }
    }
}

fn make_iterator() -> impl Stream<Item = &'static str> {
    stream! {
        yield "<p>One</p>";
        sleep(Duration::from_millis(200)).await;
        yield "<p>Two</p>";
        sleep(Duration::from_millis(200)).await;
        yield "<p>Three</p>";
    }
}

/// ```ts
/// // app/api/route.ts
/// function sleep(time: number) {
///   return new Promise((resolve) => setTimeout(resolve, time))
/// }
///
/// async function* makeIterator() {
///   yield encoder.encode('<p>One</p>')
///   await sleep(200)
///   yield encoder.encode('<p>Two</p>')
///   await sleep(200)
///   yield encoder.encode('<p>Three</p>')
/// }
///
/// export async function GET() {
///   const iterator = makeIterator()
///   const stream = iteratorToStream(iterator) // a `ReadableStream` that pulls from the iterator
///   return new Response(stream)
/// }
/// ```
#[route("/streaming/api")]
pub async fn GET() -> NextResponse {
    let iterator = make_iterator();
    NextResponse::stream(iterator)
}
