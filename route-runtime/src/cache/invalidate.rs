//! Saying that what is kept is not true any more: `revalidatePath` and `revalidateTag` (NEXT-SPEC V1, V2).

use std::convert::Infallible;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::handle::Cache;
use super::key::{MAX_PATH_LEN, NoPathTag, is_of_path, path_tag, pattern_tag};
use super::life::{Life, UnknownLife};
use super::store::StoreError;
use super::tag::Tag;
use crate::context;
use crate::problem::{HttpError, answer};

/// How long a profile that never expires lets what is stale be served: a year, as Next's `expireTime` (NEXT-SPEC I5).
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Drops what is kept for a path: `revalidatePath()` of `next/cache` (NEXT-SPEC V1).
///
/// The next request for it waits until its answer is made anew. The path is the one that clients ask for, without
/// [base path](crate::App::base_path), however it is spelt: `/café`, `/caf%C3%A9` and `/caf%c3%a9/` are one path, and `/index` is `/`.
/// One with a segment in brackets, `/posts/[slug]`, is a pattern: all paths of the route that has it. (It is also the path of these letters,
/// if clients ask for that.)
///
/// * Where a table is [nested](axum::Router::nest), paths have the prefix that clients see, `/api/posts/a`; patterns are those of the
///   routes, without it: `/posts/[slug]`.
/// * A request that was [rewritten](crate::App::rewrites) belongs to the path that it was rewritten to.
/// * A path or a pattern of which nothing is kept is no error, also if there is no such route.
///
/// It is done in the cache that is [current](Cache::current) when it is awaited, before the answer is sent, and so also when the handler
/// redirects or fails afterwards (NEXT-SPEC F9, V7). What is being made meanwhile counts as made before.
///
/// ```
/// use route_runtime::{NextResponse, Result, revalidate_path, route};
///
/// #[route("/posts/[slug]")]
/// async fn DELETE(slug: String) -> Result {
///     // ... delete it, then:
///     revalidate_path(format!("/posts/{slug}")).await?;
///     revalidate_path("/posts").await?;
///     Ok(NextResponse::new(()).with_status(204))
/// }
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let request = http::Request::delete("/posts/a").body(axum::body::Body::empty()).unwrap();
/// # let app: axum::Router = route_runtime::routes![DELETE].into_router();
/// # assert_eq!(app.oneshot(request).await.unwrap().status(), 204);
/// # });
/// ```
///
/// # Errors
///
/// [`RevalidateError`]: it is no path, it is called below a handler or a function that is cached, or the store did not take it.
#[doc(alias = "revalidatePath")]
pub async fn revalidate_path(path: impl AsRef<str> + Send) -> Result<(), RevalidateError> {
    Cache::current().revalidate_path(path).await
}

/// Makes all that was made with a tag stale: `revalidateTag()` of `next/cache` (NEXT-SPEC V2).
///
/// The next request for it is served what is kept, while a new one is made; so it goes on for as long as the life's `expire` says, and what
/// has not been asked for until then is not served any more. With [`Life::NOW`] the next request waits for a new one. A profile
/// can be given by its name, `"max"`; tags are strings, or what `cache_tags!` declares.
///
/// It is done in the cache that is [current](Cache::current) when it is awaited, before the answer is sent, and so also when the handler
/// redirects or fails afterwards (NEXT-SPEC F9, V7). What is being made meanwhile counts as made before.
///
/// ```
/// use route_runtime::{Life, NextResponse, Result, revalidate_tag, route};
///
/// #[route(POST "/webhooks/blog")]
/// async fn published() -> Result {
///     revalidate_tag("posts", "max").await?;
///     revalidate_tag("drafts", Life::NOW).await?;
///     Ok(NextResponse::new("thanks"))
/// }
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let request = http::Request::post("/webhooks/blog").body(axum::body::Body::empty()).unwrap();
/// # let app: axum::Router = route_runtime::routes![published].into_router();
/// # assert_eq!(app.oneshot(request).await.unwrap().status(), 200);
/// # });
/// ```
///
/// # Errors
///
/// [`RevalidateError`]: no profile has this name, the tag is too long, it is called below a handler or a function that is cached, or the store
/// did not take it.
#[doc(alias = "revalidateTag")]
#[doc(alias = "updateTag")]
pub async fn revalidate_tag(
    tag: impl Into<Tag> + Send,
    life: impl TryInto<Life, Error: Into<UnknownLife>> + Send,
) -> Result<(), RevalidateError> {
    Cache::current().revalidate_tag(tag, life).await
}

impl Cache {
    /// [`revalidate_path`] in this cache: for what is not below a handler of its app.
    ///
    /// ```
    /// use route_runtime::Cache;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// Cache::global().revalidate_path("/posts/[slug]").await?;
    /// # Ok::<_, route_runtime::RevalidateError>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// As [`revalidate_path`].
    #[doc(alias = "revalidatePath")]
    pub async fn revalidate_path(&self, path: impl AsRef<str> + Send) -> Result<(), RevalidateError> {
        let path = path.as_ref();
        if path.starts_with('/') && path.contains(['?', '#']) {
            return Err(RevalidateError::PathWithQuery(path.to_owned()));
        }
        let no_path = |error| RevalidateError::no_path(path, error);
        let mut tags = vec![path_tag(path).map_err(no_path)?];
        // Clients may ask for a path in brackets, too.
        if path.split('/').any(|segment| segment.starts_with('[') && segment.ends_with(']')) {
            tags.push(pattern_tag(path).map_err(no_path)?);
        }
        self.invalidate(&tags, Duration::ZERO).await
    }

    /// [`revalidate_tag`] in this cache: for what is not below a handler of its app.
    ///
    /// ```
    /// use route_runtime::{Cache, Life};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// Cache::global().revalidate_tag("posts", Life::Max).await?;
    /// # Ok::<_, route_runtime::RevalidateError>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// As [`revalidate_tag`].
    #[doc(alias = "revalidateTag")]
    #[doc(alias = "updateTag")]
    pub async fn revalidate_tag(
        &self,
        tag: impl Into<Tag> + Send,
        life: impl TryInto<Life, Error: Into<UnknownLife>> + Send,
    ) -> Result<(), RevalidateError> {
        let tag = tag.into();
        let life: Life = life.try_into().map_err(|error| RevalidateError::UnknownLife(error.into()))?;
        let len = tag.as_str().len();
        if len > Tag::MAX_LEN {
            return Err(RevalidateError::TagTooLong { len });
        }
        if is_of_path(&tag) {
            return Err(RevalidateError::ReservedTag(tag));
        }
        let serve_stale = life.lifetimes().expire.unwrap_or(LONGEST).min(LONGEST);
        self.invalidate(&[tag], serve_stale).await
    }

    async fn invalidate(&self, tags: &[Tag], serve_stale: Duration) -> Result<(), RevalidateError> {
        if context::scope().is_some() {
            return Err(RevalidateError::CachedHandler);
        }
        let tags: Vec<_> = tags.iter().map(|tag| self.names().tag(tag)).collect();
        self.guard().invalidate(&tags, serve_stale).await.map_err(RevalidateError::Lost)
    }
}

/// Why nothing was invalidated: what [`revalidate_path`] and [`revalidate_tag`] return.
///
/// As an answer it is a logged, empty 500: the store has failed, or the program has not looked at what it was given.
///
/// ```
/// use route_runtime::{RevalidateError, revalidate_tag};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let error = revalidate_tag("posts", "maximum").await.unwrap_err();
/// assert!(matches!(error, RevalidateError::UnknownLife(_)));
/// # });
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RevalidateError {
    /// It is called below a handler or a function that is cached, which would invalidate while it makes what is kept (NEXT-SPEC V5, V6).
    #[error("nothing can be revalidated below a handler or a function that is cached")]
    CachedHandler,

    /// The path does not begin with a slash.
    #[error("`{0}` is no path: it must begin with a slash")]
    RelativePath(String),

    /// The path has a query or a fragment, which are no part of what is kept. In a segment they are escaped, `%3F` and `%23`.
    #[error("`{0}` is no path: it must have no query and no fragment")]
    PathWithQuery(String),

    /// The path has an escape that is none, or that does not decode to UTF-8.
    #[error("`{0}` is no path: it cannot be decoded")]
    UndecodablePath(String),

    /// The path has more than 1,024 bytes.
    #[error("a path of {len} bytes is too long to be revalidated: it may have {MAX_PATH_LEN}")]
    PathTooLong {
        /// The bytes it has.
        len: usize,
    },

    /// The tag has more than 256 bytes (NEXT-SPEC V8).
    #[error("a tag of {len} bytes is too long: it may have {}", Tag::MAX_LEN)]
    TagTooLong {
        /// The bytes it has.
        len: usize,
    },

    /// The tag begins with a NUL, as only the tags of paths do.
    #[error("`{0:?}` is no tag: it must not begin with a NUL")]
    ReservedTag(Tag),

    /// No profile has this name.
    #[error(transparent)]
    UnknownLife(#[from] UnknownLife),

    /// The store did not take it within 5 seconds, or has failed: what is kept may be served as before.
    #[error("an invalidation is lost")]
    Lost(#[source] StoreError),
}

impl RevalidateError {
    fn no_path(path: &str, error: NoPathTag) -> Self {
        match error {
            NoPathTag::Relative => Self::RelativePath(path.to_owned()),
            NoPathTag::TooLong => Self::PathTooLong { len: path.len() },
            NoPathTag::Undecodable => Self::UndecodablePath(path.to_owned()),
        }
    }
}

impl HttpError for RevalidateError {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

impl IntoResponse for RevalidateError {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}

/// A [`Life`] is one: where a name is accepted, too.
impl From<Infallible> for UnknownLife {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
