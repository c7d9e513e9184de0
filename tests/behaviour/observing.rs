//! NEXT-SPEC J2 to J4: who is told of failures, and what a request leaves in a trace.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use route_runtime::{
    App, NextRequest, NextResponse, Result, RouteKind, middleware, not_found, redirect, route, routes,
};
use route_tests::{call, get, send};
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Debug, thiserror::Error)]
#[error("the database is away")]
struct Away;

#[route("/fails/[how]", scope = observing)]
mod fails {
    use super::*;

    pub async fn GET(how: String) -> Result {
        match &*how {
            "error" => Err(Away)?,
            "panic" => panic!("a test of panics"),
            "redirect" => Err(redirect("/")),
            "missing" => Err(not_found()),
            "status" => Ok(NextResponse::new("a 500 of its own").with_status(500)),
            _ => Ok(NextResponse::new("fine")),
        }
    }

    pub async fn POST(mut req: NextRequest) -> Result {
        let number: u64 = req.json().await?;
        Ok(NextResponse::json(number))
    }
}

#[route("/slow", scope = observing, max_duration = 1)]
mod slow {
    pub async fn GET() -> &'static str {
        std::future::pending::<()>().await;
        "never"
    }
}

#[middleware(matcher = "/guarded")]
async fn guard() -> Result<()> {
    Err(Away)?
}

type Reports = Arc<Mutex<Vec<String>>>;

fn app(reports: &Reports) -> Router {
    let reports = Arc::clone(reports);
    App::new(routes![fails::route, slow::route])
        .middleware(guard)
        .on_request_error(move |error| {
            let route =
                error.route().map(|route| format!("{:?} {}", route.kind(), route.pattern())).unwrap_or_default();
            let is_ours = error.error().downcast_ref::<Away>().is_some();
            let header = error.headers().get("x-a").is_some();
            let line = format!("{} {} | {route} | {} {is_ours} {header}", error.method(), error.path(), error.error());
            reports.lock().unwrap().push(line);
        })
        .into_router()
}

#[tokio::test(start_paused = true)]
async fn J2_J3_each_failure_is_reported_once_and_nothing_else_is() {
    let reports = Reports::default();
    let app = app(&reports);
    let reported = async |method: &str, path: &str, body: &'static str| {
        let request = Request::builder().method(method).uri(path).header("x-a", "1").body(Body::from(body)).unwrap();
        let status = call(&app, request).await.status;
        (status, std::mem::take(&mut *reports.lock().unwrap()))
    };
    for (method, path, body, status, report) in [
        (
            "GET",
            "/fails/error?q=1",
            "",
            500,
            Some("GET /fails/error?q=1 | Route /fails/[how] | the database is away true true"),
        ),
        (
            "GET",
            "/fails/panic",
            "",
            500,
            Some("GET /fails/panic | Route /fails/[how] | panicked: a test of panics false true"),
        ),
        ("GET", "/slow", "", 504, Some("GET /slow | Route /slow | took longer than 1 s false true")),
        ("GET", "/guarded", "", 500, Some("GET /guarded | Middleware guard | the database is away true true")),
        ("GET", "/fails/redirect", "", 307, None),
        ("GET", "/fails/missing", "", 404, None),
        ("GET", "/fails/fine", "", 200, None),
        ("GET", "/fails/status", "", 500, None),
        ("GET", "/nothing", "", 404, None),
        ("GET", "/fails/%zz", "", 400, None),
        ("POST", "/fails/x", "{", 400, None),
        ("DELETE", "/fails/x", "", 405, None),
    ] {
        let reports: Vec<String> = report.into_iter().map(str::to_owned).collect();
        assert_eq!(reported(method, path, body).await, (status, reports), "{method} {path}");
    }
    let kinds = [RouteKind::Route, RouteKind::Page, RouteKind::Middleware];
    assert_eq!(format!("{kinds:?}"), "[Route, Page, Middleware]");
}

#[tokio::test]
async fn J4_a_request_is_one_span_with_the_names_of_opentelemetry() {
    #[middleware(matcher = "/fails/:how")]
    async fn logs() {
        tracing::info!("in the middleware");
    }
    #[route("/logs/[id]", scope = observing)]
    async fn GET(id: u64) -> &'static str {
        tracing::info!(id, "in the handler");
        "logged"
    }

    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let bare: Router = routes![GET].into_router();
    let plain: Router = App::new(routes![GET]).into_router();
    let whole: Router = App::new(routes![GET, fails::route]).middleware(logs).into_router();
    for (app, path, span) in [
        (&bare, "/logs/7", "GET /logs/7 as GET /logs/[id]: 200, in the handler"),
        (&plain, "/logs/7", "GET /logs/7 as GET /logs/[id]: 200, in the handler"),
        (&whole, "/logs/7", "GET /logs/7 as GET /logs/[id]: 200, in the handler"),
        (&whole, "/fails/fine", "GET /fails/fine as GET /fails/[how]: 200, in the middleware"),
        (&whole, "/nothing", "GET /nothing as GET: 404"),
    ] {
        get(app, path).await;
        assert_eq!(spans.take(), [span], "{path}");
    }
    get(&whole, "/fails/error").await;
    assert_eq!(
        spans.take(),
        ["GET /fails/error as GET /fails/[how]: 500 ERROR 500, in the middleware, a route handler failed"],
    );
    send(&whole, "POST", "/fails/x", "7").await;
    assert_eq!(spans.take(), ["POST /fails/x as POST /fails/[how]: 200, in the middleware"]);
}

#[tokio::test]
async fn an_app_tells_the_time_of_an_answer_in_debug_builds() {
    let app: Router = App::new(routes![fails::route]).into_router();
    let answer = get(&app, "/fails/fine").await;
    assert_eq!(answer.header("server-timing").starts_with("total;dur="), cfg!(debug_assertions), "{answer:?}");
}

/// Collects the spans of requests, each as a line.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Collected>>);

#[derive(Default)]
struct Collected {
    spans: Vec<Fields>,
    entered: Vec<u64>,
}

/// The fields of a span, and the messages in it.
#[derive(Default, Clone)]
struct Fields {
    fields: std::collections::BTreeMap<&'static str, String>,
    messages: Vec<String>,
}

impl Spans {
    fn take(&self) -> Vec<String> {
        let mut collected = self.0.lock().unwrap();
        assert!(collected.entered.is_empty());
        std::mem::take(&mut collected.spans)
            .iter()
            .map(|span| {
                let field = |name: &str| span.fields.get(name).map(String::as_str).unwrap_or_default();
                let mut line =
                    format!("{} {} as {}", field("http.request.method"), field("url.path"), field("otel.name"));
                assert!(field("otel.name").ends_with(field("http.route")));
                line += &format!(": {}", field("http.response.status_code"));
                if !field("otel.status_code").is_empty() {
                    line += &format!(" {} {}", field("otel.status_code"), field("error.type"));
                }
                span.messages.iter().for_each(|message| line += &format!(", {message}"));
                line
            })
            .collect()
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.messages.push(format!("{value:?}"));
        } else {
            self.fields.insert(field.name(), format!("{value:?}"));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::INFO
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let mut collected = self.0.lock().unwrap();
        collected.spans.push(fields);
        Id::from_u64(collected.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        values.record(&mut self.0.lock().unwrap().spans[id.into_u64() as usize - 1]);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut collected = self.0.lock().unwrap();
        let span = *collected.entered.last().expect("an event in a span");
        let mut fields = Fields::default();
        event.record(&mut fields);
        collected.spans[span as usize - 1].messages.extend(fields.messages);
    }

    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}
