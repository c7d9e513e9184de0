//! The context of what this thread is polling.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use http::HeaderMap;
use scoped_tls::scoped_thread_local;

use super::RequestContext;
use crate::route::RouteInfo;

scoped_thread_local!(static CURRENT: Context);

/// The context of one handler that runs, of a task that it has spawned, or of the stream that it has returned.
pub(crate) struct Context {
    pub(super) route: &'static RouteInfo,
    pub(super) role: Role,
    headers: RefCell<Headers>,
    shared: OnceCell<Arc<RequestContext>>,
}

#[derive(Clone, Copy)]
pub(super) struct Role {
    /// Whether the request ends with this context: a spawned task is a guest.
    pub(super) owner: bool,
    /// Whether the request is not to be seen, because the answer may be stored and sent to others.
    pub(super) hidden: bool,
}

/// Where the headers of the request are.
enum Headers {
    /// With the extractors; or in what is shared.
    Away,
    /// Here. Most handlers never ask for them, so nothing is allocated for this.
    Kept(HeaderMap),
    /// Here, and in a `NextRequest`.
    Lent(Arc<HeaderMap>),
}

impl Context {
    /// The context of a handler whose arguments are still to be extracted.
    pub(crate) fn new(route: &'static RouteInfo) -> Self {
        Self::with_role(route, Role { owner: true, hidden: false })
    }

    /// The context of a handler that must not see the request.
    pub(crate) fn hidden(route: &'static RouteInfo) -> Self {
        Self::with_role(route, Role { owner: true, hidden: true })
    }

    fn with_role(route: &'static RouteInfo, role: Role) -> Self {
        Self { route, role, headers: RefCell::new(Headers::Away), shared: OnceCell::new() }
    }

    /// The context of a task that runs beside this one.
    pub(super) fn guest(&self) -> Self {
        let guest = Self::with_role(self.route, Role { owner: false, ..self.role });
        let _ = guest.shared.set(Arc::clone(self.share()));
        guest
    }

    /// The route that is answering.
    pub(crate) fn route(&self) -> &'static RouteInfo {
        self.route
    }

    /// Polls, or calls, something within this context.
    #[inline]
    pub(crate) fn enter<T>(&self, poll: impl FnOnce() -> T) -> T {
        CURRENT.set(self, poll)
    }

    /// What has been shared of the request.
    #[inline]
    pub(super) fn shared(&self) -> Option<&Arc<RequestContext>> {
        self.shared.get()
    }

    /// What is shared of the request; the first call makes it.
    pub(super) fn share(&self) -> &Arc<RequestContext> {
        self.shared.get_or_init(|| {
            let shared = RequestContext::default();
            match self.headers.replace(Headers::Away) {
                Headers::Away => {}
                Headers::Kept(headers) => shared.set_headers(Arc::new(headers)),
                Headers::Lent(headers) => shared.set_headers(headers),
            }
            Arc::new(shared)
        })
    }

    /// Looks at the headers, unless the extractors have them.
    pub(super) fn peek<T>(&self, look: impl FnOnce(&HeaderMap) -> T) -> Option<T> {
        match (&*self.headers.borrow(), self.shared.get()) {
            (Headers::Kept(headers), _) => Some(look(headers)),
            (Headers::Lent(headers), _) => Some(look(headers)),
            (Headers::Away, shared) => shared.and_then(|shared| shared.headers.get()).map(|headers| look(headers)),
        }
    }

    /// Whether the extractors have the headers.
    #[inline]
    fn is_extracting(&self) -> bool {
        matches!(&*self.headers.borrow(), Headers::Away)
            && self.shared.get().is_none_or(|shared| shared.headers.get().is_none())
    }
}

/// Looks at the context, if there is one.
#[inline]
pub(super) fn with<T>(look: impl FnOnce(&Context) -> T) -> Option<T> {
    CURRENT.is_set().then(|| CURRENT.with(look))
}

/// Keeps the headers of a request that the extractors have left, unless they have left them before.
#[inline]
pub(crate) fn keep(headers: HeaderMap) {
    with(|context| {
        if context.is_extracting() {
            match context.shared.get() {
                None => *context.headers.borrow_mut() = Headers::Kept(headers),
                // A function that needs no headers was called by an extractor.
                Some(shared) => shared.set_headers(Arc::new(headers)),
            }
        }
    });
}

/// Keeps a copy of the headers of a request that is given away whole.
pub(crate) fn keep_copy(headers: &HeaderMap) {
    if with(Context::is_extracting) == Some(true) {
        keep(headers.clone());
    }
}

/// Keeps the headers of a request that is given away as a `NextRequest`, which shares them.
pub(crate) fn lend(headers: &Arc<HeaderMap>) {
    with(|context| {
        if context.is_extracting() {
            match context.shared.get() {
                None => *context.headers.borrow_mut() = Headers::Lent(Arc::clone(headers)),
                Some(shared) => shared.set_headers(Arc::clone(headers)),
            }
        }
    });
}
