use axum::extract::State;
use route_runtime::page;

#[page]
pub async fn page(State(db): State<crate::Db>) -> &'static str {
    db.0
}
