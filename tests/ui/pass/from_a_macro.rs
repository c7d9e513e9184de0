//! Handlers that a `macro_rules!` writes.

use route_runtime::{page, route, routes};

macro_rules! ping {
    ($name:ident, $path:literal) => {
        #[route(GET $path)]
        async fn $name() -> &'static str {
            stringify!($name)
        }
    };
}

ping!(one, "/one");
ping!(two, "/two");

macro_rules! item {
    ($module:ident, $path:literal, $id:ident, $ty:ty, $out:ty, $body:expr) => {
        #[route($path)]
        mod $module {
            pub async fn GET($id: $ty) -> $out {
                $body
            }

            pub async fn PUT(params: Params) -> String {
                format!("{params:?}")
            }
        }
    };
}

item!(items, "/items/[id]", id, u64, String, id.to_string());

macro_rules! table {
    ($($handler:path),*) => { routes![$($handler),*] };
}

macro_rules! home {
    () => {
        #[page("/")]
        async fn home() -> &'static str {
            "home"
        }
    };
}

home!();

fn main() {
    let _: axum::Router = routes![one, two, items::route, home].into_router();
    let _: axum::Router = table![one, two].into_router();
}
