use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tower_service::Service;

/// How long a connection may be without a whole head of a request, idle time included. Longer than the 60 seconds for which load
/// balancers keep idle connections.
const HEAD_TIMEOUT: Duration = Duration::from_secs(75);

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
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_buf_size(read_buffer.max(MIN_READ_BUFFER));
        // The state is given once, not with each request.
        Self { app: app.with_state(()), builder: Arc::new(builder) }
    }

    /// Serves a connection to its end.
    pub(super) async fn serve(self, stream: TcpStream, client: SocketAddr, watcher: Watcher) {
        let Self { app, builder } = self;
        let has_begun = Arc::new(AtomicBool::new(false));
        let service = {
            let has_begun = Arc::clone(&has_begun);
            service_fn(move |request: Request<Incoming>| {
                has_begun.store(true, Ordering::Relaxed);
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(client));
                app.clone().call(request)
            })
        };
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let mut connection = pin!(watcher.watch(connection));
        // hyper's own timeout begins when the version is known, which a client may never tell.
        let mut first_head = pin!(tokio::time::sleep(HEAD_TIMEOUT));
        poll_fn(|cx| {
            if let Poll::Ready(result) = connection.as_mut().poll(cx) {
                if let Err(error) = result {
                    tracing::debug!(error, "a connection failed");
                }
                return Poll::Ready(());
            }
            match has_begun.load(Ordering::Relaxed) {
                true => Poll::Pending,
                false => first_head.as_mut().poll(cx),
            }
        })
        .await;
    }
}
