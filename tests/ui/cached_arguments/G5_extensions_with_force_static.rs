use axum::Extension;
use axum::extract::{Path, RawPathParams};
use route_runtime::{AssumeStatic, NextRequest, route, routes};

#[derive(Clone)]
struct User(String);

#[route(GET "/me", dynamic = "force-static")]
async fn me(_: NextRequest, _: Extension<User>) {}

#[route(GET "/maybe", dynamic = "force-static")]
async fn maybe(_: Option<Extension<User>>, _: AssumeStatic<Extension<User>>) {}

#[route(GET "/items/[id]", dynamic = "force-static")]
async fn item(_: axum::extract::Path<u64>, _: RawPathParams) {}

#[route(GET "/raw/[id]", dynamic = "error")]
async fn raw(_: AssumeStatic<Extension<User>>, _: Path<u64>, _: RawPathParams) {}

#[route("/posted/[id]", dynamic = "force-static")]
mod posted {
    pub async fn GET(id: u64) -> String {
        id.to_string()
    }

    pub async fn POST(_: axum::Extension<super::User>, _: axum::extract::Path<u64>) {}
}

fn main() {
    let _: axum::Router = routes![me, maybe, item, raw, posted::route].into_router();
}
