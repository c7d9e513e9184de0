use serde::de::{Deserializer, Error as _};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
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
///
/// ```
/// use route_runtime::{Dynamic, FetchCache, Revalidate, route, routes};
///
/// #[route(
///     "/prices/[id]",
///     revalidate = 60,
///     tags = ["prices"],
///     generate_static_params = async || [1, 2, 3],
///     dynamic_params = false,
///     fetch_cache = "default-cache",
///     runtime = "nodejs"
/// )]
/// async fn GET(id: u32) -> String { format!("{id} francs") }
///
/// let routes = routes![GET];
/// let config = routes.routes().next().unwrap().config();
/// assert!(config.is_cached() && config.has_static_params() && !config.dynamic_params());
/// assert_eq!((config.dynamic(), config.revalidate()), (Dynamic::Auto, Some(Revalidate::Seconds(60))));
/// assert_eq!((config.tags(), config.fetch_cache()), (&["prices"][..], FetchCache::DefaultCache));
/// assert_eq!(config.runtime(), Some("nodejs"));
/// # let _: axum::Router = routes.into_router();
/// ```
#[doc(alias = "segment config")]
#[doc(alias = "route segment config")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    runtime: Option<&'static str>,
    preferred_region: &'static [&'static str],
    max_duration: Option<u64>,
    body_limit: Option<usize>,
    dynamic: Dynamic,
    revalidate: Option<Revalidate>,
    dynamic_params: bool,
    has_static_params: bool,
    tags: &'static [&'static str],
    fetch_cache: FetchCache,
}

/// `dynamic`: whether answers may be stored (NEXT-SPEC G1 to G6).
///
/// ```
/// use route_runtime::{Dynamic, route, routes};
///
/// #[route("/opening-hours", dynamic = "force-static")]
/// async fn GET() -> &'static str { "9 to 5" }
///
/// let routes = routes![GET];
/// assert_eq!(routes.routes().next().unwrap().config().dynamic(), Dynamic::ForceStatic);
/// # let _: axum::Router = routes.into_router();
/// ```
#[doc(alias = "force-dynamic")]
#[doc(alias = "force-static")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dynamic {
    /// `"auto"`: as the other options say.
    #[default]
    Auto,
    /// `"force-dynamic"`: never (G4).
    ForceDynamic,
    /// `"error"`: always, and the handler cannot read the request (G6).
    Error,
    /// `"force-static"`: always, and the handler is given a request without headers and query (G5).
    ForceStatic,
}

/// `revalidate`: when a stored answer is made anew (NEXT-SPEC G10).
///
/// ```
/// use route_runtime::{Revalidate, route, routes};
///
/// #[route(GET "/terms", revalidate = false)]
/// async fn terms() -> &'static str { "the terms" }
///
/// #[route(GET "/weather", revalidate = 600)]
/// async fn weather() -> &'static str { "rain" }
///
/// let routes = routes![terms, weather];
/// let times: Vec<_> = routes.routes().map(|route| route.config().revalidate().unwrap()).collect();
/// assert_eq!(times, [Revalidate::Never, Revalidate::Seconds(600)]);
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revalidate {
    /// `false`: never by itself.
    Never,
    /// After so many seconds; `0` stores nothing.
    Seconds(u64),
}

/// `false`, or a number, as the attribute has it.
impl Serialize for Revalidate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Never => serializer.serialize_bool(false),
            Self::Seconds(seconds) => serializer.serialize_u64(*seconds),
        }
    }
}

impl<'de> Deserialize<'de> for Revalidate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Flag(bool),
            Seconds(u64),
        }
        match Written::deserialize(deserializer)? {
            Written::Flag(false) => Ok(Self::Never),
            Written::Flag(true) => Err(D::Error::custom("`revalidate` is `false` or a number of seconds")),
            Written::Seconds(seconds) => Ok(Self::Seconds(seconds)),
        }
    }
}

/// `fetch_cache`: what [`fetch`](crate) does below the handler, where a call does not say (NEXT-SPEC G12).
///
/// ```
/// use route_runtime::{FetchCache, route, routes};
///
/// #[route("/headlines", fetch_cache = "default-cache")]
/// async fn GET() -> &'static str { "nothing new" }
///
/// let routes = routes![GET];
/// assert_eq!(routes.routes().next().unwrap().config().fetch_cache(), FetchCache::DefaultCache);
/// # let _: axum::Router = routes.into_router();
/// ```
#[doc(alias = "fetchCache")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchCache {
    /// `"auto"`: nothing is stored unless a call says so.
    #[default]
    Auto,
    /// `"default-cache"`: stored, unless a call says no.
    DefaultCache,
    /// `"only-cache"`: stored, and a call that says no is an error.
    OnlyCache,
    /// `"force-cache"`: stored, whatever a call says.
    ForceCache,
    /// `"default-no-store"`: not stored, unless a call says so.
    DefaultNoStore,
    /// `"only-no-store"`: not stored, and a call that says so is an error.
    OnlyNoStore,
    /// `"force-no-store"`: not stored, whatever a call says.
    ForceNoStore,
}

/// The seconds of `revalidate`, more than none. (A function of its own, because the compiler underlines what is called: the expression, and
/// not the whole attribute.)
#[track_caller]
pub const fn revalidate_seconds(seconds: u64) -> u64 {
    assert!(
        seconds > 0,
        "`revalidate` must be more than 0 seconds here: write `revalidate = 0` where nothing is to be cached"
    );
    seconds
}

impl Config {
    #[doc(hidden)]
    pub const DEFAULT: Self = Self {
        runtime: None,
        preferred_region: &[],
        max_duration: None,
        body_limit: None,
        dynamic: Dynamic::Auto,
        revalidate: None,
        dynamic_params: true,
        has_static_params: false,
        tags: &[],
        fetch_cache: FetchCache::Auto,
    };

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

    #[doc(hidden)]
    pub const fn with_dynamic(mut self, dynamic: Dynamic) -> Self {
        self.dynamic = dynamic;
        self
    }

    /// `revalidate = false`
    #[doc(hidden)]
    pub const fn without_revalidation(mut self) -> Self {
        self.revalidate = Some(Revalidate::Never);
        self
    }

    /// `revalidate = 0`
    #[doc(hidden)]
    pub const fn without_cache(mut self) -> Self {
        self.revalidate = Some(Revalidate::Seconds(0));
        self
    }

    #[doc(hidden)]
    pub const fn with_revalidate(mut self, seconds: u64) -> Self {
        self.revalidate = Some(Revalidate::Seconds(seconds));
        self
    }

    #[doc(hidden)]
    pub const fn with_dynamic_params(mut self, dynamic_params: bool) -> Self {
        self.dynamic_params = dynamic_params;
        self
    }

    /// The route has `generate_static_params`.
    #[doc(hidden)]
    pub const fn with_static_params(mut self) -> Self {
        self.has_static_params = true;
        self
    }

    #[doc(hidden)]
    pub const fn with_tags(mut self, tags: &'static [&'static str]) -> Self {
        self.tags = tags;
        self
    }

    #[doc(hidden)]
    pub const fn with_fetch_cache(mut self, fetch_cache: FetchCache) -> Self {
        self.fetch_cache = fetch_cache;
        self
    }

    /// `dynamic`: whether answers may be stored.
    pub const fn dynamic(&self) -> Dynamic {
        self.dynamic
    }

    /// `revalidate`: when a stored answer is made anew; `None` where the route does not say.
    pub const fn revalidate(&self) -> Option<Revalidate> {
        self.revalidate
    }

    /// `dynamic_params`: whether parameters that `generate_static_params` does not list are answered (NEXT-SPEC G7, G8).
    #[doc(alias = "dynamicParams")]
    pub const fn dynamic_params(&self) -> bool {
        self.dynamic_params
    }

    /// Whether the route has `generate_static_params` (NEXT-SPEC G9).
    #[doc(alias = "generateStaticParams")]
    pub const fn has_static_params(&self) -> bool {
        self.has_static_params
    }

    /// Whether paths are there only if `generate_static_params` lists them.
    pub(crate) const fn is_closed(&self) -> bool {
        self.has_static_params && !self.dynamic_params
    }

    /// `tags`: what stored answers can be invalidated by, beside their path.
    pub const fn tags(&self) -> &'static [&'static str] {
        self.tags
    }

    /// `fetch_cache`: what `fetch` does below the handler, where a call does not say.
    #[doc(alias = "fetchCache")]
    pub const fn fetch_cache(&self) -> FetchCache {
        self.fetch_cache
    }

    /// Whether answers to `GET` are stored (NEXT-SPEC G1).
    pub const fn is_cached(&self) -> bool {
        match (self.dynamic, self.revalidate) {
            (Dynamic::ForceDynamic, _) | (_, Some(Revalidate::Seconds(0))) => false,
            (Dynamic::Error | Dynamic::ForceStatic, _) | (_, Some(_)) => true,
            (Dynamic::Auto, None) => self.has_static_params,
        }
    }

    /// `runtime`: `"nodejs"` or `"edge"`, kept for tools that read the table; `None` where the route does not say.
    pub const fn runtime(&self) -> Option<&'static str> {
        self.runtime
    }

    /// `preferred_region`: names of a platform's regions, kept for tools that read the table.
    #[doc(alias = "preferredRegion")]
    pub const fn preferred_region(&self) -> &'static [&'static str] {
        self.preferred_region
    }

    /// `max_duration`: after so long the handler is dropped and the client is answered 504.
    #[doc(alias = "maxDuration")]
    pub const fn max_duration(&self) -> Option<Duration> {
        match self.max_duration {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        }
    }

    /// `body_limit` in bytes: a longer body answers 413. Without it axum's `DefaultBodyLimit` holds, 2 MiB.
    #[doc(alias = "bodySizeLimit")]
    #[doc(alias = "bodyParser")]
    pub const fn body_limit(&self) -> Option<usize> {
        self.body_limit
    }
}
