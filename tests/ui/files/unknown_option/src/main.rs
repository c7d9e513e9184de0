use route_runtime::app_dir;

#[app_dir("src/app", stat = crate::Db)]
mod app {}

fn main() {
    let _: axum::Router = app::routes().into_router();
}
