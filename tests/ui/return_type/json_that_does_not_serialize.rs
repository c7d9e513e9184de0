use route_runtime::{route, routes};

struct User;

#[route("/user")]
async fn GET() -> axum::Json<User> {
    axum::Json(User)
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
