//! What can go wrong while a request's body is read.

use std::error::Error;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http_body_util::LengthLimitError;

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
/// | [`UnsupportedFormType`](Self::UnsupportedFormType) | 415 | `unsupported_form_type` |
/// | [`MalformedForm`](Self::MalformedForm) | 400 | `malformed_form` |
/// | [`TooManyParts`](Self::TooManyParts) | 413 | `too_many_parts` |
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

    /// A form was asked for, and the content type names none (NEXT-SPEC B5). The body has not been touched.
    #[error("{detail}")]
    UnsupportedFormType {
        /// The content type that was sent, and those that are understood.
        detail: String,
    },

    /// The body is not the form that its content type promises.
    #[error("the request body is not valid multipart/form-data: {detail}")]
    MalformedForm {
        /// What is wrong.
        detail: String,
    },

    /// The form has more parts, or fields, than are read.
    #[error("the form has more than {limit} parts")]
    TooManyParts {
        /// How many are read.
        limit: usize,
    },
}

impl BodyError {
    /// The status of the answer: 400, 413, 415 or 500.
    ///
    /// ```
    /// # use route_runtime::BodyError;
    /// assert_eq!(BodyError::TooLarge.status(), 413);
    /// ```
    pub fn status(&self) -> StatusCode {
        match self {
            Self::AlreadyRead => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TooLarge | Self::TooManyParts { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedFormType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable(_)
            | Self::MalformedJson { .. }
            | Self::InvalidJson { .. }
            | Self::MalformedForm { .. } => StatusCode::BAD_REQUEST,
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
            Self::UnsupportedFormType { .. } => "unsupported_form_type",
            Self::MalformedForm { .. } => "malformed_form",
            Self::TooManyParts { .. } => "too_many_parts",
        }
    }

    pub(super) fn from_read(error: axum::Error) -> Self {
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

    pub(super) fn from_json(error: &serde_json::Error) -> Self {
        let (line, column, detail) = (error.line(), error.column(), error.to_string());
        if error.is_data() {
            Self::InvalidJson { line, column, detail }
        } else {
            Self::MalformedJson { line, column, detail }
        }
    }

    pub(crate) fn malformed_form(detail: impl Into<String>) -> Self {
        Self::MalformedForm { detail: detail.into() }
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
        answer(Box::new(self), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::testing::{logged, parts};

    #[tokio::test]
    async fn every_error_has_its_status_code_and_body() {
        let broken = || BodyError::Unreadable(axum::Error::new("secret of the server"));
        let cases = [
            (BodyError::AlreadyRead, 500, "body_already_read"),
            (BodyError::TooLarge, 413, "body_too_large"),
            (broken(), 400, "unreadable_body"),
            (BodyError::UnsupportedFormType { detail: "no form".into() }, 415, "unsupported_form_type"),
            (BodyError::malformed_form("no end"), 400, "malformed_form"),
            (BodyError::TooManyParts { limit: 7 }, 413, "too_many_parts"),
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
