//! `/manifest.webmanifest`

use crate::{app, site};
use route_runtime::manifest::{Display, Icon};
use route_runtime::{Manifest, route};

#[route]
pub async fn manifest() -> Manifest {
    Manifest::new()
        .name(site::NAME)
        .start_url(app::page::page::url())
        .display(Display::Browser)
        .theme_color("#1e3a5f")
        .icon(Icon::new(app::icon_svg::GET::url()).sizes("any").mime_type(app::icon_svg::CONTENT_TYPE))
        .icon(Icon::new(app::apple_icon::icon::url()).sizes("180x180").mime_type("image/png"))
}
