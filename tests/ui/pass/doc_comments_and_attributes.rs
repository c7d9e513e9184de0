#![deny(warnings)]

use route_runtime::{route, routes};

/// Above the attribute.
#[route("/items")]
/// Below the attribute.
#[allow(clippy::unused_async)]
#[must_use]
#[inline]
async fn GET() -> &'static str {
    "items"
}

/** A block. */
#[route("/things")]
#[doc(alias = "stuff")]
mod things {
    //! Inside the module.

    /// A method.
    pub async fn GET() -> &'static str {
        "things"
    }
}

fn main() {
    let _: axum::Router = routes![GET, things::route].into_router();
}
