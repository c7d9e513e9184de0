//! One `tracing` span for each request, with OpenTelemetry's names (NEXT-SPEC J4).

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::response::Response;
use http::request::Parts;
use http::{Extensions, StatusCode};
use pin_project_lite::pin_project;
use tracing::Span;
use tracing::field::{Empty, display};
use tracing::level_filters::LevelFilter;

use crate::context;
use crate::route::RouteInfo;

/// The span of the app around the routes, in the extensions of the request.
#[derive(Clone)]
struct RequestSpan(Span);

/// Starts the span of a request, if somebody listens.
fn start(parts: &Parts) -> Option<Span> {
    let span = tracing::info_span!(
        "request",
        otel.kind = "server",
        otel.name = %parts.method,
        otel.status_code = Empty,
        http.request.method = %parts.method,
        url.path = parts.uri.path(),
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
    if !is_on() || parts.extensions.get::<RequestSpan>().is_some() {
        return None;
    }
    let span = start(parts)?;
    parts.extensions.insert(RequestSpan(span.clone()));
    Some(span)
}

/// Says which route answers: in the app's span or, where there is no app, in one of its own.
#[inline]
pub(crate) fn of_route(parts: &Parts, route: &RouteInfo) {
    if is_on() {
        name_route(parts, route);
    }
}

/// Says that a route answers from the cache: in the app's span or, where there is no app, in one of its own, which is returned.
#[inline]
pub(crate) fn of_cached_route(parts: &mut Parts, route: &RouteInfo) -> Option<Span> {
    if is_on() { name_cached_route(parts, route) } else { None }
}

#[cold]
fn name_cached_route(parts: &mut Parts, route: &RouteInfo) -> Option<Span> {
    if let Some(RequestSpan(of_app)) = parts.extensions.get() {
        name(of_app, parts, route);
        return None;
    }
    let span = start(parts)?;
    name(&span, parts, route);
    parts.extensions.insert(RequestSpan(span.clone()));
    Some(span)
}

/// Starts the span in which an answer for the cache is made, within that of the request for which it is; it may outlive that. The route
/// is named when the handler begins.
pub(crate) fn of_generation(extensions: &mut Extensions) -> Option<Span> {
    let request = extensions.remove::<RequestSpan>();
    if !is_on() {
        return None;
    }
    let span = tracing::info_span!(
        parent: request.and_then(|RequestSpan(span)| span.id()),
        "generation",
        otel.name = Empty,
        otel.status_code = Empty,
        http.route = Empty,
        http.response.status_code = Empty,
        "error.type" = Empty,
    );
    if span.is_disabled() {
        return None;
    }
    extensions.insert(RequestSpan(span.clone()));
    Some(span)
}

/// Gives the span of a request to one that takes its place.
pub(crate) fn copy_span(from: &Extensions, to: &mut Extensions) {
    if let Some(span) = from.get::<RequestSpan>() {
        to.insert(span.clone());
    }
}

fn name(span: &Span, parts: &Parts, route: &RouteInfo) {
    span.record("http.route", route.pattern());
    span.record("otel.name", display(format_args!("{} {}", parts.method, route.pattern())));
}

#[cold]
fn name_route(parts: &Parts, route: &RouteInfo) {
    match parts.extensions.get::<RequestSpan>() {
        Some(RequestSpan(of_app)) => {
            name(of_app, parts, route);
            context::carry(of_app.clone());
        }
        None => {
            if let Some(span) = start(parts) {
                name(&span, parts, route);
                context::trace(span);
            }
        }
    }
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
