//! What the unit tests of this crate share.

use proptest::prelude::ProptestConfig;

/// 2,000 cases of each property, or as many as `ROUTE_PROPTEST_CASES` says: `ROUTE_PROPTEST_CASES=100000 cargo test` for the long run.
pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("ROUTE_PROPTEST_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(2_000);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
