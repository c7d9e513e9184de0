//! `app/docs/[[...slug]]/route.ts` as one module, and the place where the docs were before.

use route_runtime::{NextResponse, route};

/// One module is one `route.ts`. `Params` is generated from the path: here `slug` is an `Option<Vec<String>>`.
#[route("/docs/[[...slug]]")]
pub(crate) mod pages {
    use route_runtime::{NextResponse, Result, RouteError};

    pub(crate) async fn GET(Params { slug }: Params) -> Result {
        let slug = slug.unwrap_or_default();
        let page = match slug.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => "Start here.\n",
            ["install"] => "Add the crate, write a handler.\n",
            ["guides", "errors"] => "Return `Err(RouteError::new(404, ..))`.\n",
            _ => return Err(RouteError::new(404, "no such page")),
        };
        Ok(NextResponse::new(page))
    }
}

/// `app/manual/[...slug]/route.ts`. The target is made from the other route, so the two cannot drift apart.
#[route(GET "/manual/[...slug]")]
pub(crate) async fn moved(slug: Vec<String>) -> NextResponse {
    NextResponse::redirect(pages::GET::url(Some(slug))).with_status(308)
}
