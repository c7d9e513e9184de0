use route_runtime::route;

#[route(GET "/café")]
pub async fn plain() -> &'static str {
    "plain"
}

#[route(GET "/caf%C3%A9")]
pub async fn escaped() -> &'static str {
    "escaped"
}

fn main() {}
