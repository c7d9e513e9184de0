//! The path that a matcher sees and the path that the router dispatches are one, whatever the URL.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Uri};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use route_runtime::{App, MiddlewareNext, NextRequest, NextResponse, TrailingSlash, middleware, route, routes};
use route_tests::{Answer, call};
use std::cell::Cell;

/// How many URLs are tried.
const URLS: u32 = 100_000;

mod admin {
    use super::*;

    #[route("/admin/[id]", scope = same_path)]
    pub async fn GET(req: NextRequest, id: String) -> NextResponse {
        seen(&req, &["admin".to_owned(), id])
    }
}

mod admin_root {
    use super::*;

    #[route("/admin", scope = same_path)]
    pub async fn GET(req: NextRequest) -> NextResponse {
        seen(&req, &["admin".to_owned()])
    }
}

mod two {
    use super::*;

    #[route("/[a]/[b]", scope = same_path)]
    pub async fn GET(req: NextRequest, a: String, b: String) -> NextResponse {
        seen(&req, &[a, b])
    }
}

mod all {
    use super::*;

    #[route("/[...all]", scope = same_path)]
    pub async fn GET(req: NextRequest, all: Vec<String>) -> NextResponse {
        seen(&req, &all)
    }
}

/// The segments that the router has found, decoded, and the path that the handler is shown.
fn seen(req: &NextRequest, segments: &[String]) -> NextResponse {
    NextResponse::json((segments, req.next_url().pathname()))
}

#[middleware(matcher = "/admin/:path*")]
async fn guard(req: NextRequest) -> MiddlewareNext {
    NextResponse::next().with_header("x-guarded", req.next_url().pathname())
}

#[middleware(matcher = ["/:path*"], except = ["/admin/:path*", "/a/:path*"])]
async fn others() -> MiddlewareNext {
    NextResponse::next().with_header("x-open", "1")
}

fn segment() -> impl Strategy<Value = String> {
    const SPELT: &[&str] = &[
        "admin",
        "%61dmin",
        "adm%69n",
        "admi%6E",
        "admi%6e",
        "ADMIN",
        "%41dmin",
        "admin;x",
        ";admin",
        "admin%3b",
        "admin%20",
        "admin%00",
        "admin%09",
        ".",
        "..",
        "%2e",
        "%2E%2e",
        ".%2E",
        "...",
        "",
        "a",
        "a%2Fb",
        "admin%2Fx",
        "%2Fadmin",
        "%2fadmin",
        "a%5Cb",
        "a\\b",
        "\\admin",
        "%",
        "%zz",
        "%ff",
        "%C3%A9",
        "%c3%a9",
        "é",
        "a,b",
        "a%2Cb",
        "%2e%2e%2fadmin",
        "admin%2e",
        "admin.",
        ":id",
        "*",
        "{id}",
        "[id]",
        "~",
        "%7e",
        "%25",
        "%2561dmin",
    ];
    prop_oneof![
        4 => prop::sample::select(SPELT).prop_map(str::to_owned),
        1 => "[!-.0-~é]{0,4}",
        1 => "(%[0-9a-fA-F]{2}){1,3}",
    ]
}

fn url() -> impl Strategy<Value = String> {
    let separator = prop::sample::select(&["/", "/", "/", "/", "//", "/./", "/../", "\\", "/%2e/", "%2F"][..]);
    let pieces = prop::collection::vec((separator, segment()), 1..5);
    (pieces, prop::sample::select(&["", "", "/", "//", "/.", "/..", "?", "?/admin", "?a=/../admin"][..])).prop_map(
        |(pieces, end)| {
            let path: String = pieces.into_iter().map(|(separator, segment)| separator.to_owned() + &segment).collect();
            format!("/{}{end}", path.strip_prefix('/').unwrap_or(&path))
        },
    )
}

#[test]
fn the_matcher_and_the_router_see_one_path() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let app =
        || App::new(routes![admin::GET, admin_root::GET, two::GET, all::GET]).middleware(guard).middleware(others);
    let apps: [(Router, &str); 4] = [
        (app().into_router(), ""),
        (app().trailing_slash(TrailingSlash::Keep).into_router(), ""),
        (app().base_path("/base").into_router(), "/base"),
        (Router::new().nest("/nest", app().into_router()), "/nest"),
    ];
    let (tried, routed) = (Cell::new(0), Cell::new(0));
    let config = ProptestConfig { cases: URLS, failure_persistence: None, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&url(), |url| {
        for (app, base) in &apps {
            let Ok(uri) = format!("{base}{url}").parse::<Uri>() else { continue };
            tried.set(tried.get() + 1);
            let mut answer = runtime.block_on(get(app, uri));
            if answer.status == 308 {
                let location = answer.header("location");
                prop_assert!(location.starts_with('/') && !location[1..].starts_with(['/', '\\']), "{location}");
                answer = runtime.block_on(get(app, location.parse().unwrap()));
                prop_assert!(answer.status != 308, "{answer:?}");
            }
            if answer.status == 200 {
                routed.set(routed.get() + 1);
                check(&answer)?;
            } else {
                prop_assert!(matches!(answer.status, 400 | 404), "{answer:?}");
            }
        }
        Ok(())
    });
    result.unwrap();
    assert!(tried.get() >= URLS && routed.get() > URLS / 4, "{tried:?} {routed:?}");
}

async fn get(app: &Router, uri: Uri) -> Answer {
    call(app, Request::get(uri).body(Body::empty()).unwrap()).await
}

fn check(answer: &Answer) -> Result<(), TestCaseError> {
    let (segments, pathname): (Vec<String>, String) = serde_json::from_str(&answer.body).unwrap();
    let is_admin = segments[0].eq_ignore_ascii_case("admin");
    prop_assert_eq!(answer.headers.contains_key("x-guarded"), is_admin, "{:?}", answer);
    // An exception tells the cases apart, as the routes do.
    let is_excepted = segments[0] == "admin" || segments[0] == "a";
    prop_assert_eq!(answer.headers.contains_key("x-open"), !is_excepted, "{:?}", answer);
    if is_admin {
        prop_assert_eq!(answer.header("x-guarded"), pathname);
    }
    Ok(())
}
