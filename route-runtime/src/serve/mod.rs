use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::context::wait_for_after;
use connection::Http;
use signal::ShutdownSignal;

mod connection;
mod listener;
mod signal;
#[cfg(feature = "start")]
mod start;

#[cfg(feature = "start")]
pub(crate) use start::start;

/// Serves an app until Ctrl-C, or the SIGTERM of service managers and containers: a [`Server`] as it is unless said otherwise.
///
/// ```no_run
/// use route_runtime::{route, routes, serve};
///
/// #[route("/parcels/[slug]")]
/// async fn GET(slug: String) -> String { slug }
///
/// #[tokio::main]
/// async fn main() -> std::io::Result<()> {
///     serve(routes![GET].into_router(), "127.0.0.1:3000").await
/// }
/// ```
///
/// # Errors
///
/// When it cannot listen on the address, or cannot be told of signals.
pub async fn serve(app: Router, addr: impl ToSocketAddrs) -> io::Result<()> {
    Server::new(app).bind(addr).await?.run().await;
    Ok(())
}

/// A whole server for an app: what [`serve`] runs, with what people set.
///
/// It speaks HTTP/1.1 and HTTP/2 (without TLS, to clients that know of it beforehand), with upgrades such as WebSockets, and each
/// request has its [`ConnectInfo<SocketAddr>`](axum::extract::ConnectInfo). An IPv4 client of a server on `[::]` has its IPv4 address.
///
/// When it is told to stop, new connections are refused and requests in flight are answered; then what was given to
/// [`after`](crate::after()) ends; all that within [`shutdown_timeout`](Self::shutdown_timeout). What is left then is cut off,
/// and that is logged. A second signal cuts it off at once. A connection that was upgraded belongs to its handler: it ends when the
/// handler says so, or with the program.
///
/// A connection on which no request has begun or run for 75 to 80 seconds is closed. That ends clients that send a head byte by byte or not
/// at all, and idle connections: later than most load balancers do (60 seconds), so that they do not send requests into a closing one.
///
/// ```
/// use route_runtime::{Server, route, routes};
/// use std::time::Duration;
///
/// #[route("/served")]
/// async fn GET() -> &'static str { "Hello" }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// # async fn told_to_stop() {}
/// let server = Server::new(routes![GET].into_router())
///     .shutdown_timeout(Duration::from_secs(10))
///     .shutdown_signal(told_to_stop())
///     .bind("127.0.0.1:0")
///     .await?;
/// println!("Listening on http://{}", server.local_addr());
/// server.run().await;
/// # Ok(())
/// # }
/// ```
#[must_use = "it serves when `bind` or `listen`, and then `run` is called"]
pub struct Server {
    app: Router,
    shutdown_timeout: Duration,
    shutdown_signal: Option<ShutdownSignal>,
    read_buffer: usize,
}

impl Server {
    /// A server for this app.
    pub fn new(app: Router) -> Self {
        Self { app, shutdown_timeout: Duration::from_secs(30), shutdown_signal: None, read_buffer: 64 * 1024 }
    }

    /// How long it takes at the most to stop: 30 seconds unless said otherwise.
    ///
    /// Choose less than what your platform waits before it kills: 10 seconds in Docker, 30 in Kubernetes. Connections have nine tenths
    /// of it, and what their end begins with [`after`](crate::after()) has the rest: a stream that never ends is cut after nine.
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.shutdown_timeout = timeout;
        self
    }

    /// What tells it to stop, instead of Ctrl-C and SIGTERM.
    ///
    /// Signals of the system then do what they did before, and no second one ends it at once.
    pub fn shutdown_signal(mut self, signal: impl Future<Output = ()> + Send + 'static) -> Self {
        self.shutdown_signal = Some(ShutdownSignal::given(signal));
        self
    }

    /// How many bytes it reads ahead from an HTTP/1.1 connection whose body the handler has not asked for yet, and how long the head of a
    /// request may be: 64 KiB unless said otherwise, and 8 KiB at the least.
    ///
    /// It is what an upload costs in memory while it waits. HTTP/2 has a window of its own, 1 MiB for all the streams of a connection.
    ///
    /// ```
    /// use route_runtime::{Server, routes};
    ///
    /// # let app: axum::Router = routes![].into_router();
    /// // For many uploads that wait for their turn.
    /// let server = Server::new(app).read_buffer(16 * 1024);
    /// ```
    pub fn read_buffer(mut self, bytes: usize) -> Self {
        self.read_buffer = bytes;
        self
    }

    /// Listens on an address: `"127.0.0.1:3000"`, or `"[::]:3000"` for everybody; port 0 is a free one.
    ///
    /// From here on connections wait to be served, and signals to stop are kept for [`run`](BoundServer::run).
    ///
    /// # Errors
    ///
    /// When it cannot listen there, or cannot be told of signals.
    pub async fn bind(self, addr: impl ToSocketAddrs) -> io::Result<BoundServer> {
        let listener = listener::bind(addr).await?;
        self.listen(listener)
    }

    /// Takes connections from a listener that is there, as a service manager hands it on. One of the standard library becomes one of Tokio's
    /// with [`TcpListener::from_std`].
    ///
    /// ```
    /// use route_runtime::{Server, routes};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let handed_on = std::net::TcpListener::bind("127.0.0.1:0")?;
    /// handed_on.set_nonblocking(true)?;
    /// let server = Server::new(routes![].into_router()).listen(tokio::net::TcpListener::from_std(handed_on)?)?;
    /// assert_eq!(server.local_addr().ip().to_string(), "127.0.0.1");
    /// # Ok::<(), std::io::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the listener has no address, or when it cannot be told of signals.
    pub fn listen(self, listener: TcpListener) -> io::Result<BoundServer> {
        let shutdown_signal = match self.shutdown_signal {
            Some(given) => given,
            None => ShutdownSignal::system()?,
        };
        Ok(BoundServer {
            address: listener.local_addr()?,
            listener,
            http: Http::new(self.app, self.read_buffer),
            shutdown_timeout: self.shutdown_timeout,
            shutdown_signal,
        })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("shutdown_timeout", &self.shutdown_timeout)
            .field("read_buffer", &self.read_buffer)
            .finish_non_exhaustive()
    }
}

/// A [`Server`] that listens: what [`Server::bind`] and [`Server::listen`] return.
///
/// ```
/// use route_runtime::{BoundServer, Server, routes};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
/// let server: BoundServer = Server::new(routes![].into_router())
///     .shutdown_signal(async { _ = stopped.await })
///     .bind("127.0.0.1:0")
///     .await?;
/// // The free port that it was given.
/// assert_ne!(server.local_addr().port(), 0);
///
/// let running = tokio::spawn(server.run());
/// stop.send(()).unwrap();
/// running.await?; // when it has stopped
/// # Ok::<(), std::io::Error>(())
/// # }).unwrap();
/// ```
#[must_use = "it serves when `run` is called"]
pub struct BoundServer {
    listener: TcpListener,
    address: SocketAddr,
    http: Http,
    shutdown_timeout: Duration,
    shutdown_signal: ShutdownSignal,
}

impl BoundServer {
    /// Where it listens, with the port that it was given for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Serves until it is told to stop, and returns when it has: see [`Server`]. No error of a connection ends it.
    ///
    /// Dropped, it cuts its connections off.
    pub async fn run(self) {
        let Self { listener, http, shutdown_timeout, mut shutdown_signal, .. } = self;
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                () = shutdown_signal.recv() => break,
                (stream, client) = listener::accept(&listener) => {
                    connections.spawn(http.clone().serve(stream, client, graceful.watcher()));
                }
                // What has ended is forgotten.
                Some(_) = connections.join_next() => {}
            }
        }
        // New connections are refused from here on.
        drop(listener);
        tokio::select! {
            () = finish(graceful, &mut connections, shutdown_timeout) => {}
            () = shutdown_signal.recv() => {
                tracing::warn!(connections = open(&mut connections), "a second signal cut off what was left");
            }
        }
    }
}

impl fmt::Debug for BoundServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoundServer").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Lets connections end, and then the futures of `after`. Takes no longer than this.
async fn finish(graceful: GracefulShutdown, connections: &mut JoinSet<()>, limit: Duration) {
    let finished = timeout(limit, async {
        if timeout(limit / 10 * 9, graceful.shutdown()).await.is_err() {
            tracing::warn!(connections = open(connections), "connections that did not end in time were cut off");
            connections.shutdown().await;
        }
        wait_for_after().await;
    });
    if finished.await.is_err() {
        tracing::warn!("futures of `after` that did not end in time were cut off");
    }
}

/// How many connections are open.
fn open(connections: &mut JoinSet<()>) -> usize {
    while connections.try_join_next().is_some() {}
    connections.len()
}
