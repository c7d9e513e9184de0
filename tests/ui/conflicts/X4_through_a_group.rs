use route_runtime::route;

#[route(GET "/(shop)/items")]
pub async fn shop() -> &'static str {
    "shop"
}

#[route(GET "/(admin)/items")]
pub async fn admin() -> &'static str {
    "admin"
}

fn main() {
    let _ = (shop(), admin());
}
