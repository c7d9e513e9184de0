//! Every option of caching, on functions, modules and pages, and every kind of argument that a cached handler may have.

#![deny(warnings)]

use axum::extract::{Extension, FromRequestParts, MatchedPath, OriginalUri, Path, RawPathParams, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use route_runtime::{AssumeStatic, NextRequest, RoutePattern, StaticSafe, StaticTag, page, route, routes};
use std::convert::Infallible;

type Db = Vec<u64>;

const AN_HOUR: u64 = 60 * 60;

#[allow(non_upper_case_globals)]
pub mod tags {
    use route_runtime::StaticTag;

    pub const Posts: StaticTag = StaticTag::new("posts");
}
use tags::Posts;

#[route("/auto", dynamic = "auto", fetch_cache = "default-cache")]
async fn GET(_: NextRequest) {}

#[route(GET "/never", revalidate = false, tags = ["a", Posts], runtime = "nodejs", max_duration = 5)]
async fn never() {}

#[route(GET "/always", revalidate = 0, fetch_cache = "only-cache")]
async fn always(_: HeaderMap) {}

#[route(GET "/dynamic", dynamic = "force-dynamic", revalidate = 0, runtime = "edge", fetch_cache = "force-no-store")]
async fn dynamic(_: NextRequest) {}

#[route(GET "/hourly", revalidate = AN_HOUR, tags = [self::tags::Posts])]
async fn hourly() {}

#[route(GET "/daily", revalidate = 24 * AN_HOUR, dynamic = "error")]
async fn daily() {}

#[route(GET "/stripped/[id]", dynamic = "force-static", revalidate = 60, tags = ["stripped"])]
async fn stripped(_: NextRequest, id: u64, _: HeaderMap) {
    let _ = id;
}

#[route(POST "/posted", dynamic = "force-dynamic", revalidate = 0, fetch_cache = "force-cache")]
async fn posted(_: NextRequest) {}

macro_rules! cached_for {
    ($name:ident, $path:literal, $seconds:expr, $tags:expr) => {
        #[route(GET $path, revalidate = $seconds, tags = $tags)]
        async fn $name() {}
    };
}
cached_for!(for_a_minute, "/minute", 60, ["minute"]);
cached_for!(not_at_all, "/not-at-all", AN_HOUR, ["hour", Posts]);

struct Shop;

impl<S: Sync> FromRequestParts<S> for Shop {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

impl StaticSafe for Shop {}

type Alias = State<Db>;

#[route(GET "/arguments/[id]", revalidate = 60)]
async fn arguments(
    id: u64,
    _: State<Db>,
    _: Alias,
    _: AssumeStatic<Extension<u8>>,
    _: Path<u64>,
    _: RawPathParams,
    _: RoutePattern,
    _: Option<MatchedPath>,
    _: Result<AssumeStatic<Extension<u8>>, axum::extract::rejection::ExtensionRejection>,
    _: (Shop, State<Db>),
    _: AssumeStatic<OriginalUri>,
) {
    let _ = id;
}

#[page("/page/[lang]/[...rest]", generate_static_params = all_pages, dynamic_params = false)]
async fn page_of(lang: String, rest: Vec<String>) {
    let _ = (lang, rest);
}

async fn all_pages() -> Vec<(&'static str, [&'static str; 1])> {
    vec![("en", ["about"])]
}

#[route(GET "/ids/[id]", revalidate = 60, generate_static_params = |State(db): State<Db>| ids(db))]
async fn by_id(id: u64) -> String {
    id.to_string()
}

async fn ids(db: Db) -> route_runtime::Result<Db> {
    Ok(db)
}

#[route("/posts/[slug]/[[...type]]", revalidate = 60, tags = [Posts], dynamic_params = true)]
pub mod posts {
    use super::*;

    pub async fn GET(Params { slug, r#type }: Params, _: State<Db>) -> String {
        format!("{slug} {type:?}")
    }

    // What is beside a cached GET is answered anew each time.
    pub async fn POST(_: NextRequest) {}

    pub async fn generate_static_params(State(db): State<Db>) -> Vec<Params> {
        db.into_iter().map(|id| Params { slug: id.to_string(), r#type: None }).collect()
    }
}

#[route("/own/[id]")]
mod own {
    #[derive(serde::Serialize)]
    pub struct Params {
        id: u64,
    }

    pub async fn GET(params: Params) -> String {
        params.id.to_string()
    }

    pub(super) async fn generate_static_params() -> [Params; 1] {
        [Params { id: 7 }]
    }
}

fn main() {
    let _: StaticTag = Posts;
    let routes = routes![
        GET, never, always, dynamic, hourly, daily, stripped, posted, for_a_minute, not_at_all, arguments, page_of, by_id,
        posts::route, own::route,
    ];
    let _: axum::Router = routes.into_router().with_state(Db::new());
}
