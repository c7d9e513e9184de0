use route_runtime::page;

#[page]
pub async fn page() -> &'static str {
    "text"
}
