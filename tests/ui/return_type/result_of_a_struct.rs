use route_runtime::{Result, route, routes};

struct User;

#[route("/user")]
async fn GET() -> Result<User> {
    Ok(User)
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
