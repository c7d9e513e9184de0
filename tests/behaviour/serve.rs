//! `serve` and `Server`: how connections begin and end, on real sockets.

use crate::sockets::{curl, talk};
use axum::extract::ConnectInfo;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::http::Version;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::{StreamExt, stream};
use route_runtime::{NextResponse, Server, after, route, routes};
use route_tests::Log;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

const MINUTE: Duration = Duration::from_secs(60);

/// Two permits to pass: one says that the handler has begun, the other lets it go on.
#[derive(Clone)]
struct Gate {
    begun: Arc<Notify>,
    open: Arc<Semaphore>,
}

impl Gate {
    fn new() -> Self {
        Self { begun: Arc::new(Notify::new()), open: Arc::new(Semaphore::new(0)) }
    }
}

#[route(GET "/serve/gate")]
async fn gated(Extension(gate): Extension<Gate>) -> &'static str {
    gate.begun.notify_one();
    gate.open.acquire().await.unwrap().forget();
    "through"
}

#[route(GET "/serve/version")]
async fn version(version: Version, ConnectInfo(client): ConnectInfo<SocketAddr>) -> String {
    format!("{version:?} for {}", client.ip())
}

/// What a handler of `endless` has left behind.
type Ended = Arc<AtomicBool>;

#[route(GET "/serve/endless")]
async fn endless(Extension(ended): Extension<Ended>) -> NextResponse {
    after(async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        ended.store(true, Ordering::SeqCst);
    });
    NextResponse::stream(stream::iter(["begun"]).chain(stream::pending()))
}

#[route(GET "/serve/echo")]
async fn echo(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |mut socket| {
        while let Some(Ok(message)) = socket.recv().await {
            if matches!(message, Message::Text(_)) && socket.send(message).await.is_err() {
                return;
            }
        }
    })
}

/// A server that is running.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    end: JoinHandle<()>,
}

impl Running {
    /// Starts a server on a port of its own, or on this one.
    async fn start(server: Server, port: u16) -> Self {
        let (stop, stopped) = oneshot::channel();
        let server = server.shutdown_signal(async { drop(stopped.await) });
        let server = server.bind((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        Self { address: server.local_addr(), stop, end: tokio::spawn(server.run()) }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn request(&self, path: &str) -> TcpStream {
        let mut connection = self.connect().await;
        connection.write_all(request(path).as_bytes()).await.unwrap();
        connection
    }
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

/// Reads until this has come.
async fn read_until(connection: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    while !text.contains(end) {
        let mut piece = [0; 1024];
        let length = connection.read(&mut piece).await.unwrap();
        assert_ne!(length, 0, "the connection ended after: {text}");
        text.push_str(str::from_utf8(&piece[..length]).unwrap());
    }
    text
}

/// Reads to the end of the connection, also where it ends without ceremony.
async fn read_to_end(mut connection: TcpStream) -> String {
    let mut bytes = Vec::new();
    match connection.read_to_end(&mut bytes).await {
        Err(error) if error.kind() != io::ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Waits until nobody listens there. A process that another test has just started has the listener, too, until it runs its program.
async fn refused(address: SocketAddr) {
    while TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn when_it_stops_requests_in_flight_are_answered_and_new_connections_refused() {
    let gate = Gate::new();
    let app = routes![gated, version].into_router().layer(Extension(gate.clone()));
    let server = Running::start(Server::new(app), 0).await;
    let mut idle = server.request("/serve/version").await;
    read_until(&mut idle, "HTTP/1.1 for 127.0.0.1").await;
    let unused = server.connect().await;
    let in_flight = server.request("/serve/gate").await;
    gate.begun.notified().await;

    server.stop.send(()).unwrap();
    assert_eq!(read_to_end(idle).await, "");
    assert_eq!(read_to_end(unused).await, "");
    refused(server.address).await;
    assert!(!server.end.is_finished());

    gate.open.add_permits(1);
    let answer = read_to_end(in_flight).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nthrough"), "{answer}");
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    server.end.await.unwrap();
}

#[tokio::test]
async fn an_answer_without_an_end_is_cut_off_when_time_is_up_and_its_after_runs() {
    const LIMIT: Duration = Duration::from_secs(1);
    for args in [&["--http1.1"], &["--http2-prior-knowledge"]] {
        let ended = Ended::default();
        let app = routes![endless].into_router().layer(Extension(Arc::clone(&ended)));
        let server = Running::start(Server::new(app).shutdown_timeout(LIMIT), 0).await;
        let url = format!("http://{}/serve/endless", server.address);
        let mut curl = Command::new("curl");
        curl.args(["-sN", "--max-time", "20", &url]).args(args).stdout(Stdio::piped()).kill_on_drop(true);
        let mut curl = curl.spawn().expect("curl runs");
        let mut begun = [0; 5];
        curl.stdout.as_mut().unwrap().read_exact(&mut begun).await.unwrap();
        assert_eq!(&begun, b"begun");

        let log = Log::start();
        let start = Instant::now();
        server.stop.send(()).unwrap();
        server.end.await.unwrap();
        assert!(start.elapsed() >= LIMIT / 10 * 9, "it had its time");
        assert!(ended.load(Ordering::SeqCst));
        let log = log.take();
        assert!(log.contains("WARN") && log.contains("connections=1"), "{log}");
        let status = curl.wait().await.unwrap();
        assert!(
            !status.success() && status.code() != Some(28),
            "curl sees an answer that was cut, not its own timeout: {status}"
        );
    }
}

#[tokio::test]
async fn what_after_was_given_ends_before_the_server_does() {
    let ended = Ended::default();
    #[route(GET "/serve/late")]
    async fn late(Extension(ended): Extension<Ended>) -> &'static str {
        after(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            ended.store(true, Ordering::SeqCst);
        });
        "soon"
    }
    let app = routes![late].into_router().layer(Extension(Arc::clone(&ended)));
    let server = Running::start(Server::new(app), 0).await;
    read_until(&mut server.request("/serve/late").await, "soon").await;
    server.stop.send(()).unwrap();
    server.end.await.unwrap();
    assert!(ended.load(Ordering::SeqCst));
}

#[tokio::test]
async fn an_after_without_an_end_is_cut_off_when_time_is_up() {
    #[route(GET "/serve/never")]
    async fn never() -> &'static str {
        after(std::future::pending::<()>());
        "never"
    }
    let server = Server::new(routes![never].into_router()).shutdown_timeout(Duration::from_millis(50));
    let server = Running::start(server, 0).await;
    read_until(&mut server.request("/serve/never").await, "\r\n\r\nnever").await;
    let log = Log::start();
    server.stop.send(()).unwrap();
    server.end.await.unwrap();
    let log = log.take();
    assert!(log.contains("WARN") && log.contains("futures of `after`"), "{log}");
}

#[tokio::test]
async fn dropped_it_cuts_its_connections_off() {
    let app = routes![endless].into_router().layer(Extension(Ended::default()));
    let server = Running::start(Server::new(app), 0).await;
    let mut connection = server.request("/serve/endless").await;
    read_until(&mut connection, "begun").await;
    server.end.abort();
    assert!(!read_to_end(connection).await.ends_with("\r\n0\r\n\r\n"));
}

#[tokio::test]
async fn a_port_can_be_had_again_at_once() {
    let app = || Router::new().route("/", get(async || "here"));
    let mut port = 0;
    for _ in 0..3 {
        let server = Running::start(Server::new(app()), port).await;
        port = server.address.port();
        let mut connection = server.request("/").await;
        read_until(&mut connection, "here").await;
        server.stop.send(()).unwrap();
        // It is the server that closes the connection, whose port the system keeps for a while.
        read_to_end(connection).await;
        server.end.await.unwrap();
    }
}

#[tokio::test]
async fn it_speaks_http_1_and_http_2_to_clients_that_know() {
    let server = Running::start(Server::new(routes![version].into_router()), 0).await;
    for (arg, answer) in [
        ("--http1.0", "HTTP/1.0 for 127.0.0.1"),
        ("--http1.1", "HTTP/1.1 for 127.0.0.1"),
        ("--http2-prior-knowledge", "HTTP/2.0 for 127.0.0.1"),
    ] {
        let (status, _, body) = curl(server.address, "/serve/version", &[arg]).await;
        assert_eq!((status, &*body), (200, answer));
    }
}

#[tokio::test]
async fn a_client_of_a_server_for_everybody_has_its_own_kind_of_address() {
    let server = Server::new(routes![version].into_router()).bind((Ipv6Addr::UNSPECIFIED, 0)).await;
    // Some machines have no IPv6.
    let Ok(server) = server else { return };
    let port = server.local_addr().port();
    tokio::spawn(server.run());
    for (host, client) in [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1")] {
        let address = format!("{host}:{port}").parse().unwrap();
        let (_, _, body) = curl(address, "/serve/version", &["--http1.1"]).await;
        assert_eq!(body, format!("HTTP/1.1 for {client}"));
    }
}

#[tokio::test]
async fn a_web_socket_works_and_does_not_hold_the_end() {
    let server = Running::start(Server::new(routes![echo].into_router()), 0).await;
    let url = format!("ws://{}/serve/echo", server.address);
    let (socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    assert_eq!(talk(socket).await, ["hello", "again"]);

    let (socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    server.stop.send(()).unwrap();
    server.end.await.unwrap();
    assert_eq!(talk(socket).await, ["hello", "again"], "it belongs to its handler");
}

/// The clock is not the real one: it moves when nothing else does, and then from timer to timer. So the server alone has one.
#[tokio::test(start_paused = true)]
async fn a_connection_without_a_request_is_closed() {
    let server = Running::start(Server::new(routes![version].into_router()), 0).await;
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    // SETTINGS; HEADERS on stream 1 with its end: GET, /, http.
    let http2 = "\0\0\0\x04\0\0\0\0\0\0\0\x03\x01\x05\0\0\0\x01";
    let http2 = [preface.as_bytes(), http2.as_bytes(), &[0x82, 0x84, 0x86]].concat();
    for sent in [
        "".as_bytes(),
        b"P",
        b"PRI * HTTP/2.0\r\n",
        preface.as_bytes(),
        &http2,
        b"\r\n",
        b"GET /serve/version HTTP/1.1",
        b"GET /serve/version HTTP/1.1\r\nHost: localhost\r\n",
        request("/serve/version").as_bytes(),
    ] {
        let start = tokio::time::Instant::now();
        let mut connection = server.connect().await;
        connection.write_all(sent).await.unwrap();
        let answer = read_to_end(connection).await;
        let seconds = start.elapsed().as_secs();
        assert!((75..82).contains(&seconds), "{}: {seconds}, {answer}", sent.escape_ascii());
    }
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_cut_off() {
    let server = Running::start(Server::new(routes![version].into_router()), 0).await;
    let mut connection = server.request("/serve/version").await;
    read_until(&mut connection, "HTTP/1.1 for").await;
    tokio::time::pause();
    connection.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    let (mut from, mut to) = connection.split();
    let sends = async {
        for byte in b"X: y\r\n".iter().cycle() {
            tokio::time::sleep(Duration::from_secs(5)).await;
            if to.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
    };
    let mut answer = Vec::new();
    // It may end without ceremony.
    let _ = tokio::join!(sends, from.read_to_end(&mut answer));
    assert_eq!(String::from_utf8_lossy(&answer), "", "it was not the length that was too much");
}

#[tokio::test]
async fn a_handler_and_its_answer_may_take_longer_than_a_head() {
    #[route(GET "/serve/slow")]
    async fn slow(Extension(gate): Extension<Gate>) -> NextResponse {
        gate.begun.notify_one();
        gate.open.acquire().await.unwrap().forget();
        tokio::time::sleep(4 * MINUTE).await;
        let pieces = stream::iter(["one", "two"]).then(async |piece| {
            tokio::time::sleep(4 * MINUTE).await;
            piece
        });
        NextResponse::stream(Box::pin(pieces))
    }
    let gate = Gate::new();
    let app = routes![slow].into_router().layer(Extension(gate.clone()));
    let server = Running::start(Server::new(app), 0).await;
    let mut connection = server.request("/serve/slow").await;
    gate.begun.notified().await;
    tokio::time::pause();
    gate.open.add_permits(1);
    let answer = read_until(&mut connection, "\r\n0\r\n\r\n").await;
    assert!(answer.contains("one") && answer.contains("two"), "{answer}");
}

#[tokio::test]
async fn the_head_of_a_request_fits_into_the_read_buffer_or_is_431() {
    for (read_buffer, head, status) in [
        (None, 50_000, "200"),
        (None, 70_000, "431"),
        (Some(0), 7_000, "200"),
        (Some(0), 9_000, "431"),
        (Some(200_000), 150_000, "200"),
    ] {
        let server = Server::new(routes![version].into_router());
        let server = match read_buffer {
            Some(bytes) => server.read_buffer(bytes),
            None => server,
        };
        let server = Running::start(server, 0).await;
        let mut connection = server.connect().await;
        let padding = "x".repeat(head);
        let text = format!("GET /serve/version HTTP/1.1\r\nHost: localhost\r\nX-Padding: {padding}\r\n\r\n");
        // A server that has refused reads no further.
        let _ = connection.write_all(text.as_bytes()).await;
        let answer = read_until(&mut connection, "\r\n\r\n").await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{read_buffer:?} {head}");
    }
}

#[tokio::test]
async fn a_panic_outside_of_our_handlers_ends_no_more_than_its_connection() {
    let app = Router::new().route("/panic", get(async || -> () { panic!("a test of panics") }));
    let server = Running::start(Server::new(app.merge(routes![version])), 0).await;
    for _ in 0..3 {
        assert_eq!(read_to_end(server.request("/panic").await).await, "");
        let (status, _, _) = curl(server.address, "/serve/version", &[]).await;
        assert_eq!(status, 200);
    }
}

/// Signals and descriptors are those of a whole process, so that these servers have one of their own.
#[cfg(unix)]
mod process {
    use super::*;
    use tokio::io::{AsyncBufReadExt, BufReader, Lines};
    use tokio::process::{Child, ChildStdout};

    #[tokio::test]
    #[ignore = "other tests run it"]
    async fn a_server_in_a_process_of_its_own() {
        tracing_subscriber::fmt().with_ansi(false).init();
        let app = routes![version, endless].into_router().layer(Extension(Ended::default()));
        let server = Server::new(app).bind("127.0.0.1:0").await.unwrap();
        println!("\nport {}", server.local_addr().port());
        timeout(MINUTE, server.run()).await.expect("a signal in time");
    }

    struct Process {
        child: Child,
        output: Lines<BufReader<ChildStdout>>,
        address: SocketAddr,
    }

    impl Process {
        /// Starts the server from a shell that has run this.
        async fn start(before: &str) -> Self {
            let test = "--ignored --exact serve::process::a_server_in_a_process_of_its_own --nocapture";
            let mut child = Command::new("sh")
                .args(["-c", &format!("{before}; exec \"$0\" {test}")])
                .arg(std::env::current_exe().unwrap())
                .stdout(Stdio::piped())
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            let output = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut process = Self { child, output, address: (Ipv4Addr::LOCALHOST, 0).into() };
            let port = process.line("port ").await;
            process.address.set_port(port.strip_prefix("port ").unwrap().parse().unwrap());
            process
        }

        /// The next line with this in it.
        async fn line(&mut self, part: &str) -> String {
            loop {
                let line = self.output.next_line().await.unwrap().expect("a line with what is looked for");
                if line.contains(part) {
                    return line;
                }
            }
        }

        async fn request(&self, path: &str) -> TcpStream {
            let mut connection = TcpStream::connect(self.address).await.unwrap();
            connection.write_all(request(path).as_bytes()).await.unwrap();
            connection
        }

        async fn signal(&self, name: &str) {
            let kill = format!("kill -{name} {}", self.child.id().unwrap());
            assert!(Command::new("sh").args(["-c", &kill]).status().await.unwrap().success());
        }
    }

    #[tokio::test]
    async fn it_stops_at_a_signal_and_ends_at_once_at_a_second_one() {
        for (first, second) in [("TERM", "INT"), ("INT", "TERM")] {
            let mut server = Process::start(":").await;
            let mut connection = server.request("/serve/endless").await;
            read_until(&mut connection, "begun").await;
            server.signal(first).await;
            refused(server.address).await;

            // Without it the stream would have half a minute.
            let start = Instant::now();
            server.signal(second).await;
            let line = server.line("a second signal").await;
            assert!(line.contains("WARN") && line.contains("connections=1"), "{line}");
            assert!(server.child.wait().await.unwrap().success());
            assert!(start.elapsed() < Duration::from_secs(20));
            assert!(!read_to_end(connection).await.contains("\r\n0\r\n"));
        }
    }

    #[tokio::test]
    async fn without_descriptors_it_waits_until_there_are_some() {
        let mut server = Process::start("ulimit -n 30").await;
        let mut connections = Vec::new();
        for _ in 0..50 {
            connections.push(server.request("/serve/version").await);
        }
        server.line("a connection could not be accepted").await;
        let mut last = connections.pop().unwrap();
        drop(connections);
        read_until(&mut last, "HTTP/1.1 for").await;
        server.signal("TERM").await;
        assert!(server.child.wait().await.unwrap().success());
    }
}
