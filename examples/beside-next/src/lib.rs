#![doc = include_str!("../README.md")]

mod items;

use route_runtime::{App, TrailingSlash, app_dir};
use strangler::{Upstream, proxy};

/// The Rust files of the Next.js app. A `route.rs` beside a `page.jsx` would not compile.
#[app_dir("app")]
mod app {}

/// What is in Rust, and the Next.js app behind it for the rest.
pub fn beside_next(next: Upstream) -> App {
    // How its paths end is for Next.js to say.
    App::new(app::routes()).trailing_slash(TrailingSlash::Keep).fallback(proxy(next))
}
