//! Public routes that the ui tests mount beside their own.
//!
//! Lints about what a crate exports are silent in the binaries that the ui tests are, so they are proved here.
#![deny(warnings, missing_docs, unreachable_pub, unused, missing_debug_implementations, missing_copy_implementations)]
#![deny(rust_2018_idioms, unnameable_types, unused_qualifications, single_use_lifetimes)]
#![forbid(unsafe_code)]

use route_runtime::{page, route};

/// For the attributes' `crate = ..`, as in a framework that re-exports the runtime.
pub use route_runtime;

/// A handler with a parameter.
#[route(GET "/other/[id]")]
pub async fn item(id: String) -> String {
    id
}

/// A page.
#[page("/other")]
pub async fn home() -> &'static str {
    "home"
}

mod private {
    use route_runtime::route;

    #[route("/other/private/[id]")]
    pub(crate) async fn GET(id: u64) -> String {
        id.to_string()
    }

    #[route("/other/module/[id]")]
    pub(crate) mod module {
        pub(crate) async fn GET(Params { id }: Params) -> String {
            id
        }
    }
}

/// A table with routes that the crate does not export.
pub fn routes() -> route_runtime::Routes {
    route_runtime::routes![item, private::GET, private::module::route]
}

/// A module with one handler.
#[route("/other/files/[...path]")]
pub mod files {
    /// The path, back again.
    pub async fn GET(Params { path }: Params) -> String {
        path.join("/")
    }
}
