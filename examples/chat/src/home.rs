//! `app/page.tsx`: the chat. No framework: a form, `fetch` and `getReader()`.

use axum::response::Html;
use route_runtime::page;

#[page("/")]
pub(crate) async fn home() -> Html<&'static str> {
    Html(include_str!("../assets/chat.html"))
}
