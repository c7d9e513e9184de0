//! `/robots.txt`

use crate::{app, site};
use route_runtime::{Robots, RobotsRule, route};

#[route]
pub async fn robots() -> Robots {
    Robots::new()
        .rule(RobotsRule::new().allow("/").disallow("/api/"))
        .sitemap(site::url(app::sitemap::sitemap::url()))
}
