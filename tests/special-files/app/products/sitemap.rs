//! Several sitemaps, as many as the state says.

use crate::Runs;
use axum::extract::State;
use route_runtime::{Result, Sitemap, route};
use std::ops::Range;

async fn ids(runs: Runs) -> Result<Range<usize>> {
    Ok(runs.sitemaps())
}

#[route(generate_sitemaps = |State(runs): State<Runs>| ids(runs))]
pub async fn sitemap(id: u32, State(runs): State<Runs>) -> Sitemap {
    Sitemap::new().url(format!("https://acme.com/{id}/{}", runs.count()))
}
