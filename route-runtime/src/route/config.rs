use std::time::Duration;

/// The options of a route that are not its path: Next's route segment config.
///
/// ```
/// use route_runtime::{route, routes};
/// use std::time::Duration;
///
/// #[route(POST "/upload", body_limit = "10mb", max_duration = 30, preferred_region = ["fra1", "cdg1"])]
/// async fn upload() -> &'static str { "thanks" }
///
/// let routes = routes![upload];
/// let config = routes.routes().next().unwrap().config();
/// assert_eq!(config.body_limit(), Some(10 * 1024 * 1024));
/// assert_eq!(config.max_duration(), Some(Duration::from_secs(30)));
/// assert_eq!(config.preferred_region(), ["fra1", "cdg1"]);
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    runtime: Option<&'static str>,
    preferred_region: &'static [&'static str],
    max_duration: Option<u64>,
    body_limit: Option<usize>,
}

impl Config {
    #[doc(hidden)]
    pub const DEFAULT: Self = Self { runtime: None, preferred_region: &[], max_duration: None, body_limit: None };

    #[doc(hidden)]
    pub const fn with_runtime(mut self, runtime: &'static str) -> Self {
        self.runtime = Some(runtime);
        self
    }

    #[doc(hidden)]
    pub const fn with_preferred_region(mut self, regions: &'static [&'static str]) -> Self {
        self.preferred_region = regions;
        self
    }

    #[doc(hidden)]
    #[track_caller]
    pub const fn with_max_duration(mut self, seconds: u64) -> Self {
        assert!(seconds > 0, "`max_duration` must be more than 0 seconds");
        self.max_duration = Some(seconds);
        self
    }

    #[doc(hidden)]
    pub const fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// `runtime`: `"nodejs"` or `"edge"`, kept for tools that read the table; `None` where the route does not say.
    pub const fn runtime(&self) -> Option<&'static str> {
        self.runtime
    }

    /// `preferred_region`: names of a platform's regions, kept for tools that read the table.
    pub const fn preferred_region(&self) -> &'static [&'static str] {
        self.preferred_region
    }

    /// `max_duration`: after so long the handler is dropped and the client is answered 504.
    pub const fn max_duration(&self) -> Option<Duration> {
        match self.max_duration {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    /// `body_limit` in bytes: a longer body answers 413. Without it axum's `DefaultBodyLimit` holds, 2 MiB.
    pub const fn body_limit(&self) -> Option<usize> {
        self.body_limit
    }
}
