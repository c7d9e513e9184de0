use route_runtime::{route, routes};

#[route("/items/[id]")]
mod items {
    pub fn GET(Params { id }: Params) -> String {
        id
    }
}

fn main() {
    let _: String = items::GET(items::Params { id: String::new() });
    let _: axum::Router = routes![items::route].into_router();
}
