use route_runtime::{route, routes};

struct Api;

impl Api {
    #[route("/items")]
    async fn GET(&self) -> &'static str {
        ""
    }
}

fn main() {
    let _ = Api.GET();
    let _: axum::Router = routes![].into_router();
}
