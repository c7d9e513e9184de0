//! `after()` (NEXT-SPEC A1, A2): when it runs, and what it cannot change.

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use route_runtime::{
    NextResponse, Result, after, cookies, headers, not_found, redirect, route, routes, spawn, wait_for_after,
};
use route_tests::{Log, get, send};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use tower::ServiceExt;

/// Lets what was started run.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn A1_it_runs_when_the_body_has_been_read_or_dropped() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[route("/a1/[kind]")]
    async fn GET(kind: String) -> Response {
        after(async {
            RUNS.fetch_add(1, Ordering::SeqCst);
        });
        match &*kind {
            "text" => "text".into_response(),
            "empty" => ().into_response(),
            _ => NextResponse::stream(stream::iter(["one", "two"]).chain(stream::pending())).into_response(),
        }
    }
    let app: Router = routes![GET].into_router();
    let answer = |kind: &str| {
        let request = Request::get(format!("/a1/{kind}")).body(Body::empty()).unwrap();
        let app = app.clone();
        async move { app.oneshot(request).await.unwrap() }
    };
    let runs = async || {
        settle().await;
        RUNS.swap(0, Ordering::SeqCst)
    };

    for kind in ["text", "empty"] {
        let response = answer(kind).await;
        assert_eq!(runs().await, 0, "{kind}: not before it is sent");
        response.into_body().collect().await.unwrap();
        assert_eq!(runs().await, 1, "{kind}");
        drop(answer(kind).await);
        assert_eq!(runs().await, 1, "{kind}: dropped");
    }
    let mut body = answer("stream").await.into_body();
    assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "one");
    assert_eq!(runs().await, 0, "the stream goes on");
    drop(body);
    assert_eq!(runs().await, 1, "the client has gone");

    // HEAD: the body is dropped, and what waits for its end runs (W4).
    assert_eq!(send(&app, "HEAD", "/a1/stream", "").await.text(), (200, ""));
    assert_eq!(runs().await, 1);
}

#[tokio::test]
async fn A1_it_runs_after_every_end_of_a_handler() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[route("/ends/[how]", max_duration = 1)]
    async fn GET(how: String) -> Result {
        after(async {
            RUNS.fetch_add(1, Ordering::SeqCst);
        });
        match &*how {
            "redirect" => Err(redirect("/")),
            "not-found" => Err(not_found()),
            "error" => Err("broken")?,
            "panic" => panic!("a test of panics"),
            _ => std::future::pending().await,
        }
    }
    let app: Router = routes![GET].into_router();
    for (how, status) in [("redirect", 307), ("not-found", 404), ("error", 500), ("panic", 500), ("never", 504)] {
        assert_eq!(get(&app, &format!("/ends/{how}")).await.status, status);
        settle().await;
        assert_eq!(RUNS.swap(0, Ordering::SeqCst), 1, "{how}");
    }
    // The client goes away while the handler runs.
    let request = Request::get("/ends/never").body(Body::empty()).unwrap();
    let handler = tokio::time::timeout(Duration::from_millis(10), app.clone().oneshot(request)).await;
    assert!(handler.is_err());
    settle().await;
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn A1_it_reads_the_request_and_may_be_called_again_in_it() {
    static SEEN: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());
    #[route("/nested")]
    async fn GET() -> &'static str {
        cookies().set("a", "2");
        after(async {
            after(async {
                let cookie = cookies().get("a").unwrap().value().to_owned();
                SEEN.lock().unwrap().push(format!("{} {cookie}", headers()["x-a"].to_str().unwrap()));
            });
        });
        "text"
    }
    let app: Router = routes![GET].into_router();
    let request = Request::get("/nested").header("x-a", "1").header("cookie", "a=1").body(Body::empty()).unwrap();
    assert_eq!(route_tests::call(&app, request).await.header("set-cookie"), "a=2; Path=/");
    wait_for_after().await;
    assert_eq!(*SEEN.lock().unwrap(), ["1 2"]);
}

#[tokio::test(start_paused = true)]
async fn A1_what_goes_wrong_in_it_is_logged_and_changes_nothing() {
    #[route("/wrong/[how]", max_duration = 2)]
    async fn GET(how: String) -> &'static str {
        match &*how {
            "error" => after(async { Err::<(), _>(std::io::Error::other("disk full")) }),
            "route-error" => after(async { Err::<(), _>(not_found()) }),
            "panic" => after(async { assert!(headers().is_empty(), "a test of panics") }),
            _ => after(std::future::pending::<()>()),
        }
        "fine"
    }
    let app: Router = routes![GET].into_router();
    let log = Log::start();
    for (how, logged) in [
        ("error", "error=disk full"),
        ("route-error", "404"),
        ("panic", "a test of panics"),
        ("slow", "took longer than `max_duration`"),
    ] {
        let request = Request::get(format!("/wrong/{how}")).header("x-a", "1").body(Body::empty()).unwrap();
        assert_eq!(route_tests::call(&app, request).await.text(), (200, "fine"));
        wait_for_after().await;
        let log = log.take();
        assert!(log.contains(logged) && log.contains("behaviour/after.rs:"), "{how}: {log}");
    }
}

#[tokio::test]
async fn A2_waiting_counts_what_is_still_to_begin() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    #[route("/waits")]
    async fn GET() -> &'static str {
        after(async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            DONE.fetch_add(1, Ordering::SeqCst);
        });
        "text"
    }
    let app: Router = routes![GET].into_router();
    let response = app.oneshot(Request::get("/waits").body(Body::empty()).unwrap()).await.unwrap();
    let waiting = tokio::spawn(wait_for_after());
    settle().await;
    assert!(!waiting.is_finished());
    drop(response);
    waiting.await.unwrap();
    assert_eq!(DONE.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn outside_of_a_request_it_runs_at_once() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    after(async {
        RUNS.fetch_add(1, Ordering::SeqCst);
    });
    wait_for_after().await;
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}

#[test]
fn outside_of_a_runtime_it_is_an_error_in_the_log() {
    let log = Log::start();
    after(async {});
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("outside of a Tokio runtime"), "{errors:?}");
}

/// A runtime that is stopping drops what it is given at once, in the middle of `after`; what is dropped may call `after` in turn.
#[test]
fn it_may_be_called_by_what_a_stopping_runtime_drops() {
    /// Says that it was dropped, and calls `after` before if it is told to.
    struct Guard(mpsc::Sender<()>, bool);
    impl Drop for Guard {
        fn drop(&mut self) {
            if self.1 {
                after(async {});
            }
            let _ = self.0.send(());
        }
    }
    type Ends = (Arc<Mutex<mpsc::Receiver<()>>>, mpsc::Sender<()>);
    #[route(GET "/stopping")]
    async fn stopping(Extension((go, dropped)): Extension<Ends>) {
        spawn(async move {
            // One thread is held in this poll until the other one has stopped the runtime.
            let _ = go.lock().unwrap().recv();
            let guard = Guard(dropped, true);
            after(async move { drop(guard) });
        });
    }
    let (go, gone) = mpsc::channel::<()>();
    let (sender, dropped) = mpsc::channel::<()>();
    let (closes, closed) = mpsc::channel::<()>();
    let app: Router = routes![stopping].into_router().layer(Extension((Arc::new(Mutex::new(gone)), sender)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    assert_eq!(runtime.block_on(get(&app, "/stopping")).status, 200);
    let pending = Guard(closes, false);
    runtime.spawn(async move {
        std::future::pending::<()>().await;
        drop(pending);
    });
    runtime.shutdown_background();
    closed.recv_timeout(Duration::from_secs(10)).expect("the runtime drops its tasks");
    go.send(()).unwrap();
    dropped.recv_timeout(Duration::from_secs(10)).expect("it came back");
}
