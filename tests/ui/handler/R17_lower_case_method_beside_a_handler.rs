use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub async fn GET(Params { id }: Params) -> String {
        id
    }

    pub async fn delete(id: String) -> String {
        id
    }
}

fn main() {
    let _ = items::delete(String::new());
    let _: axum::Router = routes![items::GET].into_router();
}
