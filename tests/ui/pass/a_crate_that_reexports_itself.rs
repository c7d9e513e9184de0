//! `crate = crate::..`, as within a framework, from any module.

mod framework {
    pub use route_runtime;
}

mod api {
    use crate::framework::route_runtime::route;

    #[route("/items/[id]", crate = crate::framework::route_runtime)]
    pub async fn GET(id: u64) -> String {
        id.to_string()
    }
}

fn main() {
    let _: axum::Router = framework::route_runtime::routes![api::GET].into_router();
}
