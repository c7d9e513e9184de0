//! A picture of an app directory, and its text, which is printed.

use route_runtime::app_dir;

#[app_dir("src/app")]
mod app {}

fn main() {
    let _: axum::Router = app::routes().into_router();
    println!("{}", app::opengraph_image_png::ALT);
}
