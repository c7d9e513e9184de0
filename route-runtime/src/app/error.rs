use super::origin::{InvalidProxy, PublicUrlError};
use super::rules::RuleError;

/// What of an app is not sound: what [`App::try_into_router`](crate::App::try_into_router) returns.
///
/// ```
/// use route_runtime::{App, routes};
///
/// let error = App::<()>::new(routes![]).base_path("docs").try_into_router().unwrap_err();
/// assert_eq!(error.to_string(), "the base path `docs` does not begin with a slash");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// A redirect, a rewrite, a header rule or the matcher of a middleware.
    #[error(transparent)]
    Rule(#[from] RuleError),

    /// The base path begins with a slash.
    #[error("the base path `{0}` does not begin with a slash")]
    RelativeBasePath(String),

    /// The base path is spelt as a route is.
    #[error("the base path `{given}` is no path\n  help: write `{canonical}`")]
    BasePathSpelling {
        /// As it was given.
        given: String,
        /// As it should be.
        canonical: String,
    },

    /// An entry of the trusted proxies.
    #[error(transparent)]
    Proxy(#[from] InvalidProxy),

    /// The public URL.
    #[error("`public_url`: {0}")]
    PublicUrl(#[from] PublicUrlError),

    /// An app that leaves what no route takes to the host, and has a base path or trailing slashes: its routes are at other paths.
    #[error(
        "an app without a fallback has no base path and no trailing slashes\n  help: nest it below the path, or give it a `fallback`"
    )]
    MovedPaths,

    /// An app that leaves what no route takes to the host, and has no state yet.
    #[error("an app without a fallback needs its state\n  help: call `with_state` before `into_router`")]
    StateComesLater,
}
