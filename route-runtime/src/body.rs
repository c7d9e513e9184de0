//! Reading a request's body, and what can go wrong meanwhile.

use std::borrow::Cow;
use std::error::Error;
use std::mem;
use std::sync::{Mutex, PoisonError};

use axum::RequestExt;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};
use http_body_util::{BodyExt, LengthLimitError};
use serde::de::DeserializeOwned;

use crate::problem::{HttpError, Problem, answer};

/// Why a request's body could not be read or understood.
///
/// Fetch's readers reject with a `TypeError` or a `SyntaxError`, which Next.js answers with 500; here a mistake of the
/// client is told to it (NEXT-SPEC B1 to B8). With `?` in a handler, or returned, it becomes this answer:
///
/// | variant | status | `code` |
/// | --- | --- | --- |
/// | [`AlreadyRead`](Self::AlreadyRead) | 500, empty, logged: a bug of the handler | `body_already_read` |
/// | [`TooLarge`](Self::TooLarge) | 413 | `body_too_large` |
/// | [`Unreadable`](Self::Unreadable) | 400 | `unreadable_body` |
/// | [`MalformedJson`](Self::MalformedJson) | 400, with `line` and `column` | `malformed_json` |
/// | [`InvalidJson`](Self::InvalidJson) | 400, with `line` and `column` | `invalid_json` |
///
/// A 4xx is `application/problem+json` (RFC 9457):
/// `{"type":"about:blank","title":"Bad Request","status":400,"code":"malformed_json","detail":"..","line":1,"column":8}`.
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{BodyError, NextRequest, NextResponse, Result};
///
/// async fn POST(mut req: NextRequest) -> Result {
///     let numbers: Vec<u32> = match req.json().await {
///         Err(BodyError::InvalidJson { .. }) => vec![0],
///         other => other?,
///     };
///     Ok(NextResponse::json(&numbers))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let send = |body| NextRequest::from(Request::post("/").body(Body::from(body)).unwrap());
///
/// assert_eq!(POST(send("[1]")).await.unwrap().status(), 200);
/// assert_eq!(POST(send(r#"["one"]"#)).await.unwrap().status(), 200);
/// assert_eq!(POST(send("[1")).await.unwrap_err().status(), 400);
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// A reader was called after the body had been read, or after a read that failed or was cancelled (NEXT-SPEC B7).
    #[error("the request body has already been read")]
    AlreadyRead,

    /// The body is larger than axum's [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit), 2 MiB unless set.
    #[error("the request body is larger than this route accepts")]
    TooLarge,

    /// The body broke off: the client went away, or sent what its transfer encoding does not allow.
    #[error("the request body could not be read to its end")]
    Unreadable(#[source] axum::Error),

    /// The body is not JSON (NEXT-SPEC B2); an empty body is not JSON either.
    #[error("the request body is not valid JSON: {detail}")]
    MalformedJson {
        /// The line of the mistake, from 1.
        line: usize,
        /// The byte within the line, from 1; 0 where the line, or the body, ends before its first byte.
        column: usize,
        /// What is wrong, with the place.
        detail: String,
    },

    /// The body is JSON of another shape than the type asked for.
    #[error("the request body is JSON of an unexpected shape: {detail}")]
    InvalidJson {
        /// The line of the mistake, from 1; 0 where the type's own check does not say.
        line: usize,
        /// The byte within the line, from 1; 0 where the type's own check does not say.
        column: usize,
        /// What is wrong, in the words of the type's `Deserialize`, with the place.
        detail: String,
    },
}

impl BodyError {
    /// The status of the answer: 400, 413 or 500.
    ///
    /// ```
    /// # use route_runtime::BodyError;
    /// assert_eq!(BodyError::TooLarge.status(), 413);
    /// ```
    pub fn status(&self) -> StatusCode {
        match self {
            Self::AlreadyRead => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) | Self::MalformedJson { .. } | Self::InvalidJson { .. } => StatusCode::BAD_REQUEST,
        }
    }

    /// The name of the mistake for programs, in snake case; it does not change between releases.
    ///
    /// ```
    /// # use route_runtime::BodyError;
    /// assert_eq!(BodyError::TooLarge.code(), "body_too_large");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyRead => "body_already_read",
            Self::TooLarge => "body_too_large",
            Self::Unreadable(_) => "unreadable_body",
            Self::MalformedJson { .. } => "malformed_json",
            Self::InvalidJson { .. } => "invalid_json",
        }
    }

    fn from_read(error: axum::Error) -> Self {
        // The limit's error sits below one `axum::Error` per layer that wrapped the body.
        let mut source: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(cause) = source {
            if cause.is::<LengthLimitError>() {
                return Self::TooLarge;
            }
            source = cause.source();
        }
        Self::Unreadable(error)
    }

    fn from_json(error: &serde_json::Error) -> Self {
        let (line, column, detail) = (error.line(), error.column(), error.to_string());
        if error.is_data() {
            Self::InvalidJson { line, column, detail }
        } else {
            Self::MalformedJson { line, column, detail }
        }
    }
}

impl HttpError for BodyError {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn problem(&self) -> Problem {
        let problem = Problem::new(self.status(), self.code()).with_detail(self.to_string());
        match *self {
            Self::MalformedJson { line, column, .. } | Self::InvalidJson { line, column, .. } => {
                problem.with_position(line, column)
            }
            _ => problem,
        }
    }
}

impl IntoResponse for BodyError {
    fn into_response(self) -> Response {
        answer(&self, None)
    }
}

/// A request's body that can be read once.
pub(crate) struct RequestBody {
    // Never locked: it makes the request `Sync`, so that `&NextRequest` may be held across an await.
    body: Mutex<Body>,
    used: bool,
}

impl RequestBody {
    pub(crate) fn new(body: Body) -> Self {
        Self { body: Mutex::new(body), used: false }
    }

    /// Whether a reader has taken the body; a null body cannot be used up.
    pub(crate) fn is_used(&self) -> bool {
        self.used
    }

    /// What no reader has taken: the whole body as it came, or an empty one.
    pub(crate) fn into_inner(self) -> Body {
        self.body.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the body to its end, within the limit that `parts` carry.
    pub(crate) async fn read(&mut self, parts: &mut Parts) -> Result<Bytes, BodyError> {
        if self.used {
            return Err(BodyError::AlreadyRead);
        }
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        let never_has_one = matches!(parts.method, Method::GET | Method::HEAD);
        if never_has_one || body.is_end_stream() {
            return Ok(Bytes::new());
        }
        // Before the await: a read that is cancelled has used the body too.
        self.used = true;
        let body = limited(mem::take(body), parts);
        match body.collect().await {
            Ok(read) => Ok(read.to_bytes()),
            Err(error) => Err(BodyError::from_read(error)),
        }
    }
}

/// Puts the limit of the request's extensions around its body. The limit's type is axum's secret, so a request that
/// borrows the extensions for a moment asks axum to do it.
fn limited(body: Body, parts: &mut Parts) -> Body {
    let mut request = Request::new(body);
    mem::swap(request.extensions_mut(), &mut parts.extensions);
    let mut request = request.with_limited_body();
    mem::swap(request.extensions_mut(), &mut parts.extensions);
    request.into_body()
}

/// Decodes like Fetch's readers: UTF-8, a leading byte order mark removed, what is not UTF-8 replaced (NEXT-SPEC B3).
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Parses JSON from the decoded text, whatever the content type (NEXT-SPEC B1).
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    serde_json::from_str(&text(bytes)).map_err(|error| BodyError::from_json(&error))
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::{logged, parts};
    use serde::Deserialize;

    #[test]
    fn B3_text_is_lossy_utf8_without_its_byte_order_mark() {
        let cases: [(&[u8], &str); 7] = [
            (b"", ""),
            (b"plain", "plain"),
            (b"\xef\xbb\xbfmarked", "marked"),
            (b"\xef\xbb\xbf\xef\xbb\xbftwice", "\u{feff}twice"),
            (b"in\xef\xbb\xbfside", "in\u{feff}side"),
            (b"a\xffb\xc3", "a\u{fffd}b\u{fffd}"),
            (b"\xef\xbb", "\u{fffd}"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(text(bytes), expected, "{bytes:?}");
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        id: u8,
    }

    #[test]
    fn B1_json_is_parsed_from_the_decoded_text() {
        for body in [&b"{\"id\":1}"[..], b"\xef\xbb\xbf{\"id\":1}", b" {\"id\":1, \"more\":\"\xff\"}\r\n"] {
            assert_eq!(json::<Item>(body).unwrap(), Item { id: 1 }, "{body:?}");
        }
        assert_eq!(json::<String>(b"\"\xff\"").unwrap(), "\u{fffd}");
    }

    #[tokio::test]
    async fn B2_bad_json_is_a_problem_that_names_the_place() {
        let cases: [(&str, &str, usize, usize); 13] = [
            ("", "malformed_json", 1, 0),
            (" ", "malformed_json", 1, 1),
            ("\u{feff}", "malformed_json", 1, 0),
            ("\n", "malformed_json", 2, 0),
            ("{\"id\":", "malformed_json", 1, 6),
            ("{\"id\":1,}", "malformed_json", 1, 9),
            ("{\"id\":1} x", "malformed_json", 1, 10),
            ("{\n  'id': 1}", "malformed_json", 2, 3),
            ("NaN", "malformed_json", 1, 1),
            ("{\"id\":1e999}", "malformed_json", 1, 11),
            ("[]", "invalid_json", 1, 2),
            ("{\"id\":-1}", "invalid_json", 1, 8),
            ("{}", "invalid_json", 1, 2),
        ];
        for (body, code, line, column) in cases {
            let error = json::<Item>(body.as_bytes()).unwrap_err();
            assert_eq!((error.code(), error.status().as_u16()), (code, 400), "{body:.40}");
            let (status, kind, answer) = parts(error).await;
            assert_eq!((status, kind.as_str()), (400, "application/problem+json"));
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            assert_eq!(answer["type"], "about:blank");
            assert_eq!(answer["title"], "Bad Request");
            assert_eq!(answer["status"], 400);
            assert_eq!(answer["code"], code);
            assert_eq!((&answer["line"], &answer["column"]), (&line.into(), &column.into()), "{body:.40} {answer}");
            assert!(answer["detail"].as_str().unwrap().contains("JSON"), "{answer}");
        }
    }

    #[test]
    fn deep_json_is_refused_before_the_stack_ends() {
        let error = json::<serde_json::Value>("[".repeat(1_000_000).as_bytes()).unwrap_err();
        assert_eq!(error.code(), "malformed_json");
        assert!(error.to_string().contains("recursion limit"), "{error}");
    }

    #[tokio::test]
    async fn every_error_has_its_status_code_and_body() {
        let broken = || BodyError::Unreadable(axum::Error::new("secret of the server"));
        let cases = [
            (BodyError::AlreadyRead, 500, "body_already_read"),
            (BodyError::TooLarge, 413, "body_too_large"),
            (broken(), 400, "unreadable_body"),
        ];
        for (error, expected, code) in cases {
            assert_eq!((error.status().as_u16(), error.code()), (expected, code));
            let (response, log) = logged(|| error.into_response());
            let (status, _, body) = parts(response).await;
            assert_eq!(status, expected);
            assert!(!body.contains("secret"), "{body}");
            if expected == 500 {
                assert_eq!(body, "");
                assert!(log.contains("the request body has already been read"), "{log}");
            } else {
                assert!(body.contains(&format!(r#""code":"{code}""#)), "{body}");
                assert!(!log.contains("ERROR"), "{log}");
            }
        }
    }

    #[test]
    fn an_error_stays_small() {
        assert!(size_of::<BodyError>() <= 48, "{}", size_of::<BodyError>());
    }
}
