//! What tests of an application, or of a store, are written with.
//!
//! | | |
//! | --- | --- |
//! | [`Client`] | asks an app without a server: cookies, JSON, forms, streams, redirects, and a clock for what is stored |
//! | [`in_request`] | calls a function that reads the request, such as one with `cookies()` |
//! | [`NextRequest::builder`](crate::NextRequest::builder) | the argument of a handler that is called as a function |
//! | [`assert_routes!`](crate::assert_routes!) | fails when routes, what is stored, limits or middleware change unreviewed |
//! | [`ManualClock`] | what a store does as time goes by |
//! | [`cache_conformance!`](crate::cache_conformance!) | a [`CacheStore`](crate::CacheStore) of your own |
//!
//! The guide has [a page](crate::guide::testing) on all of them.

mod answer;
mod client;
mod conformance;
mod in_request;
mod jar;
mod request;
mod reviewed;
#[cfg(test)]
mod unit;

pub use crate::assert_routes;
pub use crate::cache::ManualClock;
pub use crate::cache_conformance;
pub use answer::{Answer, AnswerStream};
pub use client::{Client, TestApp};
pub use conformance::{StoreHarness, check_store};
pub use in_request::in_request;
pub use request::ClientRequest;
#[cfg(test)]
pub(crate) use unit::{cases, chunked, in_chunks};

/// What [`cache_conformance!`](crate::cache_conformance!) expands to.
#[doc(hidden)]
pub mod __conformance {
    pub use super::conformance::*;
}

/// What [`assert_routes!`](crate::assert_routes!) expands to.
#[doc(hidden)]
pub mod __reviewed {
    pub use super::reviewed::assert_reviewed;
}
