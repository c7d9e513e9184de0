use route_runtime::routes;

mod items {
    #[route_runtime::route("/items")]
    pub async fn GET() -> &'static str {
        ""
    }
}

mod users {
    #[route_runtime::route("/users")]
    pub async fn GET() -> &'static str {
        ""
    }
}

use items::GET;
use users::GET;

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
