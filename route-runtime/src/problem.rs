//! Errors as answers: `application/problem+json` (RFC 9457) for what a client can mend, a logged and empty answer for
//! what is the server's own fault.

use std::error::Error;
use std::fmt;
use std::panic::Location;

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use crate::context;
use crate::control_flow::ControlFlow;
use crate::failure::Failure;

/// An error that knows the status of its answer.
pub(crate) trait HttpError: Error + Send + Sync + 'static {
    /// The status of the answer.
    fn status(&self) -> StatusCode;

    /// What a client is told when the status is 4xx. A 5xx tells nothing.
    fn problem(&self) -> Problem {
        Problem::without_code(self.status()).with_detail(self.to_string())
    }

    /// The user's own error, if this one only carries it.
    fn carried(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        None
    }

    /// Whether it is no failure, but how a handler says what to answer.
    fn control_flow(&self) -> Option<&ControlFlow> {
        None
    }
}

/// Answers an error: 4xx is told to the client, 5xx is logged as an error and has no body (NEXT-SPEC E1).
///
/// `location` is where the error left the handler, when that is known.
pub(crate) fn answer(error: Box<dyn HttpError>, location: Option<&Location<'_>>) -> Response {
    if let Some(control_flow) = error.control_flow() {
        return control_flow.answer();
    }
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(
            status = status.as_u16(),
            location = location.map(tracing::field::display),
            error = %Chain(&*error),
            "a route handler failed",
        );
        return Failure::answer(error, context::route());
    }
    // What the client is told may leave out the source.
    tracing::debug!(status = status.as_u16(), error = %Chain(&*error), "a request was refused");
    error.problem().into_response()
}

/// A problem document: `{"type":"about:blank","title":"Bad Request","status":400,"code":..,"detail":..}`.
///
/// `code` and what follows `detail` are extension members; a member that is `None` is left out.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    // RFC 9457, 4.2.1: with `about:blank` the title is the status's own phrase.
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    #[serde(serialize_with = "as_u16")]
    status: StatusCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldMistake>,
}

/// What is wrong with one of several fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FieldMistake {
    pub(crate) field: String,
    pub(crate) message: String,
}

fn as_u16<S: serde::Serializer>(status: &StatusCode, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem of this status. The code names the kind of mistake for programs, in snake case, and is never renamed.
    pub(crate) fn new(status: StatusCode, code: &'static str) -> Self {
        Self { code: Some(code), ..Self::without_code(status) }
    }

    /// A problem of which only the status is known.
    pub(crate) fn without_code(status: StatusCode) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason(),
            status,
            code: None,
            detail: None,
            line: None,
            column: None,
            field: None,
            errors: Vec::new(),
        }
    }

    /// Says what is wrong with this request, to the person who sent it.
    pub(crate) fn with_detail(mut self, detail: impl Into<String>) -> Self {
        /// In bytes. Some details repeat what the client sent.
        const LONGEST: usize = 500;

        let mut detail = detail.into();
        if detail.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|at| detail.is_char_boundary(*at));
            detail.truncate(end.unwrap_or_default());
            detail.push_str("..");
        }
        self.detail = Some(detail);
        self
    }

    /// Points at the place in the request body.
    pub(crate) fn with_position(mut self, line: usize, column: usize) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }

    /// Names the field that is wrong, where it is known.
    pub(crate) fn with_field(mut self, field: Option<String>) -> Self {
        self.field = field;
        self
    }

    /// Lists the fields that are wrong.
    pub(crate) fn with_errors(mut self, errors: Vec<FieldMistake>) -> Self {
        self.errors = errors;
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
        match serde_json::to_vec(&self) {
            Ok(body) => (self.status, [(CONTENT_TYPE, PROBLEM_JSON)], body).into_response(),
            // Strings and numbers always serialise; if they ever do not, the status still stands.
            Err(_) => self.status.into_response(),
        }
    }
}

/// Prints an error with its sources, outermost first: `cannot load the item: connection refused`.
pub(crate) struct Chain<'a>(pub(crate) &'a dyn Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

/// What the tests of this crate share: an answer taken apart, and the log that was written meanwhile.
#[cfg(test)]
pub(crate) mod testing {
    use std::fmt::{self, Write as _};
    use std::sync::{Arc, Mutex};

    use axum::response::IntoResponse;
    use http_body_util::BodyExt;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Status, content type (`""` if none) and body of an answer.
    pub(crate) async fn parts(response: impl IntoResponse) -> (u16, String, String) {
        let (head, body) = response.into_response().into_parts();
        let kind = head.headers.get(http::header::CONTENT_TYPE);
        let kind = kind.map_or("", |value| value.to_str().unwrap()).to_owned();
        let body = body.collect().await.unwrap().to_bytes();
        (head.status.as_u16(), kind, String::from_utf8(body.to_vec()).unwrap())
    }

    /// Runs `work` and returns its result with the events it logged: `LEVEL name=value ..;` each.
    pub(crate) fn logged<T>(work: impl FnOnce() -> T) -> (T, String) {
        let log = Log::default();
        let result = tracing::subscriber::with_default(log.clone(), work);
        let text = log.0.lock().unwrap().clone();
        (result, text)
    }

    /// Collects events as text.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<String>>);

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            let mut text = self.0.lock().unwrap();
            write!(text, "{}", event.metadata().level()).unwrap();
            event.record(&mut Fields(&mut text));
            text.push(';');
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    /// Prints the fields of one event.
    struct Fields<'a>(&'a mut String);

    impl Visit for Fields<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            write!(self.0, " {}={value:?}", field.name()).unwrap();
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::testing::{logged, parts};
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Failure {
        status: StatusCode,
        #[source]
        inner: std::io::Error,
    }

    impl HttpError for Failure {
        fn status(&self) -> StatusCode {
            self.status
        }
    }

    fn failure(status: u16) -> Failure {
        Failure { status: StatusCode::from_u16(status).unwrap(), inner: std::io::Error::other("inner") }
    }

    #[tokio::test]
    async fn a_problem_has_the_members_of_rfc_9457() {
        let cases = [
            (
                Problem::new(StatusCode::BAD_REQUEST, "no_id"),
                r#"{"type":"about:blank","title":"Bad Request","status":400,"code":"no_id"}"#,
            ),
            (
                Problem::new(StatusCode::BAD_REQUEST, "no_id").with_detail("no \"id\"\r\n").with_position(2, 7),
                r#"{"type":"about:blank","title":"Bad Request","status":400,"code":"no_id","detail":"no \"id\"\r\n","line":2,"column":7}"#,
            ),
            (
                Problem::new(StatusCode::BAD_REQUEST, "a")
                    .with_field(Some("b".into()))
                    .with_errors(vec![FieldMistake { field: "c".into(), message: "d".into() }]),
                r#"{"type":"about:blank","title":"Bad Request","status":400,"code":"a","field":"b","errors":[{"field":"c","message":"d"}]}"#,
            ),
            (
                Problem::without_code(StatusCode::from_u16(499).unwrap()).with_detail("gone"),
                r#"{"type":"about:blank","status":499,"detail":"gone"}"#,
            ),
        ];
        for (problem, expected) in cases {
            let status = problem.status.as_u16();
            let answer = parts(problem).await;
            assert_eq!(answer, (status, "application/problem+json".into(), expected.into()));
        }
    }

    #[tokio::test]
    async fn a_detail_that_repeats_what_was_sent_is_cut() {
        for (sent, bytes) in
            [("é".repeat(1_000_000), 502), (format!("a{}", "é".repeat(400)), 501), ("é".repeat(250), 500)]
        {
            let (_, _, body) = parts(Problem::without_code(StatusCode::BAD_REQUEST).with_detail(sent)).await;
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(body["detail"].as_str().unwrap().len(), bytes);
        }
    }

    #[tokio::test]
    async fn E1_a_server_fault_is_logged_with_its_sources_and_answered_empty() {
        for status in [500, 503] {
            let (response, log) = logged(|| answer(Box::new(failure(status)), Some(Location::caller())));
            assert_eq!(parts(response).await, (status, String::new(), String::new()));
            assert!(log.contains("ERROR"), "{log}");
            assert!(log.contains("error=outer: inner"), "{log}");
            assert!(log.contains("problem.rs"), "{log}");
        }
    }

    #[tokio::test]
    async fn a_mistake_of_the_client_is_told_and_logged_for_debugging_only() {
        let (response, log) = logged(|| answer(Box::new(failure(404)), None));
        let (status, kind, body) = parts(response).await;
        assert_eq!((status, kind.as_str()), (404, "application/problem+json"));
        assert!(body.contains(r#""detail":"outer""#), "{body}");
        assert!(!body.contains("inner"), "{body}");
        assert!(log.starts_with("DEBUG") && log.contains("error=outer: inner"), "{log}");
    }
}
