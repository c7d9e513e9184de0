use route_runtime::{app_dir, route};

#[app_dir("src/app")]
mod app {}

#[route("/robots.txt")]
async fn GET() -> &'static str {
    "text"
}

fn main() {
    let _: axum::Router = app::routes().into_router();
}
