use route_runtime::{cookies, route, routes};

#[route("/account")]
async fn GET() -> String {
    cookies().await.get("token").is_some().to_string()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
