use crate::Runs;
use axum::extract::State;
use route_runtime::{Sitemap, route};

#[route]
pub async fn sitemap(State(runs): State<Runs>) -> Sitemap {
    Sitemap::new().url(format!("https://acme.com/{}", runs.count()))
}
