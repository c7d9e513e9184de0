// A macro of a crate that has `route_runtime` at a path of its own writes a module of handlers.
#![deny(warnings)]

pub mod framework {
    pub use route_runtime as rt;
}

macro_rules! resource {
    ($name:ident, $path:literal) => {
        #[route_runtime::route($path, crate = $crate::framework::rt)]
        mod $name {
            pub async fn GET(params: Params) -> String {
                params.id
            }
        }
    };
}

resource!(items, "/items/[id]");

fn main() {
    let _: axum::Router = framework::rt::routes![items::route].into_router();
}
