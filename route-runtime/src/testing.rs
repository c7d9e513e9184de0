//! What the unit tests of this crate share.

use proptest::test_runner::Config;

/// 2,000 cases of each property, or as many as `ROUTE_PROPTEST_CASES` says.
pub(crate) fn cases() -> Config {
    let cases = std::env::var("ROUTE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config::with_cases(cases.unwrap_or(2_000))
}
