//! A connection that becomes a WebSocket: from then on it is bytes, both ways.

use super::hop_by_hop;
use axum::body::Body;
use axum::http::header::{CONNECTION, UPGRADE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use std::io;

const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");

/// A client's wish to speak WebSocket.
///
/// Other protocols are not passed on: in `h2c` a client could send requests past this server.
pub(super) struct Upgrade {
    client: OnUpgrade,
}

impl Upgrade {
    /// The wish of a request, if it has one.
    pub(super) fn asked(request: &mut Parts) -> Option<Self> {
        let is_websocket = hop_by_hop::options(&request.headers).contains(&UPGRADE)
            && request
                .headers
                .get(UPGRADE)
                .is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"));
        if !is_websocket {
            return None;
        }
        request.extensions.remove().map(|client| Self { client })
    }

    /// Asks the next hop for it.
    pub(super) fn ask(&self, headers: &mut HeaderMap) {
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, WEBSOCKET);
    }

    /// Grants it, as the upstream has, and carries bytes until both sides are done.
    pub(super) fn accept(self, mut response: Response<Body>) -> Response {
        hop_by_hop::remove(response.headers_mut());
        self.ask(response.headers_mut());
        let upstream = hyper::upgrade::on(&mut response);
        tokio::spawn(async move {
            // One of the two has gone away, as clients do.
            if let Err(error) = carry(self.client, upstream).await {
                tracing::debug!(%error, "a WebSocket breaks off");
            }
        });
        response
    }
}

async fn carry(client: OnUpgrade, upstream: OnUpgrade) -> io::Result<()> {
    let (client, upstream) = tokio::try_join!(client, upstream).map_err(io::Error::other)?;
    tokio::io::copy_bidirectional(&mut TokioIo::new(client), &mut TokioIo::new(upstream)).await?;
    Ok(())
}
