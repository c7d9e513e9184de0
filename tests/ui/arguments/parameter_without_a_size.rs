use route_runtime::{route, routes};

#[route("/items/[slug]")]
async fn GET(slug: str) -> String {
    slug.to_owned()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
