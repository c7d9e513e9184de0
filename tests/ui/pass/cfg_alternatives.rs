// One handler or the other, by `#[cfg]`, alone and in a module; and a method that is configured away altogether.
#![deny(warnings)]

use route_runtime::{route, routes};

#[cfg(unix)]
#[route("/alone")]
async fn GET() -> &'static str {
    "unix"
}

#[cfg(not(unix))]
#[route("/alone")]
async fn GET() -> &'static str {
    "elsewhere"
}

#[route("/module/[id]")]
mod module {
    #[cfg(unix)]
    pub async fn GET(id: u64) -> String {
        format!("unix {id}")
    }

    #[cfg(not(unix))]
    pub async fn GET(id: String) -> String {
        id
    }

    #[cfg(any())]
    pub async fn PUT(nobody: Knows) -> What {}
}

fn main() {
    let routes = routes![GET, module::route];
    assert_eq!(routes.routes().len(), 2);
    let _: axum::Router = routes.into_router();
}
