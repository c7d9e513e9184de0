//! The context of what this thread is polling.
//!
//! Most handlers end at their first poll and ask for nothing. For them all this is a cell that is set and set back, and one copy of the
//! header map; what would have to be shared is made when somebody asks for it, or when the handler waits.

use std::cell::{Cell, RefCell};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::RequestContext;
use super::given::Given;
use crate::route::RouteInfo;

thread_local! {
    /// The route that is answering, `None` outside of all requests.
    static ROUTE: Cell<Option<&'static RouteInfo>> = const { Cell::new(None) };
    /// What there is of the request. Nothing outside of all requests.
    static HELD: RefCell<Held> = const { RefCell::new(Held { given: None, shared: None }) };
}

/// What there is of the request that this thread is answering.
pub(super) struct Held {
    /// The headers, unless the extractors have them, or they are shared.
    given: Option<Given>,
    shared: Option<Arc<RequestContext>>,
}

impl Held {
    /// Whether the answer may be stored and sent to others, so that the request is not to be seen.
    pub(super) fn is_hidden(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| shared.hidden)
    }

    /// Whether the extractors have the headers.
    #[inline]
    pub(super) fn is_extracting(&self) -> bool {
        self.given.is_none() && self.shared.as_ref().is_none_or(|shared| !shared.has_headers())
    }

    /// What is shared of the request; the first call makes it.
    pub(super) fn share(&mut self) -> &Arc<RequestContext> {
        let shared = self.shared.get_or_insert_default();
        if let Some(given) = self.given.take() {
            shared.give(given);
        }
        shared
    }

    /// Puts in what there is of another request, or of none, and takes out what there was.
    #[cold]
    fn swap(&mut self, other: &mut Option<Arc<RequestContext>>) {
        if self.given.is_some() {
            self.share();
        }
        mem::swap(&mut self.shared, other);
    }
}

/// The context of one handler that runs, of a task that it has spawned, or of the stream that it has returned, while it is not polled.
pub(crate) struct Context {
    /// `None` outside of all requests.
    route: Option<&'static RouteInfo>,
    shared: Option<Arc<RequestContext>>,
    /// Whether the request ends with this context: a spawned task is a guest.
    is_owner: bool,
    /// Whether the client asks for the headers alone.
    pub(super) is_head: bool,
}

/// The route that was answering before a context was entered. What there was of its request waits in that context.
#[must_use]
pub(crate) struct Outer(Option<&'static RouteInfo>);

impl Context {
    /// The context of a handler whose arguments are still to be extracted.
    pub(crate) fn new(route: &'static RouteInfo, is_head: bool) -> Self {
        Self { route: Some(route), shared: None, is_owner: true, is_head }
    }

    /// The context of a handler that must not see the request.
    pub(crate) fn hidden(route: &'static RouteInfo) -> Self {
        let shared = RequestContext { hidden: true, ..RequestContext::default() };
        let mut context = Self::new(route, false);
        context.shared = Some(Arc::new(shared));
        context
    }

    /// The context of a task that runs beside what is running now.
    pub(super) fn guest() -> Self {
        Self { route: route(), shared: with(|held| Arc::clone(held.share())), is_owner: false, is_head: false }
    }

    /// Moves the context out, to where it ends.
    pub(crate) fn take(&mut self) -> Self {
        Self { route: self.route, shared: self.shared.take(), is_owner: self.is_owner, is_head: self.is_head }
    }

    /// The route that is answering.
    pub(crate) fn route(&self) -> Option<&'static RouteInfo> {
        self.route
    }

    /// What has been shared of the request.
    pub(super) fn shared(&self) -> Option<&Arc<RequestContext>> {
        self.shared.as_ref()
    }

    /// Whether something was shared of the request.
    #[inline]
    pub(crate) fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// Polls, or calls, something within this context.
    pub(crate) fn within<T>(&mut self, poll: impl FnOnce() -> T) -> T {
        let outer = self.enter();
        let polled = catch_unwind(AssertUnwindSafe(poll));
        self.leave(outer, false);
        polled.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Makes this the context of the thread.
    #[inline]
    pub(crate) fn enter(&mut self) -> Outer {
        let outer = ROUTE.replace(self.route);
        if outer.is_some() || self.shared.is_some() {
            held(|held| held.swap(&mut self.shared));
        }
        Outer(outer)
    }

    /// Makes the one before the context of the thread again. If the answer is final, nobody will ask for the request any more.
    #[inline]
    pub(crate) fn leave(&mut self, Outer(outer): Outer, is_final: bool) {
        ROUTE.set(outer);
        held(|held| {
            if is_final && held.shared.is_none() && outer.is_none() {
                held.given = None;
            } else {
                held.swap(&mut self.shared);
            }
        });
    }
}

/// With its context a request ends: what `after` was given runs, and the client is gone if the answer was not sent to its end.
impl Drop for Context {
    #[inline]
    fn drop(&mut self) {
        if let Some(shared) = &self.shared
            && self.is_owner
        {
            shared.end();
        }
    }
}

/// There is no cell while the thread ends, and none to be had while a header's bytes run code of their own as they are dropped; what is
/// called then finds itself outside of a request.
#[inline]
fn held<T>(look: impl FnOnce(&mut Held) -> T) -> Option<T> {
    HELD.try_with(|held| held.try_borrow_mut().ok().map(|mut held| look(&mut held))).ok().flatten()
}

/// Looks at what there is of the request, if one is being answered. Nothing that `look` calls may come back here: the cell is borrowed.
#[inline]
pub(super) fn with<T>(look: impl FnOnce(&mut Held) -> T) -> Option<T> {
    ROUTE.get().and_then(|_| held(look))
}

/// The route whose handler is running, `None` outside of one.
pub(crate) fn route() -> Option<&'static RouteInfo> {
    ROUTE.get()
}

/// Keeps the headers of a request that the extractors have left, unless they have left them before.
#[inline(always)]
pub(crate) fn keep(headers: HeaderMap) {
    keep_given(|| Given::Map(headers));
}

/// Keeps the headers of a request for an extractor of which it is known that it reads the content type and no other header.
pub(crate) fn keep_all_but_the_content_type(headers: &mut HeaderMap) {
    keep_given(|| {
        let mut left = HeaderMap::new();
        if let Some(content_type) = headers.get(CONTENT_TYPE) {
            left = HeaderMap::with_capacity(1);
            left.insert(CONTENT_TYPE, content_type.clone());
        }
        Given::Map(mem::replace(headers, left))
    });
}

/// Keeps a copy of the headers of a request that an extractor is given whole.
pub(crate) fn keep_copy(headers: &HeaderMap) {
    keep_given(|| {
        // An iterator of a map does not know its length.
        let mut lines = Vec::with_capacity(headers.len());
        headers.iter().for_each(|(name, value)| lines.push((name.clone(), value.clone())));
        Given::Copy(lines)
    });
}

/// Keeps the headers of a request that is given away as a `NextRequest`, which shares them.
pub(crate) fn lend(headers: &Arc<HeaderMap>) {
    keep_given(|| Given::Shared(Arc::clone(headers)));
}

/// Takes the headers back that were kept, for a request that goes on.
pub(crate) fn take_headers() -> Option<HeaderMap> {
    with(|held| {
        let headers = match (held.given.take(), &held.shared) {
            (Some(Given::Map(headers)), _) => return headers,
            (Some(given), _) => given.to_map(),
            (None, Some(shared)) => Arc::clone(shared.headers()),
            (None, None) => Arc::default(),
        };
        Arc::unwrap_or_clone(headers)
    })
}

#[inline(always)]
fn keep_given(given: impl FnOnce() -> Given) {
    with(|held| {
        if held.is_extracting() {
            held.given = Some(given());
            // A function that needs no headers was called by an extractor.
            if held.shared.is_some() {
                held.share();
            }
        }
    });
}
