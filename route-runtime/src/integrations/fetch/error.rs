//! Why a call has no answer.

use std::error::Error;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use reqwest::Url;

use crate::problem::{HttpError, answer};

/// Why a [`fetch`](crate::fetch()) has no answer, or one that cannot be read.
///
/// As the answer of a handler it is logged, and has no body: 504 where the other server was too slow, 502 where it could not be reached or
/// its answer not be read, 500 where the call itself is a mistake.
///
/// ```
/// use route_runtime::{FetchError, RouteError, fetch};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let error = fetch("/posts").await.unwrap_err();
/// assert!(matches!(error, FetchError::InvalidRequest(_)));
/// assert_eq!(error.to_string(), "cannot fetch `/posts`: relative URL without a base");
/// assert_eq!(RouteError::from(error).status(), 500);
/// # });
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The call cannot be sent: its URL, method, a header or its body is none.
    #[error("{0}")]
    InvalidRequest(String),

    /// The URL has a user or a password, as no call of a browser may have.
    #[error("cannot fetch `{url}`: a URL must have neither a user nor a password: set the header `authorization`")]
    Credentials {
        /// Without them, and without its query.
        url: String,
    },

    /// The call asks to be stored, and not to be.
    #[error("a call cannot have both `{cache}` and `{revalidate}`: leave one of them out")]
    Contradiction {
        /// `no_store()` or `force_cache()`.
        cache: &'static str,
        /// The other one.
        revalidate: String,
    },

    /// The route's `fetch_cache` forbids what the call asks for (NEXT-SPEC G12).
    #[error("a call cannot have `{option}` below a handler with `fetch_cache = \"{fetch_cache}\"`")]
    Forbidden {
        /// What the call asks for: `no_store()`, `revalidate(60)`.
        option: String,
        /// The route's option: `only-cache` or `only-no-store`.
        fetch_cache: &'static str,
    },

    /// The call is not to be stored, but is a part of an answer that is.
    #[error(
        "a call cannot have `{option}` below a handler whose answer is stored: leave it out, and the call is made with each \
         generation, or give the route `dynamic = \"force-dynamic\"`"
    )]
    NoStore {
        /// What the call asks for: `no_store()` or `revalidate(0)`.
        option: String,
    },

    /// The client that all calls share could not be made.
    #[error("the client of `fetch` could not be made")]
    Client(#[source] Arc<dyn Error + Send + Sync>),

    /// The other server could not be reached, or broke off.
    #[error("cannot fetch `{url}`")]
    Failed {
        /// Without its query, which may have a secret.
        url: String,
        /// Why.
        #[source]
        cause: Arc<dyn Error + Send + Sync>,
    },

    /// The other server was too slow.
    #[error("cannot fetch `{url}`: timed out")]
    TimedOut {
        /// Without its query, which may have a secret.
        url: String,
        /// What it waited for.
        #[source]
        cause: Arc<dyn Error + Send + Sync>,
    },

    /// The answer is not the JSON that was asked for.
    #[error("the answer of `{url}` is not the JSON that was asked for")]
    Json {
        /// Without its query, which may have a secret.
        url: String,
        /// What is wrong, and where.
        #[source]
        cause: Arc<serde_json::Error>,
    },
}

impl FetchError {
    /// A call, or the reading of its answer, that failed on the way.
    pub(super) fn on_the_way(url: &Url, error: reqwest::Error) -> Self {
        let (url, is_timeout) = (shown(url), error.is_timeout());
        let cause: Arc<dyn Error + Send + Sync> = Arc::new(error.without_url());
        if is_timeout { Self::TimedOut { url, cause } } else { Self::Failed { url, cause } }
    }

    /// A body that broke off.
    pub(super) fn in_body(url: &Url, error: axum::Error) -> Self {
        let cause = error.into_inner();
        match cause.downcast::<reqwest::Error>() {
            Ok(error) => Self::on_the_way(url, *error),
            Err(cause) => Self::Failed { url: shown(url), cause: cause.into() },
        }
    }
}

/// The URL without what may be a secret.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // A URL that has no host has no user, either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

impl HttpError for FetchError {
    fn status(&self) -> StatusCode {
        match self {
            Self::InvalidRequest(_)
            | Self::Credentials { .. }
            | Self::Contradiction { .. }
            | Self::Forbidden { .. }
            | Self::NoStore { .. }
            | Self::Client(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Failed { .. } | Self::Json { .. } => StatusCode::BAD_GATEWAY,
            Self::TimedOut { .. } => StatusCode::GATEWAY_TIMEOUT,
        }
    }
}

impl IntoResponse for FetchError {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}
