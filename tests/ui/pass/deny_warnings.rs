//! An example of the lints that a strict crate turns on.
#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations, missing_copy_implementations)]
#![deny(unused, nonstandard_style, future_incompatible, rust_2018_idioms, unused_qualifications, single_use_lifetimes)]
#![deny(unused_results, trivial_casts, trivial_numeric_casts, elided_lifetimes_in_paths)]
#![forbid(unsafe_code)]

use route_runtime::{page, route, routes};

/// Public routes.
pub mod public {
    use route_runtime::route;

    /// One item.
    #[route("/items/[id]")]
    pub async fn GET(id: u64) -> String {
        id.to_string()
    }

    /// A post.
    #[route("/posts/[slug]")]
    pub mod posts {
        /// Reads it.
        pub async fn GET(Params { slug }: Params) -> String {
            slug
        }
    }
}

#[route("/private/[id]", max_duration = 30)]
async fn GET(id: String) -> String {
    id
}

#[route("/inner/[...path]")]
mod inner {
    pub(crate) async fn GET(Params { path }: Params) -> String {
        path.join("/")
    }

    pub(super) async fn PUT() {}

    async fn DELETE() {}
}

#[page("/")]
async fn home() {}

fn main() {
    let app: axum::Router = routes![public::GET, public::posts::route, GET, inner::route, home].into_router();
    drop(app);
}
