use route_runtime::page;

#[page("/items")]
pub async fn items() -> &'static str {
    "items"
}

#[page("/(shop)/items")]
pub async fn shop() -> &'static str {
    "shop"
}

fn main() {
    let _ = (items(), shop());
}
