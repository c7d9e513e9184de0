use route_runtime::{Robots, RobotsRule, route};

#[route]
pub async fn robots() -> Robots {
    Robots::new().rule(RobotsRule::new().allow("/"))
}
