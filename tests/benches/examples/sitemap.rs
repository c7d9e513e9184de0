//! A sitemap of 50,000 URLs: how long it takes, how large it is, and how much memory the process has had for it at most.
//!
//! `cargo run --release -p route-benches --example sitemap`

use route_runtime::Sitemap;
use route_runtime::sitemap::{ChangeFrequency, SitemapUrl};
use std::time::{Duration, Instant, UNIX_EPOCH};

fn main() {
    let before = peak();
    let (first, bytes) = built();
    let peak = peak().saturating_sub(before);
    let fastest = (0..20).map(|_| built().0).min().unwrap_or(first);
    println!("first {first:?}, fastest of 20 {fastest:?}");
    println!("{bytes} bytes of text, {peak} KiB of memory at most, above the {before} KiB of the process");
}

/// How long a sitemap takes whose URLs have all that is usual, and how many bytes it has.
fn built() -> (Duration, usize) {
    let start = Instant::now();
    let sitemap: Sitemap = (0..50_000_u32)
        .map(|id| {
            SitemapUrl::new(format!("https://acme.com/products/a-small-brown-teapot-{id}?ref=sitemap&page=1"))
                .last_modified(UNIX_EPOCH + Duration::from_millis(1_733_442_313_405 + u64::from(id)))
                .change_frequency(ChangeFrequency::Weekly)
                .priority(f64::from(id % 11) / 10.0)
        })
        .collect();
    let text = sitemap.into_xml().expect("a sitemap within the limits");
    (start.elapsed(), text.len())
}

/// The most memory that this process has had, in KiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
