//! The pages of the examples in headless Chromium, driven by WebDriver.
//!
//! They need `chromedriver` and a Chromium or Chrome in the `PATH` (Debian: `apt-get install chromium chromium-driver`). Where one is
//! missing they say so and pass, or fail if `ROUTE_REQUIRE_BROWSER=1` is set.
#![allow(non_snake_case)]

mod blog;
mod chat;
mod driver;
mod showcase;
mod upload;

use std::time::{Duration, Instant};

/// Asks until there is an answer. The time is for slow machines, and no test waits for its end.
async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "this did not happen: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
