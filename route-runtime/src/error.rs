//! What a handler returns when it cannot answer.

use std::error::Error;
use std::fmt;
use std::panic::Location;

use axum::BoxError;
use axum::extract::{multipart, rejection};
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::body::BodyError;
use crate::context::ContextError;
use crate::control_flow::ControlFlow;
use crate::form_data::FormError;
use crate::problem::{Chain, HttpError, answer};
use crate::response::NextResponse;
use crate::search_params::QueryError;
use crate::validation::ValidationError;

/// The result of a route handler, with everything that `?` can meet: `Result`, `Result<MyResponse>`.
///
/// A handler in JavaScript throws; see [`RouteError`] for what becomes of the error (NEXT-SPEC E1).
///
/// # Example
///
/// ```
/// use route_runtime::{NextResponse, Result, RouteError};
///
/// async fn GET(id: u64) -> Result {
///     if id == 0 {
///         return Err(RouteError::new(404, "no such item"));
///     }
///     Ok(NextResponse::json(&id))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(GET(1).await.unwrap().status(), 200);
/// assert_eq!(GET(0).await.unwrap_err().status(), 404);
/// # }
/// ```
pub type Result<T = NextResponse, E = RouteError> = std::result::Result<T, E>;

/// An error that ends a handler: what `throw` is in a Next.js route handler (NEXT-SPEC E1).
///
/// * [`RouteError::new`] is an error of your own, with a status.
/// * `?` takes every error: those of std, `anyhow::Error`, boxed errors, strings. They are answered with 500.
/// * [`redirect`](crate::redirect()), [`not_found`](crate::not_found) and their like are no failures: they say what to answer.
/// * Our own errors, such as [`BodyError`], [`FormError`] and [`QueryError`], and the rejections of axum's extractors keep their
///   status when `?` takes them as they are (inside another error they are part of that error).
///
/// A 4xx is answered as `application/problem+json` (RFC 9457), `{"type","title","status","detail"}`, and `code` if the
/// error has one. A 5xx has no body; the error, its sources and the place where it left your code are logged with
/// `tracing::error!`.
///
/// # Example
///
/// ```
/// use route_runtime::{NextResponse, Result, RouteError};
///
/// async fn GET() -> Result {
///     let text = std::fs::read_to_string("/no/such/file")?;
///     Ok(NextResponse::new(text))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(GET().await.unwrap_err().status(), 500);
/// # }
/// ```
// It is no `Error` itself, or the `From` below would meet the one of std that turns every type into itself.
#[must_use = "an error does nothing until the handler returns it: write `return Err(..)`"]
#[doc(alias = "throw")]
#[doc(alias = "unstable_rethrow")]
pub struct RouteError {
    error: Box<dyn HttpError>,
    location: &'static Location<'static>,
}

impl RouteError {
    /// An error with a status, 400 to 599, and a message. Takes a number or a [`StatusCode`].
    ///
    /// With a 4xx the message is the answer's `detail`, so write it for the client; with a 5xx it is only logged. Any other
    /// status is a mistake, logged and answered as 500.
    ///
    /// ```
    /// # use axum::http::StatusCode;
    /// # use route_runtime::RouteError;
    /// assert_eq!(RouteError::new(409, "the name is taken").status(), 409);
    /// assert_eq!(RouteError::new(StatusCode::BAD_GATEWAY, "no upstream").status(), 502);
    /// assert_eq!(RouteError::new(200, "not an error").status(), 500);
    /// ```
    #[track_caller]
    pub fn new(status: impl TryInto<StatusCode>, message: impl Into<String>) -> Self {
        let location = Location::caller();
        let status = match status.try_into() {
            Ok(status) if (400..=599).contains(&status.as_u16()) => status,
            _ => {
                tracing::error!(%location, "an error cannot have this status");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        Self { error: Box::new(Message { status, message: message.into() }), location }
    }

    /// An error that says what to answer.
    pub(crate) fn control_flow(flow: ControlFlow, location: &'static Location<'static>) -> Self {
        Self { error: Box::new(flow), location }
    }

    /// Whether it is no failure, but one of [`redirect`](crate::redirect()), [`permanent_redirect`](crate::permanent_redirect),
    /// [`not_found`](crate::not_found), [`forbidden`](crate::forbidden) and [`unauthorized`](crate::unauthorized) (NEXT-SPEC F8):
    /// code that handles errors passes it on, which is `unstable_rethrow` of Next.js.
    ///
    /// ```
    /// # use route_runtime::{RouteError, not_found};
    /// assert!(not_found().is_control_flow());
    /// assert!(!RouteError::new(404, "no such item").is_control_flow());
    /// ```
    pub fn is_control_flow(&self) -> bool {
        self.error.control_flow().is_some()
    }

    /// It, and the errors behind it.
    pub(crate) fn chain(&self) -> Chain<'_> {
        Chain(&*self.error)
    }

    /// The error, and what it says of itself.
    pub(crate) fn error(&self) -> &dyn HttpError {
        &*self.error
    }

    /// The status of the answer: 400 to 599, or of a redirect 303, 307 or 308.
    ///
    /// ```
    /// # use route_runtime::{BodyError, RouteError};
    /// assert_eq!(RouteError::from(BodyError::TooLarge).status(), 413);
    /// assert_eq!(RouteError::from(std::fmt::Error).status(), 500);
    /// ```
    pub fn status(&self) -> StatusCode {
        self.error.status()
    }
}

/// Takes whatever turns into a boxed error, so that `?` does.
impl<E: Into<BoxError>> From<E> for RouteError {
    #[track_caller]
    fn from(error: E) -> Self {
        Self { error: recognise(error.into()), location: Location::caller() }
    }
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        answer(self.error, Some(self.location))
    }
}

impl fmt::Display for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Debug for RouteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteError")
            .field("status", &self.status())
            .field("error", &self.error)
            .field("location", &format_args!("{}", self.location))
            .finish()
    }
}

/// An error of the user's own.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Message {
    status: StatusCode,
    message: String,
}

impl HttpError for Message {
    fn status(&self) -> StatusCode {
        self.status
    }
}

/// An error that knows nothing of HTTP.
#[derive(Debug)]
struct Unexpected(BoxError);

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unexpected {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl HttpError for Unexpected {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn carried(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        Some(&*self.0)
    }
}

macro_rules! errors_with_a_status {
    (ours: $($(#[$only_with:meta])? $ours:ty),+; axum: $($rejection:ty),+ $(,)?) => {
        /// Finds an error that has a status of its own behind the box.
        fn recognise(error: BoxError) -> Box<dyn HttpError> {
            $(
                $(#[$only_with])?
                let error = match error.downcast::<$ours>() {
                    Ok(known) => return known,
                    Err(other) => other,
                };
            )+
            $(
                let error = match error.downcast::<$rejection>() {
                    Ok(known) => return known,
                    Err(other) => other,
                };
            )+
            #[cfg(feature = "fetch-no-tls")]
            let error = match error.downcast::<crate::integrations::fetch::FetchError>() {
                Ok(known) => return known,
                Err(other) => other,
            };
            Box::new(Unexpected(error))
        }

        $(
            impl HttpError for $rejection {
                fn status(&self) -> StatusCode {
                    // the inherent method
                    Self::status(self)
                }
            }
        )+
    };
}

// The errors that keep their status through `?`. An error of this crate implements `HttpError` and is added here; of
// axum's these are the ones that the features we ask of it bring.
errors_with_a_status! {
    ours:
        BodyError, ContextError, FormError, QueryError, ValidationError,
        #[cfg(feature = "og")] crate::og::ImageError;
    axum:
        multipart::InvalidBoundary,
        multipart::MultipartError,
        multipart::MultipartRejection,
        rejection::BytesRejection,
        rejection::ExtensionRejection,
        rejection::FailedToBufferBody,
        rejection::FailedToDeserializeForm,
        rejection::FailedToDeserializeFormBody,
        rejection::FailedToDeserializePathParams,
        rejection::FailedToDeserializeQueryString,
        rejection::FormRejection,
        rejection::InvalidFormContentType,
        rejection::InvalidUtf8,
        rejection::InvalidUtf8InPathParam,
        rejection::JsonDataError,
        rejection::JsonRejection,
        rejection::JsonSyntaxError,
        rejection::LengthLimitError,
        rejection::MatchedPathMissing,
        rejection::MatchedPathRejection,
        rejection::MissingExtension,
        rejection::MissingJsonContentType,
        rejection::MissingPathParams,
        rejection::NestedPathRejection,
        rejection::PathRejection,
        rejection::QueryRejection,
        rejection::RawFormRejection,
        rejection::RawPathParamsRejection,
        rejection::StringRejection,
        rejection::UnknownBodyError,
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::{logged, parts};
    use axum::Json;
    use axum::body::Body;
    use axum::extract::multipart::MultipartRejection;
    use axum::extract::rejection::JsonRejection;
    use axum::extract::{DefaultBodyLimit, Extension, FromRequest, FromRequestParts, Multipart, Query, Request};

    async fn answered(error: RouteError) -> (u16, String, String, String) {
        let (response, log) = logged(|| error.into_response());
        let (status, kind, body) = parts(response).await;
        (status, kind, body, log)
    }

    #[tokio::test]
    async fn a_4xx_of_the_users_own_is_told_to_the_client() {
        let cases = [
            (400, "Bad Request", "no `id`"),
            (404, "Not Found", "no such item"),
            (422, "Unprocessable Entity", "é\r\n\"quoted\""),
        ];
        for (status, title, message) in cases {
            let error = RouteError::new(status, message);
            assert_eq!((error.status().as_u16(), error.to_string()), (status, message.to_owned()));
            let (answer, kind, body, log) = answered(error).await;
            assert_eq!((answer, kind.as_str(), log.contains("ERROR")), (status, "application/problem+json", false));
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            let expected = serde_json::json!({
                "type": "about:blank", "title": title, "status": status, "detail": message,
            });
            assert_eq!(body, expected);
        }
    }

    #[tokio::test]
    async fn a_5xx_of_the_users_own_is_logged_and_empty() {
        for (given, sent) in [(500, 500), (503, 503), (599, 599), (200, 500), (302, 500), (0, 500), (1000, 500)] {
            let (status, kind, body, log) = answered(RouteError::new(given, "the password is 1234")).await;
            assert_eq!((status, kind.as_str(), body.as_str()), (sent, "", ""), "{given}");
            assert!(log.contains("ERROR") && log.contains("the password is 1234"), "{log}");
            assert!(log.contains("error.rs:"), "{log}");
        }
    }

    #[derive(Debug, thiserror::Error)]
    #[error("cannot load the item")]
    struct Load(#[source] std::io::Error);

    const BEFORE: u32 = line!();

    fn fail(with: usize) -> Result<()> {
        match with {
            0 => Err(Load(std::io::Error::other("connection refused")))?,
            1 => Err(Box::<dyn Error + Send + Sync>::from(Load(std::io::Error::other("connection refused"))))?,
            2 => Err("cannot load the item: connection refused")?,
            _ => Err(String::from("cannot load the item: connection refused"))?,
        }
        Ok(())
    }

    const AFTER: u32 = line!();

    #[tokio::test]
    async fn E1_any_error_is_a_500_that_logs_its_sources_and_its_place() {
        for with in 0..4 {
            let error = fail(with).unwrap_err();
            let place = error.location;
            assert!(place.file() == file!() && (BEFORE..AFTER).contains(&place.line()), "{place}");
            let (status, kind, body, log) = answered(error).await;
            assert_eq!((status, kind.as_str(), body.as_str()), (500, "", ""));
            assert!(log.contains("error=cannot load the item: connection refused"), "{log}");
        }
    }

    #[tokio::test]
    async fn our_own_errors_keep_their_status_and_code() {
        let boxed: BoxError = Box::new(BodyError::TooLarge);
        for error in [RouteError::from(BodyError::TooLarge), RouteError::from(boxed)] {
            let (status, kind, body, log) = answered(error).await;
            assert_eq!((status, kind.as_str(), log.contains("ERROR")), (413, "application/problem+json", false));
            assert!(body.contains(r#""code":"body_too_large""#), "{body}");
        }
        let (status, _, body, log) = answered(BodyError::AlreadyRead.into()).await;
        assert_eq!((status, body.as_str()), (500, ""));
        assert!(log.contains("already been read"), "{log}");
    }

    #[tokio::test]
    async fn the_rejections_of_axum_keep_their_status() {
        let request = |uri: &str, body: Vec<u8>| {
            let mut request = Request::post(uri).body(Body::from(body)).unwrap();
            DefaultBodyLimit::max(4).apply(&mut request);
            request
        };
        let mut parts = request("/?page=x", vec![]).into_parts().0;
        let query = Query::<Vec<(String, u8)>>::from_request_parts(&mut parts, &()).await.unwrap_err();
        let text = String::from_request(request("/", vec![0xff]), &()).await.unwrap_err();
        let large = bytes::Bytes::from_request(request("/", vec![0; 5]), &()).await.unwrap_err();
        let sent = |content_type: &str, body: &'static str| {
            Request::post("/").header("content-type", content_type).body(Body::from(body)).unwrap()
        };
        let json =
            async |content_type, body| Json::<u8>::from_request(sent(content_type, body), &()).await.unwrap_err();
        let multipart = async |content_type, body| Multipart::from_request(sent(content_type, body), &()).await;
        let no_boundary = multipart("multipart/form-data", "").await.unwrap_err();
        let MultipartRejection::InvalidBoundary(boundary) = multipart("", "").await.unwrap_err() else {
            panic!("there is no other variant")
        };
        let mut form = multipart("multipart/form-data; boundary=X", "--X").await.unwrap();
        let incomplete = form.next_field().await.unwrap_err();
        let JsonRejection::JsonDataError(data) = json("application/json", "[]").await else {
            panic!("an array is no number")
        };
        let cases = [
            (RouteError::from(query), 400, "query string"),
            (RouteError::from(text), 400, "UTF-8"),
            (RouteError::from(large), 413, "length limit"),
            (RouteError::from(json("application/json", "nonsense").await), 400, "as JSON"),
            (RouteError::from(json("application/json", "-1").await), 422, "target type"),
            (RouteError::from(json("text/plain", "1").await), 415, "application/json"),
            (RouteError::from(data), 422, "target type"),
            (RouteError::from(no_boundary), 400, "boundary"),
            (RouteError::from(boundary), 400, "boundary"),
            (RouteError::from(incomplete), 400, "multipart/form-data"),
        ];
        for (error, expected, detail) in cases {
            let (status, kind, body, log) = answered(error).await;
            assert_eq!((status, kind.as_str(), log.contains("ERROR")), (expected, "application/problem+json", false));
            assert!(body.contains(detail), "{body}");
        }
        let missing = Extension::<u64>::from_request_parts(&mut parts, &()).await.unwrap_err();
        let (status, _, body, log) = answered(missing.into()).await;
        assert_eq!((status, body.as_str()), (500, ""), "names of types stay inside");
        assert!(log.contains("u64"), "{log}");
    }

    #[test]
    fn an_error_is_small_and_can_be_sent() {
        fn check<T: Send + Sync + 'static>() {}
        check::<RouteError>();
        assert!(size_of::<RouteError>() <= 24);
        let text = format!("{:?}", RouteError::new(404, "no such item"));
        assert!(text.contains("404") && text.contains("no such item") && text.contains("error.rs"), "{text}");
    }
}
