//! A handler need not take what its path captures.
#![deny(warnings)]

use route_runtime::{route, routes};

#[route("/[a]/[b]/[[...rest]]")]
async fn GET(b: String) -> String {
    b
}

#[route("/x/[a]/[...rest]")]
mod x {
    pub async fn GET() {}

    pub async fn POST(Params { a, .. }: Params) -> String {
        a
    }
}

fn main() {
    let _: axum::Router = routes![GET, x::route].into_router();
}
