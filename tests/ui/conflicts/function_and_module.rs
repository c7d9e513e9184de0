use route_runtime::route;

#[route(GET "/items")]
pub async fn items() -> &'static str {
    "function"
}

#[route("/items")]
pub mod list {
    pub async fn GET() -> &'static str {
        "module"
    }

    pub async fn POST() -> &'static str {
        "module"
    }
}

fn main() {
    let _ = (items(), list::GET(), list::POST());
}
