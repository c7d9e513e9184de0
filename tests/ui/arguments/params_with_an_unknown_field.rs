use route_runtime::{route, routes};

#[route("/items/[slug]")]
mod items {
    pub struct Params {
        pub slug: String,
        pub page: u32,
    }

    pub async fn GET(params: Params) -> String {
        params.slug
    }
}

fn main() {
    let _ = items::GET(items::Params { slug: String::new(), page: 1 });
    let _: axum::Router = routes![items::route].into_router();
}
