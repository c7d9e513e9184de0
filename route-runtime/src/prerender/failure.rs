use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::report::Prerendered;
use crate::problem::{Chain, HttpError};
use crate::route::RouteInfo;

/// A path that could not be made, or a route whose paths could not be listed.
///
/// ```
/// use route_runtime::{Result, Routes, route, routes};
///
/// #[route(GET "/tides/[port]", revalidate = 60, generate_static_params = async || ["brest", "atlantis"])]
/// async fn tides(port: String) -> Result<String> {
///     if port == "atlantis" { Err("nobody measures there".into()) } else { Ok(port) }
/// }
///
/// # #[tokio::main]
/// # async fn main() {
/// let routes: Routes = routes![tides];
/// let error = routes.prerender().await.unwrap_err();
/// let [failure] = error.failures() else { panic!("{error}") };
/// assert_eq!((failure.path(), failure.route().unwrap().pattern()), (Some("/tides/atlantis"), "/tides/[port]"));
/// assert_eq!(failure.error().to_string(), "nobody measures there");
///
/// // What could be made is kept all the same.
/// let report = error.into_report();
/// assert_eq!((report.paths().collect::<Vec<_>>(), report.made()), (vec!["/tides/brest"], 1));
/// # }
/// ```
#[derive(Clone)]
pub struct PrerenderFailure {
    pub(super) route: Option<&'static RouteInfo>,
    pub(super) path: Option<String>,
    pub(super) error: Arc<dyn HttpError>,
}

impl PrerenderFailure {
    /// The route; `None` if the place of all of them is not sound: a [prefix](crate::Prerender::under) or a base path.
    pub fn route(&self) -> Option<&'static RouteInfo> {
        self.route
    }

    /// The path, as a client asks for it; `None` if `generate_static_params` has failed.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The error. One of the user's own is itself, and can be downcast.
    pub fn error(&self) -> &(dyn Error + Send + Sync + 'static) {
        match self.error.carried() {
            Some(error) => error,
            None => &*self.error,
        }
    }
}

impl fmt::Debug for PrerenderFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrerenderFailure")
            .field("route", &self.route.map(ToString::to_string))
            .field("path", &self.path)
            .field("error", &self.error)
            .finish()
    }
}

/// `/posts/a (GET /posts/[slug]): connection refused`
impl fmt::Display for PrerenderFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.route) {
            (Some(path), Some(route)) if path != route.pattern() => write!(f, "`{path}` ({route}): ")?,
            (Some(path), _) => write!(f, "`{path}`: ")?,
            // The error names the route.
            (None, _) => {}
        }
        Chain(&*self.error).fmt(f)
    }
}

/// Something could not be made before the first request. All the rest was.
///
/// ```
/// use route_runtime::{PrerenderError, Result, Routes, page, route, routes};
///
/// #[page("/press", revalidate = 60)]
/// async fn press() -> &'static str { "press" }
///
/// #[route(GET "/news", revalidate = 60)]
/// async fn news() -> Result<&'static str> { Err("the newsroom is away".into()) }
///
/// # #[tokio::main]
/// # async fn main() {
/// let routes: Routes = routes![press, news];
/// let error: PrerenderError = routes.prerender().await.unwrap_err();
/// assert_eq!(error.to_string(), "1 of 2 paths could not be prerendered\n  `/news`: the newsroom is away");
/// assert_eq!(error.report().paths().collect::<Vec<_>>(), ["/press"]);
/// # }
/// ```
///
/// A server can go on without what failed: it is tried again when somebody asks for it.
#[derive(Clone)]
pub struct PrerenderError(pub(super) Box<Prerendered>);

impl PrerenderError {
    /// What came of all the rest.
    pub fn report(&self) -> &Prerendered {
        &self.0
    }

    /// The same, to keep.
    ///
    /// ```
    /// use route_runtime::{Result, Routes, route, routes};
    ///
    /// #[route(GET "/stocks", revalidate = 60)]
    /// async fn stocks() -> Result<String> { Err("the exchange is closed".into()) }
    ///
    /// # #[tokio::main]
    /// # async fn main() {
    /// let routes: Routes = routes![stocks];
    /// let report = match routes.prerender().await {
    ///     Ok(report) => report,
    ///     Err(error) => {
    ///         eprintln!("{} without an answer", error.failures().len());
    ///         error.into_report()
    ///     }
    /// };
    /// assert_eq!(report.paths().count(), 0);
    /// # }
    /// ```
    pub fn into_report(self) -> Prerendered {
        *self.0
    }

    /// What has failed: lists first, then paths, in the order of the table.
    pub fn failures(&self) -> &[PrerenderFailure] {
        self.0.failures()
    }
}

impl fmt::Display for PrerenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failures = self.failures();
        let paths = failures.iter().filter(|failure| failure.path.is_some()).count();
        match (paths, failures.len() - paths) {
            (0, _) => f.write_str("the paths to prerender are not known")?,
            (paths, _) => {
                let all = self.0.asked();
                write!(f, "{paths} of {all} path{} could not be prerendered", if all == 1 { "" } else { "s" })?;
            }
        }
        failures.iter().try_for_each(|failure| write!(f, "\n  {failure}"))
    }
}

impl fmt::Debug for PrerenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrerenderError").field(&self.failures()).finish()
    }
}

impl Error for PrerenderError {}
