use route_runtime::page;

#[page]
pub async fn icon() -> &'static str {
    "text"
}
