//! cargo run -p embed
//!
//! The smallest axum app, and two routes added to it: state, layers and the rest of the app stay as they are.
//!
//! ```console
//! $ curl -s localhost:3000/health
//! ok
//! $ curl -s localhost:3000/items/a
//! a, from the corner shop
//! $ curl -s 'localhost:3000/search?query=a%20mug'
//! you look for a mug
//! $ curl -si -X PUT localhost:3000/items/a | grep -e ^HTTP -e ^allow -e ^x-served-by
//! HTTP/1.1 405 Method Not Allowed
//! allow: GET, HEAD, OPTIONS
//! x-served-by: embed
//! ```
//!
//! Where a route of the host and one of ours meet on one path, see `host_routes.rs`.

#[cfg(test)]
mod host_routes;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use route_runtime::{NextRequest, NextResponse, route, routes};
use std::env;

/// The state that the app had before.
#[derive(Clone)]
struct Shop {
    name: &'static str,
}

mod items {
    use super::*;

    #[route("/items/[slug]")]
    pub(crate) async fn GET(slug: String, State(shop): State<Shop>) -> String {
        format!("{slug}, from {}\n", shop.name)
    }
}

mod search {
    use super::*;

    #[route("/search")]
    pub(crate) async fn GET(req: NextRequest) -> NextResponse {
        let query = req.next_url().search_params().get("query").unwrap_or("everything");
        NextResponse::new(format!("you look for {query}\n"))
    }
}

fn app() -> Router {
    Router::new()
        .route("/health", get(async || "ok\n"))
        .merge(routes![items::GET, search::GET]) // the one new line
        .layer(middleware::from_fn(served_by))
        .with_state(Shop { name: "the corner shop" })
}

/// A layer that the app had before. Routes merged above it are below it, as always in axum.
async fn served_by(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-served-by", HeaderValue::from_static("embed"));
    response
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app()).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    #[tokio::test]
    async fn old_and_new_routes_share_state_and_layers() {
        for (method, path, status, body) in [
            ("GET", "/health", 200, "ok\n"),
            ("GET", "/items/a", 200, "a, from the corner shop\n"),
            ("GET", "/search?query=a%20mug", 200, "you look for a mug\n"),
            ("PUT", "/items/a", 405, ""),
            ("GET", "/nothing", 404, ""),
        ] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let response = app().oneshot(request).await.unwrap();
            assert_eq!(response.status(), status, "{method} {path}");
            assert_eq!(response.headers()["x-served-by"], "embed", "{method} {path}");
            assert_eq!(to_bytes(response.into_body(), 100).await.unwrap(), body, "{method} {path}");
        }
    }

    #[tokio::test]
    async fn a_handler_is_a_function_that_a_test_can_call() {
        let shop = Shop { name: "a test" };
        assert_eq!(items::GET("mug".to_owned(), State(shop)).await, "mug, from a test\n");
    }
}
