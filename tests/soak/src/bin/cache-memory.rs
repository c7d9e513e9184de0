//! `cache-memory [slugs] [bytes]` keeps answers of 1 kB for so many different slugs in a store of so many bytes, and prints the memory that
//! the process has then: 1,000,000 slugs and 50 MB unless said otherwise. It fails if that is over the bound by more than 20%.

use route_runtime::{CacheEntry, CacheStore, CachedResponse, CachedValue, Life, MemoryStore};
use std::sync::Arc;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default| arguments.get(at).map_or(Ok(default), |text| text.parse());
    let (slugs, bytes) = (number(0, 1_000_000)?, number(1, 50_000_000)?);

    let base = memory("VmRSS:")?;
    let store = MemoryStore::with_capacity(bytes);
    for slug in 0..slugs {
        // The path of a request is not known before: each has a key, a tag and a body of its own.
        let key = format!("soak:GET /items/[slug]:/items/{slug}");
        let now = store.get(&key).await?.now;
        let headers = [(axum::http::header::CONTENT_TYPE, axum::http::HeaderValue::from_static("application/json"))];
        let body = format!("{{\"slug\":{slug},\"text\":\"{}\"}}", "x".repeat(1_000)).into();
        let value = CachedValue::Response(CachedResponse {
            status: Default::default(),
            headers: headers.into_iter().collect(),
            body,
        });
        let tags = [format!("_N_T_/items/{slug}").into()].into();
        let entry = CacheEntry { began: now, life: Life::Hours.lifetimes(), retry_at: None, tags, value };
        store.set(&key, Arc::new(entry)).await?;
        if slug % 10 == 0 {
            store.invalidate(&[format!("_N_T_/items/{slug}").into()], std::time::Duration::ZERO).await?;
        }
    }
    let (now, most) = (memory("VmRSS:")? - base, memory("VmHWM:")? - base);
    println!(
        "{slugs} slugs in {bytes} bytes: the store weighs {}, the process has {now} bytes and had {most}",
        store.size()
    );
    if most > bytes + bytes / 5 {
        return Err("that is more than 20% over the bound".into());
    }
    Ok(())
}

/// The resident memory of this process, in bytes.
fn memory(name: &str) -> Result<usize, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("the kernel does not say it")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<usize>()? * 1_024)
}
