//! cargo run -p hello
//!
//! The smallest program: a page, and a route with a parameter. What nobody wrote is answered as well: `HEAD`, `OPTIONS`, and methods
//! that the route does not have.
//!
//! ```console
//! $ curl -s localhost:3000/
//! <h1>Hello</h1>
//! $ curl -s localhost:3000/hello/Ada
//! {"hello":"Ada"}
//! $ curl -s localhost:3000/hello/Ada%20Lovelace
//! {"hello":"Ada Lovelace"}
//! $ curl -sI localhost:3000/hello/Ada | grep -e ^HTTP -e ^content
//! HTTP/1.1 200 OK
//! content-type: application/json
//! content-length: 15
//! $ curl -si -X OPTIONS localhost:3000/hello/Ada | grep -e ^HTTP -e ^allow
//! HTTP/1.1 204 No Content
//! allow: GET, HEAD, OPTIONS
//! $ curl -si -X POST localhost:3000/hello/Ada | grep -e ^HTTP -e ^allow
//! HTTP/1.1 405 Method Not Allowed
//! allow: GET, HEAD, OPTIONS
//! $ curl -s -o /dev/null -w '%{http_code}\n' localhost:3000/goodbye
//! 404
//! ```

use axum::response::Html;
use route_runtime::{App, NextResponse, page, route, routes};
use serde_json::json;

#[page("/")]
async fn home() -> Html<&'static str> {
    Html("<h1>Hello</h1>\n")
}

/// The function's name is the method; an argument that is named like a segment is that parameter.
#[route("/hello/[name]")]
async fn GET(name: String) -> NextResponse {
    NextResponse::json(json!({ "hello": name }))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(routes![home, GET]).start().await
}
