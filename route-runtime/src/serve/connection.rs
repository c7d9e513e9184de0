use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use futures_util::TryFutureExt;
use http::Request;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tokio::time::{Instant, interval_at};
use tower_service::Service;

/// How long a connection may be without a request: while the head of one arrives, and while there is none. Longer than the 60 seconds
/// for which load balancers keep idle connections.
const HEAD_TIMEOUT: Duration = Duration::from_secs(75);

/// How often a connection looks at the clock.
const TICK: Duration = Duration::from_secs(5);

/// The least that hyper takes.
const MIN_READ_BUFFER: usize = 8 * 1024;

/// An app, and how it is served.
#[derive(Clone)]
pub(super) struct Http {
    app: Router,
    builder: Arc<Builder<TokioExecutor>>,
}

impl Http {
    pub(super) fn new(app: Router, read_buffer: usize) -> Self {
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().max_buf_size(read_buffer.max(MIN_READ_BUFFER));
        // The state is given once, not with each request.
        Self { app: app.with_state(()), builder: Arc::new(builder) }
    }

    /// Serves a connection to its end.
    pub(super) async fn serve(self, stream: TcpStream, client: SocketAddr, watcher: Watcher) {
        let Self { app, builder } = self;
        let activity = Arc::new(Activity::default());
        let service = {
            let activity = Arc::clone(&activity);
            service_fn(move |request: Request<Incoming>| {
                let running = activity.begin();
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(client));
                app.clone().call(request).map_ok(|response| response.map(|body| Answer { body, _running: running }))
            })
        };
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let mut connection = pin!(watcher.watch(connection));

        // Not hyper's timeout, which makes a timer for each request: that is a tenth of a small one. Nor does it begin before hyper knows the
        // version, or see HTTP/2.
        let mut last_active = Instant::now();
        let mut ticks = interval_at(last_active + TICK, TICK);
        poll_fn(|cx| {
            while let Poll::Ready(now) = ticks.poll_tick(cx) {
                if activity.since_last_look() {
                    last_active = now;
                } else if now - last_active >= HEAD_TIMEOUT {
                    return Poll::Ready(());
                }
            }
            connection.as_mut().poll(cx).map(|result| {
                if let Err(error) = result {
                    tracing::debug!(error, "a connection failed");
                }
            })
        })
        .await;
    }
}

/// Whether requests come on a connection.
#[derive(Default)]
struct Activity {
    has_begun: AtomicBool,
}

impl Activity {
    /// A request begins. It runs as long as it holds what this returns.
    fn begin(self: &Arc<Self>) -> Arc<Self> {
        self.has_begun.store(true, Ordering::Relaxed);
        Arc::clone(self)
    }

    /// Whether a request has begun since the last call, or runs now.
    fn since_last_look(self: &Arc<Self>) -> bool {
        // Without a request two have it: the connection and its service.
        self.has_begun.swap(false, Ordering::Relaxed) || Arc::strong_count(self) > 2
    }
}

/// The body of an answer, until whose end the request runs.
struct Answer {
    body: Body,
    _running: Arc<Activity>,
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
