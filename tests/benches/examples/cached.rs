//! `cached PORT` serves one route from the cache, as `next/run.sh` compares it with Next.js.

use axum::{Json, Router};
use route_runtime::{route, routes};
use serde::Serialize;

#[derive(Serialize)]
struct Item {
    id: u64,
    name: &'static str,
}

#[route(GET "/api/catalogue", dynamic = "force-static")]
async fn catalogue() -> Json<Vec<Item>> {
    Json((0..20).map(|id| Item { id, name: "a small brown teapot" }).collect())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: cached PORT")?.parse()?;
    let app: Router = routes![catalogue].into_router();
    println!("Listening on http://127.0.0.1:{port}");
    route_runtime::serve(app, ("127.0.0.1", port)).await?;
    Ok(())
}
