use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub struct Params<T> {
        pub id: T,
    }

    pub async fn GET(Params { id }: Params<u64>) -> String {
        id.to_string()
    }
}

fn main() {
    let _ = items::GET(items::Params { id: 1 });
    let _: axum::Router = routes![items::route].into_router();
}
