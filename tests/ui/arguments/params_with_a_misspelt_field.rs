use route_runtime::{route, routes};

#[route("/items/[slug]")]
mod items {
    pub struct Params {
        pub slgu: String,
    }

    pub async fn GET(params: Params) -> String {
        params.slgu
    }
}

fn main() {
    let _ = items::GET(items::Params { slgu: String::new() });
    let _: axum::Router = routes![items::route].into_router();
}
