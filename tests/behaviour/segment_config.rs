//! The options of caching, as the runtime sees them.

use route_runtime::{Dynamic, FetchCache, Revalidate, RouteInfo, Routes, StaticTag, route, routes};

const AN_HOUR: u64 = 60 * 60;

#[allow(non_upper_case_globals)]
mod tags {
    use super::StaticTag;

    pub(super) const Posts: StaticTag = StaticTag::new("posts");
}

mod handlers {
    use super::{AN_HOUR, tags, tags::Posts};
    use route_runtime::{page, route};

    #[route("/segment-config")]
    pub(super) async fn GET() {}

    #[route(GET "/forced", dynamic = "force-static", fetch_cache = "default-cache")]
    pub(super) async fn forced() {}

    #[route(GET "/strict", dynamic = "error", tags = ["a", Posts])]
    pub(super) async fn strict() {}

    #[route(GET "/dynamic", dynamic = "force-dynamic", fetch_cache = "only-no-store", scope = second)]
    pub(super) async fn dynamic() {}

    #[route(GET "/hourly", revalidate = AN_HOUR, tags = [tags::Posts, "b"], dynamic = "auto")]
    pub(super) async fn hourly() {}

    #[route(GET "/never", revalidate = false)]
    pub(super) async fn never() {}

    #[route(GET "/always", revalidate = 0)]
    pub(super) async fn always() {}

    #[page("/segment-config/page", revalidate = 60, fetch_cache = "auto")]
    pub(super) async fn page() {}
}

#[route("/segment-config/module", revalidate = 30)]
mod module {
    pub(super) async fn GET() {}
    pub(super) async fn POST() {}
}

fn infos() -> Vec<&'static RouteInfo> {
    use handlers::{GET, always, dynamic, forced, hourly, never, page, strict};
    let routes: Routes = routes![GET, forced, strict, dynamic, hourly, never, always, page, module::route];
    routes.routes().collect()
}

fn info(name: &str) -> &'static RouteInfo {
    infos().into_iter().find(|info| info.to_string() == name).expect(name)
}

// X7, G1, G2, G4, G10, G12
#[test]
fn X7_options_of_caching_reach_the_description() {
    let (auto, seconds) = (Dynamic::Auto, |seconds| Some(Revalidate::Seconds(seconds)));
    let none: &[&str] = &[];
    for (name, dynamic, revalidate, fetch_cache, tags, is_cached) in [
        ("GET /segment-config", auto, None, FetchCache::Auto, none, false),
        ("GET /forced", Dynamic::ForceStatic, None, FetchCache::DefaultCache, none, true),
        ("GET /strict", Dynamic::Error, None, FetchCache::Auto, &["a", "posts"], true),
        ("GET /dynamic", Dynamic::ForceDynamic, None, FetchCache::OnlyNoStore, none, false),
        ("GET /hourly", auto, seconds(3_600), FetchCache::Auto, &["posts", "b"], true),
        ("GET /never", auto, Some(Revalidate::Never), FetchCache::Auto, none, true),
        ("GET /always", auto, seconds(0), FetchCache::Auto, none, false),
        ("page /segment-config/page", auto, seconds(60), FetchCache::Auto, none, true),
        ("GET /segment-config/module", auto, seconds(30), FetchCache::Auto, none, true),
        ("POST /segment-config/module", auto, seconds(30), FetchCache::Auto, none, false),
    ] {
        let config = info(name).config();
        assert_eq!(config.dynamic(), dynamic, "{name}");
        assert_eq!(config.revalidate(), revalidate, "{name}");
        assert_eq!(config.fetch_cache(), fetch_cache, "{name}");
        assert_eq!(config.tags(), tags, "{name}");
        assert_eq!(info(name).is_cached(), is_cached, "{name}");
        assert!(config.dynamic_params() && !config.has_static_params(), "{name}");
    }
}

#[test]
fn a_route_knows_its_module_and_its_scope() {
    for (name, module, scope) in [
        ("GET /segment-config", concat!(module_path!(), "::handlers"), None),
        ("GET /dynamic", concat!(module_path!(), "::handlers"), Some("second")),
        ("page /segment-config/page", concat!(module_path!(), "::handlers"), None),
        ("POST /segment-config/module", concat!(module_path!(), "::module"), None),
    ] {
        assert_eq!((info(name).module(), info(name).scope()), (module, scope), "{name}");
    }
}
