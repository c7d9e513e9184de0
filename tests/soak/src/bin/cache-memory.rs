//! `cache-memory [slugs] [bytes]..` asks a cached route for so many different slugs, in a store of so many bytes, and prints the memory that
//! the process has then: 1,000,000 slugs and 50 MB unless said otherwise. It fails if that is over the bound by more than 20%.
//!
//! The requests go through the whole router. Every tenth answer is invalidated afterwards, so that the table of tags fills up, too.

use axum::body::Body;
use axum::extract::Request;
use axum::{Json, Router};
use route_runtime::{App, Cache, MemoryStore, route, routes};
use serde::Serialize;
use tower::ServiceExt;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Serialize)]
struct Item {
    slug: String,
    text: String,
}

/// About 1 kB.
#[route(GET "/items/[slug]", revalidate = 3600, tags = ["items"])]
async fn item(slug: String) -> Json<Item> {
    Json(Item { slug, text: "x".repeat(1_000) })
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default| arguments.get(at).map_or(Ok(default), |text| text.parse());
    let (slugs, bytes): (usize, usize) = (number(0, 1_000_000)?, number(1, MemoryStore::DEFAULT_CAPACITY)?);

    let cache = Cache::new(MemoryStore::with_capacity(bytes));
    let app: Router = App::new(routes![item]).cache(cache.clone()).into_router();
    // What the program takes without any of it: the router, the runtime's threads, a store with one answer.
    ask(&app, "first").await?;
    let base = memory("VmRSS:")?;
    for slug in 0..slugs {
        ask(&app, &slug.to_string()).await?;
        if slug % 10 == 0 {
            cache.revalidate_path(format!("/items/{slug}")).await?;
        }
    }
    let (now, most) = (memory("VmRSS:")?.saturating_sub(base), memory("VmHWM:")?.saturating_sub(base));
    let percent = |memory: usize| memory as f64 / bytes as f64 * 100.0;
    println!(
        "{slugs} slugs in a store of {bytes} bytes: {now} bytes more than the {base} at first, {:.0}% of the bound; at most {most}, {:.0}%",
        percent(now),
        percent(most),
    );
    if most > bytes + bytes / 5 {
        return Err("that is more than 20% over the bound".into());
    }
    Ok(())
}

/// Asks for one slug and reads the answer, which must be one that was made now.
async fn ask(app: &Router, slug: &str) -> Result<(), Failure> {
    let request = Request::get(format!("/items/{slug}")).body(Body::empty())?;
    let response = app.clone().oneshot(request).await?;
    let is_made = response.headers().get("x-nextjs-cache").is_some_and(|value| value == "MISS");
    if response.status() != 200 || !is_made {
        return Err(format!("the answer is {response:?}").into());
    }
    axum::body::to_bytes(response.into_body(), usize::MAX).await?;
    Ok(())
}

/// The resident memory of this process, in bytes.
fn memory(name: &str) -> Result<usize, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("the kernel does not say it")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<usize>()? * 1_024)
}
