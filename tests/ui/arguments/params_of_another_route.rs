use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub async fn GET(Params { id }: Params) -> String {
        id
    }
}

#[route("/things/[id]")]
async fn GET(items::Params { id }: items::Params) -> String {
    id
}

fn main() {
    let _ = GET(items::Params { id: String::new() });
    let _: axum::Router = routes![items::route, GET].into_router();
}
