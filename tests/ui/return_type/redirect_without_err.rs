use route_runtime::{Result, redirect, route, routes};

#[route("/account")]
async fn GET() -> Result {
    return redirect("/login");
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
