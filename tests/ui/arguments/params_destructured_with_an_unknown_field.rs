use route_runtime::{route, routes};

#[route("/items/[slug]")]
mod items {
    pub async fn GET(Params { id }: Params) -> String {
        id
    }
}

fn main() {
    let _ = items::GET(items::Params { slug: String::new() });
    let _: axum::Router = routes![items::route].into_router();
}
