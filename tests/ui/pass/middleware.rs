//! Odd middleware.
#![deny(warnings, missing_docs, unreachable_pub, unused, nonstandard_style, unused_qualifications, elided_lifetimes_in_paths)]
#![forbid(unsafe_code)]

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use route_runtime::{
    App, Middleware, MiddlewareNext, NextRequest, NextResponse, Result, cookies, middleware, proxy, routes,
};

#[derive(Clone)]
struct Db(u64);

/// Public, in a public module.
pub mod public {
    use route_runtime::{Middleware, NextRequest, NextResponse, middleware};

    /// Guards the account.
    #[middleware(matcher = "/account/:path*", except = "/account/login")]
    pub async fn guard(req: NextRequest) -> Middleware {
        if req.cookies().has("session") { NextResponse::next().into() } else { NextResponse::redirect("/login").into() }
    }
}

/// An attribute named as the function, and the reverse.
#[proxy]
async fn proxy(mut req: NextRequest) -> Result<MiddlewareNext> {
    let _ = req.text().await?;
    Ok(NextResponse::next())
}

#[middleware(crate = route_runtime)]
async fn middleware() {}

#[middleware(matcher = ["/", "/:path*"],)]
#[cfg(any())]
async fn absent(missing: Missing) {}

#[cfg(any())]
#[middleware]
async fn absent(missing: Missing) {}

#[middleware(
    matcher = [
        { source = "/api/:path*", has = [header("authorization"), query("v", "2")], missing = cookie("session"), },
        { source = r"/a\:b", has = host("example.com") },
        "/:path*",
    ],
)]
#[tracing::instrument(skip_all, fields(id = db.0))]
#[inline]
async fn r#match(State(db): State<Db>, a0: Method, a1: HeaderMap, _: NextRequest) -> Result<Middleware, (StatusCode, String)> {
    let _ = (a0, a1, cookies());
    Ok(NextResponse::next().into())
}

// Lints that the user silences or expects stay so: on the function, and on an argument.
#[middleware]
#[expect(unused_variables, clippy::unused_async)]
#[must_use]
async fn unused(req: NextRequest, #[allow(unused_mut)] mut method: Method) -> NextResponse {
    NextResponse::new("answer")
}

#[middleware]
async fn opaque() -> Result<Middleware, impl axum::response::IntoResponse> {
    Err::<Middleware, _>("an error")
}

#[middleware]
async fn guard(guard: Method) {
    drop(guard);
}

macro_rules! guards {
    ($name:ident, $source:literal, $ty:ty) => {
        #[middleware(matcher = $source, except = [$source, "/b"])]
        async fn $name(value: $ty) {
            drop(value);
        }
    };
}
guards!(made, "/a", Method);

fn main() {
    #[middleware]
    async fn inside() {}

    let app: axum::Router = App::new(routes![])
        .middleware(public::guard)
        .middleware(proxy)
        .middleware(middleware)
        .middleware(r#match)
        .middleware(unused)
        .middleware(opaque)
        .middleware(guard)
        .middleware(made)
        .middleware(inside)
        .into_router()
        .with_state(Db(7));
    drop(app);
}
