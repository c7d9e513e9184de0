//! What the functions below a handler can reach without being given it: `cookies()`, `headers()`, `after()` and the like.
//!
//! While a handler, a task that it has spawned, or the stream that it has returned is polled, its [`Context`] lies in a thread-local
//! cell. Only the first call of one of those functions makes something that can be shared, a [`RequestContext`].

mod after;
mod answer;
mod connection;
mod current;
mod draft_mode;
mod error;
mod generate;
mod given;
mod headers;
mod signal;
mod spawn;

pub use after::{AfterOutcome, after, wait_for_after};
pub(crate) use answer::is_stream;
pub use connection::connection;
pub(crate) use current::{Context, carry, keep, keep_all_but_the_content_type, keep_copy, lend, route, trace};
pub use draft_mode::{DraftMode, DraftSecretError, draft_mode, set_draft_secret};
pub(crate) use draft_mode::{is_draft, is_draft_now};
pub use error::ContextError;
pub(crate) use generate::{generate, refuse};
pub use headers::{Headers, headers, try_headers};
pub use signal::AbortSignal;
pub(crate) use signal::signal;
pub(crate) use spawn::answering;
pub use spawn::spawn;

use std::cell::Cell;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use http::HeaderMap;
use tracing::Span;
use tracing::field::DisplayValue;

use crate::cache::{self, Cache, Scope};
use crate::cookies::Changes;
use crate::request::Head;
use crate::route::RouteInfo;
use current::with;
use given::Given;

/// What is shared of a request, from the first use on.
#[derive(Default)]
pub(crate) struct RequestContext {
    /// What makes an answer that may be stored and sent to others, so that the request is not to be seen.
    hidden: Option<Arc<Scope>>,
    /// The cache of what is answering, where that is not the process's.
    cache: Option<Cache>,
    /// The headers, until somebody asks for them.
    given: OnceLock<Given>,
    head: OnceLock<Arc<Head>>,
    pub(crate) cookies: Changes,
    after: after::Tasks,
    client: signal::Client,
    /// The answer has been sent to its end.
    sent: AtomicBool,
    /// What has read the request below a handler whose answer may be stored.
    refused: OnceLock<Refused>,
    /// What traces the request, unless the app around the routes does.
    span: OnceLock<Span>,
}

/// A use of the request where there is none to be seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    function: &'static str,
    location: &'static Location<'static>,
    /// The cached function that it was below; `None` if it was below a handler.
    below: Option<&'static str>,
}

impl Refused {
    /// It was below this cached function, if not below another that this one has called.
    pub(crate) fn below(self, function: &'static str) -> Self {
        Self { below: self.below.or(Some(function)), ..self }
    }
}

/// Logs a use of the request where there is none to be seen.
pub(crate) fn report_refused(route: Option<DisplayValue<&'static RouteInfo>>, refused: &Refused) {
    let Refused { function, location, below } = refused;
    match below {
        Some(below) => tracing::error!(route, %location, "`{function}` was called below the cached function `{below}`"),
        None => {
            tracing::error!(route, %location, "`{function}` was called below a handler whose answer may be stored");
        }
    }
}

impl RequestContext {
    /// The context of what is running now, with the cache that it has.
    fn of_now() -> Self {
        Self { cache: cache::current(), ..Self::default() }
    }

    /// The request has ended.
    fn end(&self) {
        if !self.sent.load(Ordering::Acquire) {
            self.client.gone();
        }
        after::run(self);
    }

    /// Takes the headers from the extractors, unless they have left them before.
    #[cold]
    #[inline(never)]
    fn give(&self, given: impl FnOnce() -> Given) {
        self.given.get_or_init(|| match given() {
            // A map is moved once more, so that it can be shared.
            Given::Map(headers) => Given::Shared(Arc::new(headers.into())),
            given => given,
        });
    }

    /// Whether the extractors have left the headers.
    fn has_headers(&self) -> bool {
        self.given.get().is_some()
    }

    /// Something has asked for what no handler has whose answer may be stored.
    fn refuse(&self, function: &'static str, location: &'static Location<'static>) {
        if self.cookies.is_sealed() {
            // There is no answer any more that could tell.
            report(function, ContextError::CachedHandler, location);
        } else {
            // The first use is the one that the answer tells of.
            let _ = self.refused.set(Refused { function, location, below: None });
        }
    }

    /// Whether no cookies can be set, because the answer may be stored (NEXT-SPEC C9). Then it is a mistake to set one.
    #[track_caller]
    pub(crate) fn refuses_cookies(&self) -> bool {
        let is_hidden = self.hidden.is_some();
        if is_hidden {
            self.refuse("cookies().set()", Location::caller());
        }
        is_hidden
    }

    /// The request's headers.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head().0.headers
    }

    /// What there is of the request: its headers, at least.
    fn head(&self) -> &Arc<Head> {
        self.head.get_or_init(|| self.given.get().map(Given::to_head).unwrap_or_default())
    }
}

/// What is shared of the request that is being answered, if its headers are there to be seen.
pub(crate) fn request() -> Result<Arc<RequestContext>, ContextError> {
    let seen = with(|held| {
        if held.is_hidden() {
            return Err(ContextError::CachedHandler);
        }
        if held.is_extracting() {
            return Err(ContextError::Extractor);
        }
        Ok(held.share())
    });
    seen.unwrap_or(Err(ContextError::OutsideRequest))
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
            shared()?.refuse(function, location);
            None
        }
        Err(error) => {
            report(function, error, location);
            None
        }
    }
}

/// Makes the answer a failure that may be stored, because of a call that it must not depend on.
#[track_caller]
fn refuse_call(function: &'static str) {
    if let Some(shared) = shared() {
        shared.refuse(function, Location::caller());
    }
}

/// Logs a call where there is no request to be seen; not once more for a subscriber that makes such a call when it is told.
fn report(function: &str, error: ContextError, location: &Location<'_>) {
    thread_local!(static REPORTS: Cell<bool> = const { Cell::new(false) });

    if !REPORTS.replace(true) {
        tracing::error!(%location, "`{function}` was called {error}");
        REPORTS.set(false);
    }
}

/// What is shared of the request that is being answered, whether or not its headers are there to be seen.
fn shared() -> Option<Arc<RequestContext>> {
    with(|held| held.share())
}

/// The generation that is running, if what it makes may be stored.
pub(crate) fn scope() -> Option<Arc<Scope>> {
    with(|held| held.scope()).flatten()
}
