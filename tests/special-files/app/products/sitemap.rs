//! Two sitemaps, as the state says.

use crate::Runs;
use axum::extract::State;
use route_runtime::{Result, Sitemap, route};

async fn ids(_: Runs) -> Result<Vec<u32>> {
    Ok(vec![0, 1])
}

#[route(generate_sitemaps = |State(runs): State<Runs>| ids(runs))]
pub async fn sitemap(id: u32, State(runs): State<Runs>) -> Sitemap {
    Sitemap::new().url(format!("https://acme.com/{id}/{}", runs.count()))
}
