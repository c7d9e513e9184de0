//! What the unit tests of this crate share.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use futures_util::Stream;
use proptest::test_runner::Config;

/// 2,000 cases of each property, or as many as `ROUTE_PROPTEST_CASES` says.
pub(crate) fn cases() -> Config {
    let cases = std::env::var("ROUTE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config::with_cases(cases.unwrap_or(2_000))
}

/// A body of these chunks, of which each is made when it is asked for.
pub(crate) fn chunked(chunks: impl Iterator<Item = io::Result<Bytes>> + Send + Unpin + 'static) -> Body {
    struct Chunks<I>(I);

    impl<I: Iterator<Item = io::Result<Bytes>> + Unpin> Stream for Chunks<I> {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.next())
        }
    }
    Body::from_stream(Chunks(chunks))
}

/// A body that comes in chunks of `size` bytes.
pub(crate) fn in_chunks(content: impl Into<Bytes>, size: usize) -> Body {
    let mut rest = content.into();
    chunked(std::iter::from_fn(move || {
        let chunk = rest.split_to(rest.len().min(size));
        (!chunk.is_empty()).then_some(Ok(chunk))
    }))
}
