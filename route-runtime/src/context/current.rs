//! The context of what this thread is polling.
//!
//! Most handlers end at their first poll and ask for nothing. For them all this is a cell that is set and set back, and one copy of the
//! header map; what would have to be shared is made when somebody asks for it, or when the handler waits.

use std::cell::{Cell, RefCell};
use std::mem::{self, ManuallyDrop};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use tracing::Span;

use super::RequestContext;
use super::given::{Given, Lines};
use crate::cache::{self, Cache, HiddenRequest, Scope};
use crate::request::Head;
use crate::route::RouteInfo;

thread_local! {
    static CURRENT: Current = const {
        Current {
            route: Cell::new(None),
            held: RefCell::new(ManuallyDrop::new(Held::Nothing)),
            is_traced: Cell::new(false),
        }
    };
}

/// What this thread is polling.
struct Current {
    /// The route that is answering, `None` outside of all requests.
    route: Cell<Option<&'static RouteInfo>>,
    /// What there is of the request. Who leaves a context takes it out, so a thread that ends has nothing to drop; a thread-local that
    /// had would be asked at each use whether it still is.
    held: RefCell<ManuallyDrop<Held>>,
    /// Whether what is polled has entered the span of its request by itself.
    is_traced: Cell<bool>,
}

impl Current {
    /// The cell is borrowed while a header's bytes run code of their own as they are dropped; what is called then finds itself outside
    /// of a request.
    #[inline(always)]
    fn held<T>(&self, look: impl FnOnce(&mut Held) -> T) -> Option<T> {
        self.held.try_borrow_mut().ok().map(|mut held| look(&mut held))
    }
}

/// What there is of the request that this thread is answering.
#[derive(Default)]
#[allow(clippy::large_enum_variant, reason = "there is one a thread, and a box would be an allocation a request")]
pub(super) enum Held {
    /// The extractors have the headers, or there is no request.
    #[default]
    Nothing,
    /// The extractors have left the headers, and nobody has asked for anything.
    Given(Given),
    Shared(Arc<RequestContext>),
}

impl Held {
    /// Whether the answer may be stored and sent to others, so that it is a mistake to look at the request.
    pub(super) fn is_hidden(&self) -> bool {
        let scope = match self {
            Self::Shared(shared) => shared.hidden.as_ref(),
            Self::Nothing | Self::Given(_) => None,
        };
        scope.is_some_and(|scope| scope.request == HiddenRequest::Refused)
    }

    /// The generation that is running.
    pub(super) fn scope(&self) -> Option<Arc<Scope>> {
        match self {
            Self::Shared(shared) => shared.hidden.clone(),
            Self::Nothing | Self::Given(_) => None,
        }
    }

    /// Whether the extractors have the headers.
    #[inline]
    pub(super) fn is_extracting(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Given(_) => false,
            Self::Shared(shared) => !shared.has_headers(),
        }
    }

    /// Out of the way of the handlers that call [`keep`] first.
    #[cold]
    #[inline(never)]
    fn keep_late(&mut self, headers: HeaderMap) {
        self.keep(|| Given::Map(headers));
    }

    /// Takes the headers from the extractors, unless they have left them before.
    fn keep(&mut self, given: impl FnOnce() -> Given) {
        match self {
            Self::Nothing => *self = Self::Given(given()),
            Self::Given(_) => {}
            // A function that needs no headers was called by an extractor.
            Self::Shared(shared) => shared.give(given),
        }
    }

    /// What is shared of the request; the first call makes it.
    pub(super) fn share(&mut self) -> Arc<RequestContext> {
        let shared = mem::take(self).into_shared().unwrap_or_else(|| Arc::new(RequestContext::of_now()));
        *self = Self::Shared(Arc::clone(&shared));
        shared
    }

    fn into_shared(self) -> Option<Arc<RequestContext>> {
        match self {
            Self::Nothing => None,
            Self::Given(given) => {
                let shared = RequestContext::of_now();
                shared.give(|| given);
                Some(Arc::new(shared))
            }
            Self::Shared(shared) => Some(shared),
        }
    }

    /// The request is over.
    #[inline(never)]
    fn clear(&mut self) {
        *self = Self::Nothing;
    }

    /// Puts in what there is of another request, or of none, and takes out what there was.
    #[cold]
    #[inline(never)]
    fn swap(&mut self, other: &mut Option<Arc<RequestContext>>) {
        let entering = other.take().map_or(Self::Nothing, Self::Shared);
        *other = mem::replace(self, entering).into_shared();
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
pub(crate) struct Outer {
    route: Option<&'static RouteInfo>,
    /// Whether the span of the request was entered with the context.
    is_traced: bool,
}

impl Context {
    /// The context of a handler whose arguments are still to be extracted.
    pub(crate) fn new(route: &'static RouteInfo, is_head: bool) -> Self {
        Self { route: Some(route), shared: None, is_owner: true, is_head }
    }

    /// The context of what must not see the request: of a handler, or of a cached function, which may be called outside of all requests.
    pub(crate) fn hidden(route: Option<&'static RouteInfo>, cache: Cache, scope: Arc<Scope>) -> Self {
        let shared = RequestContext { hidden: Some(scope), cache: Some(cache), ..RequestContext::default() };
        Self { route, shared: Some(Arc::new(shared)), is_owner: true, is_head: false }
    }

    /// The context of a task that runs beside what is running now.
    pub(super) fn guest() -> Self {
        Self { route: route(), shared: with(|held| held.share()), is_owner: false, is_head: false }
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
        let mut cache = self.shared.as_ref().and_then(|shared| shared.cache.clone());
        let outer = self.enter();
        let polled = catch_unwind(AssertUnwindSafe(|| match cache.is_some() {
            true => cache::within(&mut cache, poll),
            false => poll(),
        }));
        self.leave(outer, false);
        polled.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Makes this the context of the thread.
    #[inline]
    pub(crate) fn enter(&mut self) -> Outer {
        CURRENT.with(|current| {
            let outer = current.route.replace(self.route);
            let is_traced = (outer.is_some() || self.shared.is_some()) && self.enter_shared(current);
            Outer { route: outer, is_traced }
        })
    }

    #[cold]
    #[inline(never)]
    fn enter_shared(&mut self, current: &Current) -> bool {
        let traced = self.shared.clone().filter(|shared| shared.span.get().is_some());
        current.held(|held| held.swap(&mut self.shared));
        let span = traced.as_ref().and_then(|shared| shared.span.get());
        // The app around the routes is in its span while it polls them.
        let span = span.filter(|span| Span::current().id() != span.id());
        // What listens may call functions that look for the context.
        span.is_some_and(|span| span.with_subscriber(|(id, subscriber)| subscriber.enter(id)).is_some())
    }

    /// Makes the one before the context of the thread again. If the answer is final, nobody will ask for the request any more.
    #[inline]
    pub(crate) fn leave(&mut self, outer: Outer, is_final: bool) {
        let is_over = is_final && outer.route.is_none();
        CURRENT.with(|current| {
            current.route.set(outer.route);
            let is_cleared = current.held(|held| {
                let is_unasked = is_over && matches!(held, Held::Given(_));
                if is_unasked {
                    held.clear();
                }
                is_unasked
            });
            if is_cleared != Some(true) {
                self.leave_shared(current, outer.is_traced);
            }
        });
    }

    #[cold]
    #[inline(never)]
    fn leave_shared(&mut self, current: &Current, is_traced: bool) {
        current.held(|held| held.swap(&mut self.shared));
        if (current.is_traced.take() || is_traced)
            && let Some(span) = self.shared().and_then(|shared| shared.span.get())
        {
            span.with_subscriber(|(id, subscriber)| subscriber.exit(id));
        }
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

/// Looks at what there is of the request, if one is being answered. Nothing that `look` calls may come back here: the cell is borrowed.
#[inline]
pub(super) fn with<T>(look: impl FnOnce(&mut Held) -> T) -> Option<T> {
    CURRENT.with(|current| match current.route.get() {
        Some(_) => current.held(look),
        None => look_outside(current, look),
    })
}

/// A cached function that is called outside of all requests has a context, too.
#[cold]
#[inline(never)]
fn look_outside<T>(current: &Current, look: impl FnOnce(&mut Held) -> T) -> Option<T> {
    current.held(|held| held.is_hidden().then(|| look(held))).flatten()
}

/// Traces the request that is being answered in this span, from now on.
pub(crate) fn trace(span: Span) {
    if span.with_subscriber(|(id, subscriber)| subscriber.enter(id)).is_some() {
        CURRENT.with(|current| current.is_traced.set(true));
    }
    carry(span);
}

/// Has the tasks and the stream of the request that is being answered traced in this span, which was entered around it.
pub(crate) fn carry(span: Span) {
    if let Some(shared) = with(Held::share) {
        let _ = shared.span.set(span);
    }
}

/// The route whose handler is running, `None` outside of one.
pub(crate) fn route() -> Option<&'static RouteInfo> {
    CURRENT.with(|current| current.route.get())
}

/// Keeps the headers of a request that the extractors have left, unless they have left them before.
#[inline]
pub(crate) fn keep(headers: HeaderMap) {
    // A closure that owned them would be moved from call to call, and they with it.
    let mut headers = Some(headers);
    with(|held| match (held, headers.take()) {
        // There is nothing to drop, which the compiler does not see.
        (held @ Held::Nothing, Some(headers)) => mem::forget(mem::replace(held, Held::Given(Given::Map(headers)))),
        (held, Some(headers)) => held.keep_late(headers),
        (_, None) => {}
    });
}

/// Keeps the headers of a request for an extractor of which it is known that it reads the content type and no other header.
pub(crate) fn keep_all_but_the_content_type(headers: &mut HeaderMap) {
    // To copy a few lines is cheaper than to make a map for one: four cost the same.
    if headers.len() < 4 {
        return keep_copy(headers);
    }
    let mut left = HeaderMap::new();
    if let Some(content_type) = headers.get(CONTENT_TYPE) {
        left.insert(CONTENT_TYPE, content_type.clone());
    }
    keep(mem::replace(headers, left));
}

/// Keeps a copy of the headers of a request that an extractor is given whole.
pub(crate) fn keep_copy(headers: &HeaderMap) {
    let copy = || {
        // An iterator of a map does not know its length.
        let mut lines = Lines::with_capacity(headers.len());
        headers.iter().for_each(|(name, value)| lines.push((name.clone(), value.clone())));
        Given::Copy(lines)
    };
    with(|held| held.keep(copy));
}

/// Keeps the headers of a request that is shared: with a `NextRequest`, or with who wants it back.
pub(crate) fn lend(head: &Arc<Head>) {
    with(|held| held.keep(|| Given::Shared(Arc::clone(head))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::request;
    use crate::route::Method;
    use http::{HeaderName, HeaderValue};

    static ROUTE: RouteInfo = RouteInfo::route(Method::Post, "/x", &[]);

    #[test]
    fn an_extractor_of_axum_is_left_the_content_type_and_all_headers_are_kept() {
        for (lines, content_type) in (0..8).flat_map(|lines| [(lines, None), (lines, Some("application/json"))]) {
            let mut sent = HeaderMap::new();
            sent.extend((0..lines).map(|line| (HeaderName::from_static("x-a"), HeaderValue::from(line))));
            sent.extend(content_type.map(|value| (CONTENT_TYPE, HeaderValue::from_static(value))));
            let mut left = sent.clone();
            let kept = Context::new(&ROUTE, false).within(|| {
                keep_all_but_the_content_type(&mut left);
                request().unwrap().headers().clone()
            });
            assert_eq!(kept, sent, "{lines} {content_type:?}");
            assert_eq!(left.get(CONTENT_TYPE), sent.get(CONTENT_TYPE), "{lines} {content_type:?}");
        }
    }
}
