use route_runtime::{route, routes};

#[route("/shops/[shop]/items/[id]")]
mod item {
    pub struct Params {
        pub id: u64,
    }

    pub async fn GET(Params { id }: Params) -> String {
        id.to_string()
    }
}

fn main() {
    let _ = item::GET(item::Params { id: 1 });
    let _: axum::Router = routes![item::route].into_router();
}
