//! Which cache is the one of what is running.

use std::cell::RefCell;
use std::future::Future;
use std::mem::{self, ManuallyDrop};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::routing::Route;
use pin_project_lite::pin_project;
use tower_service::Service;

use super::handle::Cache;

thread_local! {
    /// The cache of what this thread is polling. Who leaves takes it out, so a thread that ends has nothing to drop.
    static CURRENT: RefCell<ManuallyDrop<Option<Cache>>> = const { RefCell::new(ManuallyDrop::new(None)) };
}

/// The cache of what this thread is polling, if that has one of its own.
pub(crate) fn current() -> Option<Cache> {
    CURRENT.with(|current| (**current.borrow()).clone())
}

/// Polls, or calls, something whose cache this is. While that runs, the place holds the cache of what is around it.
pub(crate) fn within<T>(cache: &mut Option<Cache>, work: impl FnOnce() -> T) -> T {
    /// Also when `work` panics.
    struct Leave<'a>(&'a mut Option<Cache>);

    impl Drop for Leave<'_> {
        fn drop(&mut self) {
            swap(self.0);
        }
    }

    swap(cache);
    let _leave = Leave(cache);
    work()
}

fn swap(cache: &mut Option<Cache>) {
    CURRENT.with(|current| mem::swap(&mut **current.borrow_mut(), cache));
}

pin_project! {
    /// A future whose cache this is.
    pub struct InCache<F> {
        #[pin]
        future: F,
        cache: Option<Cache>,
    }
}

impl<F> InCache<F> {
    pub(crate) fn new(cache: Cache, future: F) -> Self {
        Self { future, cache: Some(cache) }
    }
}

impl<F: Future> Future for InCache<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        within(this.cache, || this.future.poll(task))
    }
}

/// The cache of a table's or an app's routes. That of an app is known only when its router is finished.
#[derive(Clone, Debug, Default)]
pub(crate) struct CacheOfRoutes {
    given: Arc<OnceLock<Cache>>,
    /// What tells a route from the same one in another table, which may have another state.
    number: u64,
}

impl CacheOfRoutes {
    pub(crate) fn new(cache: Cache) -> Self {
        Self { given: Arc::new(OnceLock::from(cache)), number: 0 }
    }

    /// The first that is set stays.
    pub(crate) fn set(&self, cache: Cache) {
        let _ = self.given.set(cache);
    }

    /// The same, for the route with this number.
    pub(crate) fn numbered(&self, number: u64) -> Self {
        Self { given: Arc::clone(&self.given), number }
    }

    /// The number of the route.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Whether the program has given the routes, or the process, a cache: who gives one to several tables says that they are one. Otherwise
    /// the process has one for all of its tables, which may have the same routes and another state.
    #[inline]
    pub(crate) fn is_given(&self) -> bool {
        self.given.get().is_some() || Cache::is_installed()
    }

    /// Theirs, else the process's. To be asked when there is a request, not when the router is built.
    #[inline]
    pub(crate) fn get(&self) -> &Cache {
        self.given.get().unwrap_or_else(|| Cache::global_ref())
    }
}

/// What lies around routes that have a cache of their own: functions below them find it.
#[derive(Clone)]
pub(crate) struct WithCache<T> {
    inner: T,
    cache: CacheOfRoutes,
}

impl WithCache<Route> {
    pub(crate) fn new(inner: Route, cache: CacheOfRoutes) -> Self {
        Self { inner, cache }
    }
}

impl Service<Request> for WithCache<Route> {
    type Response = <Route as Service<Request>>::Response;
    type Error = <Route as Service<Request>>::Error;
    type Future = InCache<<Route as Service<Request>>::Future>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Service::<Request>::poll_ready(&mut self.inner, task)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let mut cache = Some(self.cache.get().clone());
        // An axum layer may do its work before it returns its future.
        let future = within(&mut cache, || self.inner.call(request));
        InCache { future, cache }
    }
}
