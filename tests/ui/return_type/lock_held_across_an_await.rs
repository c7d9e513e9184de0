use route_runtime::{route, routes};
use std::sync::Mutex;

static ITEMS: Mutex<String> = Mutex::new(String::new());

#[route("/items")]
mod items {
    pub async fn POST() -> String {
        let items = super::ITEMS.lock().unwrap();
        std::future::ready(()).await;
        items.clone()
    }
}

fn main() {
    let _ = items::POST();
    let _: axum::Router = routes![items::route].into_router();
}
