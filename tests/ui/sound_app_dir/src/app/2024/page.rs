use route_runtime::page;

#[page]
pub async fn anything() -> &'static str {
    "text"
}
