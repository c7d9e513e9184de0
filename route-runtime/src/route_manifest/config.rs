use serde::{Deserialize, Serialize};

use crate::route::{self, Dynamic, FetchCache, Revalidate};

/// The options of a [`Handler`](super::Handler): those that its attribute gives, and that say something else than none.
///
/// ```
/// use route_runtime::{Revalidate, Routes, route, routes};
///
/// #[route(GET "/report", revalidate = false, max_duration = 30)]
/// async fn report() -> &'static str { "report" }
///
/// let routes: Routes = routes![report];
/// let config = &routes.manifest().routes[0].config;
/// assert_eq!((config.revalidate, config.max_duration), (Some(Revalidate::Never), Some(30)));
/// assert_eq!(serde_json::to_string(config)?, r#"{"revalidate":false,"maxDuration":30}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Config {
    /// `dynamic`: whether answers may be stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic: Option<Dynamic>,
    /// `revalidate`: `false`, or after how many seconds a stored answer is made anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revalidate: Option<Revalidate>,
    /// `dynamic_params`: `false` where a parameter that is not listed is answered 404.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic_params: Option<bool>,
    /// Whether the route has `generate_static_params`.
    #[serde(skip_serializing_if = "is_false")]
    pub generate_static_params: bool,
    /// `tags`: what stored answers can be invalidated by, beside their path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// `fetch_cache`: what `fetch` does below the handler, where a call does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetch_cache: Option<FetchCache>,
    /// `runtime`: `"nodejs"` or `"edge"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<String>,
    /// `preferred_region`: names of a platform's regions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferred_region: Vec<String>,
    /// `max_duration`, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<u64>,
    /// `body_limit`, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_limit: Option<u64>,
}

impl Config {
    pub(super) fn new(config: &route::Config) -> Self {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            dynamic: Some(config.dynamic()).filter(|dynamic| *dynamic != Dynamic::Auto),
            revalidate: config.revalidate(),
            dynamic_params: (!config.dynamic_params()).then_some(false),
            generate_static_params: config.has_static_params(),
            tags: owned(config.tags()),
            fetch_cache: Some(config.fetch_cache()).filter(|fetch_cache| *fetch_cache != FetchCache::Auto),
            runtime: config.runtime().map(str::to_owned),
            preferred_region: owned(config.preferred_region()),
            max_duration: config.max_duration().map(|time| time.as_secs()),
            body_limit: config.body_limit().map(|bytes| bytes as u64),
        }
    }

    /// Whether there is nothing that the handler was not given.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_false(flag: &bool) -> bool {
    !flag
}
