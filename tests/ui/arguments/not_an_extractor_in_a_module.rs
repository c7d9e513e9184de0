use route_runtime::{route, routes};

#[route("/users")]
mod users {
    pub struct User;

    pub async fn GET(user: User) -> &'static str {
        let User = user;
        ""
    }
}

fn main() {
    let _ = users::GET(users::User);
    let _: axum::Router = routes![users::route].into_router();
}
