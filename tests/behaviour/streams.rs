//! Streams over real sockets (NEXT-SPEC 13, W1 to W5; Q10, N15, B9).

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures_util::{Stream, StreamExt, stream};
use route_runtime::{NextRequest, NextResponse, Result, after, route, routes, spawn};
use route_tests::{Log, serve};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};

/// What the handlers and a test tell each other.
#[derive(Clone, Default)]
struct Shared {
    /// Lets the next piece of a stream go.
    next: Arc<Notify>,
    dropped: Arc<AtomicUsize>,
    aborted: Arc<AtomicUsize>,
    after: Arc<AtomicUsize>,
}

/// Counts when it is dropped.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Pieces that come when the test says so.
fn pieces(shared: &Shared) -> impl Stream<Item = String> + Send + 'static + use<> {
    let (next, counted) = (Arc::clone(&shared.next), Counted(Arc::clone(&shared.dropped)));
    stream::unfold((0, next, counted), async |(number, next, counted)| {
        next.notified().await;
        Some((format!("piece {number}\n"), (number + 1, next, counted)))
    })
}

#[route("/stream/[kind]")]
async fn GET(kind: String, req: NextRequest, State(shared): State<Shared>) -> NextResponse {
    let signal = req.signal();
    let aborted = Arc::clone(&shared.aborted);
    spawn(async move {
        signal.aborted().await;
        aborted.fetch_add(1, Ordering::SeqCst);
    });
    let ran = Arc::clone(&shared.after);
    after(async move {
        ran.fetch_add(1, Ordering::SeqCst);
    });
    match &*kind {
        "progressing" => NextResponse::stream(pieces(&shared)),
        "ending" => NextResponse::stream(pieces(&shared).take(2)),
        "whole" => NextResponse::new("whole"),
        "empty" => NextResponse::new(()).with_status(204),
        "redirect" => NextResponse::redirect("/to"),
        "copied" => NextResponse::stream(stream::iter(["who", "le"])).with_header("content-length", 5),
        "stalled" => {
            let counted = Counted(Arc::clone(&shared.dropped));
            NextResponse::stream(stream::pending::<String>().map(move |piece| {
                let _ = &counted;
                piece
            }))
        }
        _ => {
            let _counted = Counted(Arc::clone(&shared.dropped));
            std::future::pending().await
        }
    }
}

#[route(GET "/events")]
async fn events(State(shared): State<Shared>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(pieces(&shared).map(|piece| Ok(Event::default().data(piece.trim_end()))))
}

#[route(POST "/echo")]
async fn echo(mut req: NextRequest) -> Result {
    Ok(NextResponse::new(req.body_stream()?).with_header("content-type", "application/x-ndjson"))
}

async fn start() -> (Shared, SocketAddr) {
    let shared = Shared::default();
    let app: Router = routes![GET, events, echo].into_router().with_state(shared.clone());
    (shared, serve(app).await)
}

async fn ask(address: SocketAddr, head: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(format!("{head}\r\nHost: localhost\r\n\r\n").as_bytes()).await.unwrap();
    connection
}

/// Reads until the text has been seen.
async fn read_until(connection: &mut TcpStream, text: &str) -> String {
    let mut read = String::new();
    while !read.contains(text) {
        let mut buffer = [0; 1024];
        let length = tokio::time::timeout(Duration::from_secs(10), connection.read(&mut buffer)).await;
        let length = length.unwrap_or_else(|_| panic!("no {text:?} after {read:?}")).unwrap();
        assert_ne!(length, 0, "it ended after {read:?}");
        read.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
    }
    read
}

/// Waits until a counter has this value, and returns for how long.
async fn until(counter: &AtomicUsize, value: usize) -> Duration {
    let start = Instant::now();
    while counter.load(Ordering::SeqCst) != value {
        assert!(start.elapsed() < Duration::from_secs(10), "{} and not {value}", counter.load(Ordering::SeqCst));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    start.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn W1_pieces_are_sent_as_they_are_made() {
    let (shared, address) = start().await;
    let mut connection = ask(address, "GET /stream/ending HTTP/1.1").await;
    shared.next.notify_one();
    let head = read_until(&mut connection, "piece 0\n").await;
    assert!(head.contains("transfer-encoding: chunked") && !head.contains("content-type"), "{head}");
    assert!(!head.contains("piece 1"));
    shared.next.notify_one();
    read_until(&mut connection, "piece 1\n\r\n0\r\n\r\n").await;
    until(&shared.dropped, 1).await;
    until(&shared.after, 1).await;
    assert_eq!(shared.aborted.load(Ordering::SeqCst), 0, "Q10: an answer that was sent whole is not aborted");
}

#[tokio::test(flavor = "multi_thread")]
async fn W2_Q10_E6_within_a_second_of_the_client_leaving_all_is_dropped() {
    for kind in ["progressing", "stalled", "not-started"] {
        let (shared, address) = start().await;
        let mut connection = ask(address, &format!("GET /stream/{kind} HTTP/1.1")).await;
        if kind == "progressing" {
            shared.next.notify_one();
            read_until(&mut connection, "piece 0").await;
        } else if kind == "stalled" {
            read_until(&mut connection, "\r\n\r\n").await;
        } else {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(shared.dropped.load(Ordering::SeqCst), 0);
        drop(connection);
        for counter in [&shared.dropped, &shared.aborted, &shared.after] {
            let took = until(counter, 1).await;
            assert!(took < Duration::from_secs(1), "{kind}: {took:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn Q10_a_whole_answer_is_never_aborted() {
    for (method, kind, end) in [
        ("GET", "whole", "whole"),
        ("GET", "empty", "\r\n\r\n"),
        ("GET", "redirect", "\r\n\r\n"),
        ("GET", "copied", "whole"),
        ("HEAD", "whole", "\r\n\r\n"),
        ("HEAD", "ending", "\r\n\r\n"),
    ] {
        let (shared, address) = start().await;
        let mut connection = ask(address, &format!("{method} /stream/{kind} HTTP/1.1")).await;
        read_until(&mut connection, end).await;
        until(&shared.after, 1).await;
        drop(connection);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(shared.aborted.load(Ordering::SeqCst), 0, "{method} {kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn Q10_one_who_asks_late_is_told_too() {
    #[route(GET "/asks-late")]
    async fn late(req: NextRequest, State(shared): State<Shared>) {
        spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if req.signal().is_aborted() {
                shared.aborted.fetch_add(1, Ordering::SeqCst);
            }
        });
        std::future::pending().await
    }
    let shared = Shared::default();
    let app: Router = routes![late].into_router().with_state(shared.clone());
    let connection = ask(serve(app).await, "GET /asks-late HTTP/1.1").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(connection);
    until(&shared.aborted, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn W4_head_never_sends_or_makes_the_stream() {
    let (shared, address) = start().await;
    let mut connection = ask(address, "HEAD /stream/progressing HTTP/1.1").await;
    let head = read_until(&mut connection, "\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"), "{head}");
    until(&shared.dropped, 1).await;
    until(&shared.after, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn W5_axums_events_arrive_one_by_one() {
    let (shared, address) = start().await;
    let mut connection = ask(address, "GET /events HTTP/1.1").await;
    for number in 0..3 {
        shared.next.notify_one();
        let text = read_until(&mut connection, &format!("data: piece {number}\n\n")).await;
        assert!(number > 0 || text.contains("content-type: text/event-stream"), "{text}");
    }
    drop(connection);
    assert!(until(&shared.dropped, 1).await < Duration::from_secs(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn B9_a_request_is_piped_into_its_answer_piece_by_piece() {
    let (_, address) = start().await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    connection.write_all(head.as_bytes()).await.unwrap();
    for number in 0..10 {
        let line = format!("{{\"line\":{number}}}\n");
        connection.write_all(format!("{:x}\r\n{line}\r\n", line.len()).as_bytes()).await.unwrap();
        // It comes back before the next one is sent.
        read_until(&mut connection, &line).await;
    }
    connection.write_all(b"0\r\n\r\n").await.unwrap();
    read_until(&mut connection, "0\r\n\r\n").await;
}

#[tokio::test]
async fn a_stream_that_fails_or_panics_is_logged_and_breaks_only_its_own_answer() {
    #[route("/breaks/[how]")]
    async fn GET(how: String) -> NextResponse {
        let end = async move { if how == "panic" { panic!("a test of panics") } else { Err("disk full") } };
        NextResponse::stream(stream::iter([Ok("one")]).chain(stream::once(end)))
    }
    let app: Router = routes![GET].into_router();
    let log = Log::start();
    for (how, logged) in [("error", "disk full"), ("panic", "the stream panicked: a test of panics")] {
        let request = axum::http::Request::get(format!("/breaks/{how}")).body(Body::empty()).unwrap();
        let response = tower::ServiceExt::oneshot(app.clone(), request).await.unwrap();
        let mut frames = response.into_body().into_data_stream();
        assert_eq!(frames.next().await.unwrap().unwrap(), "one");
        assert!(frames.next().await.unwrap().is_err());
        if how == "panic" {
            assert!(frames.next().await.is_none(), "it is not polled again");
        }
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains(logged), "{errors:?}");
        assert!(errors[0].contains("route=GET /breaks/[how]"), "{errors:?}");
    }
}

/// A copied upstream response keeps status, headers and stream.
#[tokio::test(flavor = "multi_thread")]
async fn N15_an_answer_of_another_server_is_passed_on_while_it_comes() {
    type Upstream = Arc<Mutex<Option<mpsc::Receiver<Result<String, Infallible>>>>>;
    #[route("/copied")]
    async fn GET(State(upstream): State<Upstream>) -> NextResponse {
        let mut receiver = upstream.lock().unwrap().take().unwrap();
        let body = Body::from_stream(stream::poll_fn(move |cx| receiver.poll_recv(cx)));
        let answer = axum::http::Response::builder().status(206).header("x-from", "upstream").header("x-from", "twice");
        NextResponse::from(answer.body(body).unwrap()).with_header("x-added", "1")
    }
    let (sender, receiver) = mpsc::channel(1);
    let app: Router = routes![GET].into_router().with_state(Arc::new(Mutex::new(Some(receiver))));
    let mut connection = ask(serve(app).await, "GET /copied HTTP/1.1").await;
    sender.send(Ok("first".to_owned())).await.unwrap();
    let head = read_until(&mut connection, "first").await;
    for line in ["HTTP/1.1 206 ", "x-from: upstream", "x-from: twice", "x-added: 1"] {
        assert!(head.contains(line), "{line} in {head}");
    }
    sender.send(Ok("second".to_owned())).await.unwrap();
    read_until(&mut connection, "second").await;
    drop(sender);
    read_until(&mut connection, "0\r\n\r\n").await;
}
