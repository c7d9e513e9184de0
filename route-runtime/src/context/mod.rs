//! What the functions below a handler can reach without being given it: `cookies()`, `headers()`, `after()` and the like.
//!
//! While a handler, a task that it has spawned, or the stream that it has returned is polled, its [`Context`] lies in a thread-local
//! cell. It is swapped in and out at each poll, which costs some sixty instructions; only the first call of one of those functions
//! makes something that can be shared, a [`RequestContext`].

mod after;
mod answer;
mod connection;
mod draft_mode;
mod error;
mod headers;
mod signal;
mod spawn;

pub use after::{AfterOutcome, after, wait_for_after};
pub use connection::connection;
pub use draft_mode::{DraftMode, DraftSecretError, draft_mode, set_draft_secret};
pub use error::ContextError;
pub use headers::{Headers, headers, try_headers};
pub use signal::AbortSignal;
pub(crate) use signal::signal;
pub use spawn::spawn;

use std::cell::RefCell;
use std::mem;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use http::HeaderMap;

use crate::cookies::Changes;
use crate::route::RouteInfo;

thread_local! {
    /// The context of what this thread is polling.
    static CURRENT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// The context of one handler that runs, of a task that it has spawned, or of the stream that it has returned.
pub(crate) struct Context {
    route: &'static RouteInfo,
    head: Head,
    shared: Option<Arc<RequestContext>>,
    /// Whether the request ends with this context: that of a spawned task is a guest.
    owner: bool,
}

/// Where the request's headers are.
enum Head {
    /// With the extractors; or in the shared context, if there is one.
    Away,
    /// Here, since nobody else needs them.
    Kept(HeaderMap),
    /// In a `NextRequest` that the handler has, and here.
    Lent(Arc<HeaderMap>),
    /// Not to be seen: the answer may be stored and sent to others.
    Hidden,
}

/// What is shared of a request, from the first use on.
#[derive(Default)]
pub(crate) struct RequestContext {
    headers: OnceLock<Arc<HeaderMap>>,
    pub(crate) cookies: Changes,
    after: after::Tasks,
    client: signal::Client,
    /// The answer has been sent to its end.
    sent: AtomicBool,
    /// What has read the request below a handler whose answer may be stored.
    refused: OnceLock<Refused>,
}

/// A use of the request where there is none to be seen.
struct Refused {
    function: &'static str,
    location: &'static Location<'static>,
}

impl Context {
    /// The context of a handler whose arguments are still to be extracted.
    pub(crate) fn new(route: &'static RouteInfo) -> Self {
        Self::with_head(route, Head::Away)
    }

    /// The context of a handler that must not see the request.
    pub(crate) fn hidden(route: &'static RouteInfo) -> Self {
        Self::with_head(route, Head::Hidden)
    }

    fn with_head(route: &'static RouteInfo, head: Head) -> Self {
        Self { route, head, shared: None, owner: true }
    }

    pub(crate) fn route(&self) -> &'static RouteInfo {
        self.route
    }

    /// What can be shared of the request; the first call makes it.
    fn share(&mut self) -> &Arc<RequestContext> {
        let shared = self.shared.get_or_insert_default();
        match mem::replace(&mut self.head, Head::Away) {
            Head::Away => {}
            Head::Hidden => self.head = Head::Hidden,
            Head::Kept(headers) => shared.set_headers(Arc::new(headers)),
            Head::Lent(headers) => shared.set_headers(headers),
        }
        shared
    }

    /// The context of a task that runs beside the handler.
    fn guest(&mut self) -> Self {
        let shared = Some(Arc::clone(self.share()));
        let head = if matches!(self.head, Head::Hidden) { Head::Hidden } else { Head::Away };
        Self { route: self.route, head, shared, owner: false }
    }

    /// Whether the extractors have the headers.
    fn is_extracting(&self) -> bool {
        matches!(self.head, Head::Away) && self.shared.as_ref().is_none_or(|shared| shared.headers.get().is_none())
    }

    /// Takes the headers from the extractors.
    fn set_head(&mut self, head: Head) {
        self.head = head;
        // A function that needs no headers may have been called before, by an extractor.
        if self.shared.is_some() {
            self.share();
        }
    }
}

/// With its context a request ends: what `after` was given runs, and the client is gone if the answer was not sent to its end.
impl Drop for Context {
    fn drop(&mut self) {
        if self.owner
            && let Some(shared) = &self.shared
        {
            if !shared.sent.load(Ordering::Acquire) {
                shared.client.gone();
            }
            after::run(shared);
        }
    }
}

impl RequestContext {
    fn set_headers(&self, headers: Arc<HeaderMap>) {
        // They are set once, by the context that had them.
        let _ = self.headers.set(headers);
    }

    /// The request's headers.
    pub(crate) fn headers(&self) -> Arc<HeaderMap> {
        self.headers.get().cloned().unwrap_or_default()
    }
}

/// Polls, or calls, something within a context.
pub(crate) fn within<T>(context: &mut Option<Context>, poll: impl FnOnce() -> T) -> T {
    /// Takes the context out again, also where `poll` panics.
    struct Entered<'a>(&'a mut Option<Context>);

    impl Drop for Entered<'_> {
        #[inline]
        fn drop(&mut self) {
            swap(self.0);
        }
    }

    swap(context);
    let _entered = Entered(context);
    poll()
}

#[inline]
fn swap(context: &mut Option<Context>) {
    // There is no cell while the thread ends; what is dropped then finds itself outside of a request.
    let _ = CURRENT.try_with(|current| mem::swap(&mut *current.borrow_mut(), context));
}

/// Looks at the context, if there is one. Nothing that `look` calls may come back here: the cell is borrowed.
fn with<T>(look: impl FnOnce(&mut Context) -> T) -> Option<T> {
    CURRENT.try_with(|current| current.borrow_mut().as_mut().map(look)).ok().flatten()
}

/// The route whose handler is running, `None` outside of one.
pub(crate) fn route() -> Option<&'static RouteInfo> {
    with(|context| context.route)
}

/// Keeps the headers of a request that the extractors have left. Nothing is done if they were kept before.
#[inline]
pub(crate) fn keep(headers: &mut HeaderMap) {
    with(|context| {
        if context.is_extracting() {
            context.set_head(Head::Kept(mem::take(headers)));
        }
    });
}

/// Keeps a copy of the headers of a request that is given away whole.
pub(crate) fn keep_copy(headers: &HeaderMap) {
    with(|context| {
        if context.is_extracting() {
            context.set_head(Head::Kept(headers.clone()));
        }
    });
}

/// Keeps the headers of a request that is given away as a `NextRequest`, which shares them.
pub(crate) fn lend(headers: &Arc<HeaderMap>) {
    with(|context| {
        if context.is_extracting() {
            context.set_head(Head::Lent(Arc::clone(headers)));
        }
    });
}

/// Reads the headers without making anything that is shared; `None` where there is no request to be seen. See [`with`].
pub(crate) fn peek<T>(look: impl FnOnce(&HeaderMap) -> T) -> Option<T> {
    with(|context| match (&context.head, &context.shared) {
        (Head::Kept(headers), _) => Some(look(headers)),
        (Head::Lent(headers), _) => Some(look(headers)),
        (Head::Away, Some(shared)) => shared.headers.get().map(|headers| look(headers)),
        (Head::Away, None) | (Head::Hidden, _) => None,
    })
    .flatten()
}

/// What is shared of the request that is being answered, if its headers are there to be seen.
pub(crate) fn request() -> Result<Arc<RequestContext>, ContextError> {
    with(|context| match context.head {
        Head::Hidden => Err(ContextError::CachedHandler),
        _ if context.is_extracting() => Err(ContextError::Extractor),
        _ => Ok(Arc::clone(context.share())),
    })
    .unwrap_or(Err(ContextError::OutsideRequest))
}

/// [`request`] for an extractor that hands out what is shared, and has the headers.
pub(crate) fn request_of(headers: &HeaderMap) -> Result<Arc<RequestContext>, ContextError> {
    keep_copy(headers);
    request()
}

/// [`request`] for the functions that do not fail: where there is nothing to see, it is said once.
#[track_caller]
pub(crate) fn request_or_report(function: &'static str) -> Option<Arc<RequestContext>> {
    let location = Location::caller();
    match request() {
        Ok(request) => Some(request),
        Err(ContextError::CachedHandler) => {
            // The first use is the one that the answer tells of.
            let _ = shared().map(|shared| shared.refused.set(Refused { function, location }));
            None
        }
        Err(error) => {
            tracing::error!(%location, "`{function}` was called {error}");
            None
        }
    }
}

/// What is shared of the request that is being answered, whether or not its headers are there to be seen.
fn shared() -> Option<Arc<RequestContext>> {
    with(|context| Arc::clone(context.share()))
}

/// The context of a task that is to run beside what is running now.
fn guest() -> Option<Context> {
    with(Context::guest)
}
