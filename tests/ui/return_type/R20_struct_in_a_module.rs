use route_runtime::{route, routes};

#[route("/users/[id]")]
mod user {
    pub struct User(pub String);

    pub async fn GET(Params { id }: Params) -> User {
        User(id)
    }
}

fn main() {
    let _ = user::GET(user::Params { id: String::new() });
    let _: axum::Router = routes![user::route].into_router();
}
