use route_runtime::{route, routes};

struct User;

#[route("/users")]
async fn GET(user: User) -> &'static str {
    let User = user;
    ""
}

fn main() {
    let _ = GET(User);
    let _: axum::Router = routes![GET].into_router();
}
