//! cargo run -p cors
//!
//! CORS, which lets the pages of other sites read an answer: by hand in one handler, by a layer around some routes, by a middleware before
//! all of a path. A browser asks beforehand with `OPTIONS`, the preflight, where a request is none that a form could send.
//!
//! ```console
//! $ curl -si localhost:3000/by-hand | grep -e ^HTTP -e ^access-control
//! HTTP/1.1 200 OK
//! access-control-allow-origin: *
//! access-control-allow-methods: GET, HEAD
//! access-control-allow-headers: content-type
//! $ curl -si -X OPTIONS localhost:3000/by-hand | grep -e ^HTTP -e ^access-control
//! HTTP/1.1 204 No Content
//! access-control-allow-origin: *
//! access-control-allow-methods: GET, HEAD
//! access-control-allow-headers: content-type
//! $ preflight() { curl -si -X OPTIONS $1 -H "origin: $2" -H "access-control-request-method: $3" | grep -e ^HTTP -e ^access -e ^vary; }
//! $ preflight localhost:3000/layer https://app.example.com PUT
//! HTTP/1.1 200 OK
//! access-control-allow-credentials: true
//! vary: origin, access-control-request-method, access-control-request-headers
//! access-control-allow-methods: GET,PUT
//! access-control-allow-headers: content-type
//! access-control-max-age: 600
//! access-control-allow-origin: https://app.example.com
//! $ preflight localhost:3000/layer https://evil.example PUT
//! HTTP/1.1 200 OK
//! access-control-allow-credentials: true
//! vary: origin, access-control-request-method, access-control-request-headers
//! access-control-allow-methods: GET,PUT
//! access-control-allow-headers: content-type
//! access-control-max-age: 600
//! $ curl -si -X PUT localhost:3000/layer -d mug -H 'origin: https://app.example.com' | grep -e ^HTTP -e ^access -e ^vary -e ^written
//! HTTP/1.1 200 OK
//! vary: origin, access-control-request-method, access-control-request-headers
//! access-control-allow-credentials: true
//! access-control-allow-origin: https://app.example.com
//! written: mug
//! $ preflight localhost:3000/api/items/7 https://app.example.com DELETE
//! HTTP/1.1 204 No Content
//! access-control-allow-origin: https://app.example.com
//! access-control-allow-methods: GET, PUT, DELETE
//! access-control-allow-headers: content-type, authorization
//! vary: origin
//! $ preflight localhost:3000/api/items/7 https://evil.example DELETE
//! HTTP/1.1 204 No Content
//! vary: origin
//! $ curl -si -X DELETE localhost:3000/api/items/7 -H 'origin: https://app.example.com' | grep -e ^HTTP -e ^access -e ^vary
//! HTTP/1.1 200 OK
//! access-control-allow-origin: https://app.example.com
//! vary: origin
//! $ curl -si -X DELETE localhost:3000/api/items/seven -H 'origin: https://app.example.com' | grep -e ^HTTP -e ^access -e '^{'
//! HTTP/1.1 400 Bad Request
//! access-control-allow-origin: https://app.example.com
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_parameter","detail":"the path parameter `id` has no valid value"}
//! $ curl -si -X DELETE localhost:3000/api/items/7 -H 'origin: https://evil.example' | grep -e ^HTTP -e ^access -e '^{'
//! HTTP/1.1 200 OK
//! {"deleted":7}
//! ```
//!
//! CORS keeps nobody out: `curl` gets every answer, and so does a script that is no page. It says what browsers may show to pages.

mod by_hand;
mod layer;
mod middleware;

use route_runtime::{App, routes};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(routes![by_hand::route, middleware::item])
        .middleware(middleware::cors)
        .merge(layer::routes())
        .start()
        .await
}
