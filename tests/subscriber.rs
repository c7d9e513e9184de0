//! A subscriber for the whole process, which tracing lets log while it is told of an event. It has a process of its own.

use route_runtime::headers;
use std::sync::atomic::{AtomicUsize, Ordering};
use tracing::span;

/// Asks for the headers at each event, as one does who adds a request's id to it.
struct Asks;

static EVENTS: AtomicUsize = AtomicUsize::new(0);

impl tracing::Subscriber for Asks {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {
        EVENTS.fetch_add(1, Ordering::SeqCst);
        assert!(headers().is_empty());
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[test]
fn a_subscriber_that_asks_for_the_headers_is_told_once_that_there_are_none() {
    tracing::subscriber::set_global_default(Asks).expect("the first one");
    tracing::info!("an event");
    assert_eq!(EVENTS.swap(0, Ordering::SeqCst), 2, "the event, and that there are no headers");
    tracing::info!("another event");
    assert_eq!(EVENTS.load(Ordering::SeqCst), 2, "each time");
}
