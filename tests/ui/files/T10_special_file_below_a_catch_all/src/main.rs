use route_runtime::app_dir;

#[app_dir("src/app")]
mod app {}

fn main() {
    let _: axum::Router = app::routes().into_router();
}
