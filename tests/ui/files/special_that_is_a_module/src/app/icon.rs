use route_runtime::route;

#[route]
pub mod icon {
    pub async fn GET() -> &'static str {
        "text"
    }
}
