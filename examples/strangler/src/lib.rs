#![doc = include_str!("../README.md")]

mod items;
mod proxy;

pub use proxy::{Upstream, proxy};

use route_runtime::{App, TrailingSlash, routes};

/// What has moved, and the server behind it for the rest.
pub fn app(upstream: Upstream) -> App {
    App::new(routes![items::GET])
        // How its paths end is for the upstream to say: it may redirect to the other way.
        .trailing_slash(TrailingSlash::Keep)
        .fallback(proxy(upstream))
}
