use route_runtime::NextRequest;
use route_runtime::{route, routes};

#[route("/items", revalidate = 60)]
async fn GET(_: NextRequest) {}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
