//! One `tracing` span for each request, with OpenTelemetry's names (NEXT-SPEC J4).

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::Response;
use http::request::Parts;
use http::{Method, StatusCode, Uri};
use pin_project_lite::pin_project;
use tracing::Span;
use tracing::field::{Empty, display};
use tracing::level_filters::LevelFilter;

use crate::route::RouteInfo;

/// The span of the app around the routes, in the extensions of the request.
#[derive(Clone)]
struct RequestSpan(Span);

/// Starts the span of a request, if somebody listens.
fn start(method: &Method, uri: &Uri) -> Option<Span> {
    let span = tracing::info_span!(
        "request",
        otel.kind = "server",
        otel.name = Empty,
        otel.status_code = Empty,
        http.request.method = %method,
        url.path = uri.path(),
        http.route = Empty,
        http.response.status_code = Empty,
        "error.type" = Empty,
    );
    (!span.is_disabled()).then_some(span)
}

/// Whether somebody might listen; the cheap question.
#[inline]
fn is_on() -> bool {
    LevelFilter::current() >= LevelFilter::INFO
}

/// Starts the span of a request that has come to the app around the routes.
pub(crate) fn of_app(parts: &mut Parts) -> Option<Span> {
    let span = is_on().then(|| start(&parts.method, &parts.uri)).flatten()?;
    parts.extensions.insert(RequestSpan(span.clone()));
    Some(span)
}

/// Says which route answers: in the app's span or, where there is no app, in a span that is returned.
#[inline]
pub(crate) fn of_route(request: &Request, route: &RouteInfo) -> Option<Span> {
    if is_on() { start_for_route(request, route) } else { None }
}

#[cold]
fn start_for_route(request: &Request, route: &RouteInfo) -> Option<Span> {
    let of_app = request.extensions().get::<RequestSpan>();
    let own = if of_app.is_none() { start(request.method(), request.uri()) } else { None };
    let span = of_app.map(|RequestSpan(span)| span).or(own.as_ref())?;
    span.record("http.route", route.pattern());
    span.record("otel.name", display(format_args!("{} {}", request.method(), route.pattern())));
    own
}

pin_project! {
    /// Makes an answer in the span of its request, and says there how it was answered.
    pub(crate) struct Observed<F> {
        span: Option<Span>,
        #[pin]
        answer: F,
    }
}

impl<F> Observed<F> {
    pub(crate) fn new(span: Option<Span>, answer: F) -> Self {
        Self { span, answer }
    }
}

impl<F: Future<Output = Response>> Future for Observed<F> {
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let Some(span) = this.span else { return this.answer.poll(task) };
        let _entered = span.enter();
        let poll = this.answer.poll(task);
        if let Poll::Ready(response) = &poll {
            answered(span, response.status());
        }
        poll
    }
}

/// Says how a request was answered.
pub(crate) fn answered(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
        // What OpenTelemetry asks for where the error itself is told in an event.
        span.record("error.type", status.as_str());
    }
}
