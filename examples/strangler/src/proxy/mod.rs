//! A reverse proxy on hyper's client: a request goes to the upstream and its answer to the client, and nothing of either is kept.

mod forwarded;
mod hop_by_hop;
mod upgrade;
mod upstream;

pub use upstream::Upstream;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use hyper_util::client::legacy::{self, Client, connect::HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use route_runtime::{ClientIp, NextRequest, Result, RouteError};
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::iter::successors;
use std::time::Duration;
use upgrade::Upgrade;

/// How long a connection to the upstream may take, for each of its addresses.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a connection is kept for the next request: less than the 5 seconds of Node.js, or a request meets one that is being closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

#[derive(Clone)]
struct Proxy {
    upstream: Upstream,
    client: Client<HttpConnector, Body>,
}

/// Sends each request to the upstream, with its method, path, query, headers and body, and answers what that answers.
///
/// Bodies are handed on as they arrive, both ways, so an upload is not in memory and an event arrives when it is sent. A redirect is
/// handed on, not followed. WebSockets pass; other upgrades are not asked for.
///
/// Headers for the next hop alone are left out (RFC 9110, 7.6.1). `X-Forwarded-For`, `-Host` and `-Proto` say what this server knows of
/// the client. `Host` is the client's, too, and not the upstream's: it is what the upstream was sent before it had a proxy. Next.js
/// compares `X-Forwarded-Host`, else `Host`, with the `Origin` of a server action, and refuses the action if they differ.
///
/// An upstream that cannot be reached, or that does not speak HTTP, is 502. There is no limit to how long it may think: a client that
/// does not want to wait goes away, and that ends the request to the upstream, too.
pub fn proxy(upstream: Upstream) -> Router {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .build(connector);
    Router::new().fallback(forward).with_state(Proxy { upstream, client })
}

async fn forward(State(proxy): State<Proxy>, ClientIp(client): ClientIp, request: NextRequest) -> Result<Response> {
    // That asks for a connection to anywhere, and this is no such proxy.
    if request.method() == Method::CONNECT {
        return Ok(StatusCode::NOT_IMPLEMENTED.into_response());
    }
    let is_head = request.method() == Method::HEAD;
    let url = request.next_url().clone();
    let (mut parts, body) = Request::from(request).into_parts();

    let upgrade = Upgrade::asked(&mut parts);
    hop_by_hop::remove(&mut parts.headers);
    join_cookies(&mut parts.headers);
    forwarded::tell(&mut parts, client, &url)?;
    if let Some(upgrade) = &upgrade {
        upgrade.ask(&mut parts.headers);
    }

    // A new one: version and extensions are those of the client's connection.
    let mut sent = Request::new(body);
    *sent.method_mut() = parts.method;
    *sent.uri_mut() = proxy.upstream.uri(&parts.uri)?;
    *sent.headers_mut() = parts.headers;
    let mut response = match proxy.client.request(sent).await {
        Ok(response) => response.map(Body::new),
        Err(error) => return Err(proxy.no_answer(&error)),
    };

    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return match upgrade {
            Some(upgrade) => Ok(upgrade.accept(response)),
            None => Err(proxy.bad_gateway("it switches protocols, and nobody has asked")),
        };
    }
    hop_by_hop::remove(response.headers_mut());
    if is_head {
        // That it is empty does not tell how long a GET's would be.
        *response.body_mut() = Body::from_stream(stream::empty::<Result<Bytes, Infallible>>());
    }
    Ok(response)
}

impl Proxy {
    fn no_answer(&self, error: &legacy::Error) -> RouteError {
        let is_of_the_client =
            error.source().and_then(|source| source.downcast_ref()).is_some_and(hyper::Error::is_user);
        if is_of_the_client {
            return RouteError::new(StatusCode::BAD_REQUEST, "the body breaks off");
        }
        let chain = successors(Some(error as &dyn Error), |error| (*error).source());
        self.bad_gateway(chain.map(ToString::to_string).collect::<Vec<_>>().join(": "))
    }

    #[track_caller]
    fn bad_gateway(&self, reason: impl fmt::Display) -> RouteError {
        RouteError::new(StatusCode::BAD_GATEWAY, format!("no answer from {}: {reason}", self.upstream))
    }
}

/// HTTP/2 may send each cookie in a line of its own; in HTTP/1.1 they are one (RFC 9113, 8.2.3).
fn join_cookies(headers: &mut HeaderMap) {
    let lines: Vec<_> = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes).collect();
    if lines.len() > 1
        && let Ok(joined) = HeaderValue::from_bytes(&lines.join(&b"; "[..]))
    {
        headers.insert(header::COOKIE, joined);
    }
}
