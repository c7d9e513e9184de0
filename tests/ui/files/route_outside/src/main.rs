use route_runtime::app_dir;

#[app_dir("src/app")]
mod app {}

fn main() {
    let _: axum::Router = app::routes().into_router();
}

mod items {
    use route_runtime::route;
    #[route]
    pub async fn GET() -> &'static str {
        "text"
    }
}
