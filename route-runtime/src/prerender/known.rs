//! The paths that `generate_static_params` lists, made once.

use std::any::Any;
use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use tokio::sync::watch;
use tracing::Instrument;

use crate::app::respelt;
use crate::cache::{Cache, HiddenRequest, InCache, Scope};
use crate::context;
use crate::error::RouteError;
use crate::failure::Failure;
use crate::handler::Listed;
use crate::problem::{Chain, HttpError};
use crate::route::RouteInfo;

/// The list of one route in one table. It is made when it is first asked for, and no revalidation makes it anew (NEXT-SPEC G9).
#[derive(Default)]
pub(crate) struct KnownPaths {
    made: OnceLock<Arc<List>>,
    /// What those wait for who ask while it is being made.
    making: Mutex<Option<Making>>,
}

type Making = watch::Receiver<Option<Result<Arc<List>, NotListed>>>;

/// The paths, as the route sees them.
pub(crate) struct List {
    /// Each once, in the order in which they were listed.
    pub(crate) paths: Vec<String>,
    /// The same in the one spelling of what they decode to.
    decoded: HashSet<String>,
}

impl List {
    fn new(listed: Vec<String>) -> Self {
        let mut decoded = HashSet::new();
        let mut paths = listed;
        paths.retain(|path| decoded.insert(respelt(path).unwrap_or_else(|| path.clone())));
        Self { paths, decoded }
    }

    /// Whether a path has the parameters of one that is listed, however it is spelt.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.decoded.contains(path) || respelt(path).is_some_and(|path| self.decoded.contains(&path))
    }
}

impl KnownPaths {
    /// What a clone of the table has. A list that is there stays; otherwise the clone makes its own, because it may be given
    /// another state.
    pub(crate) fn for_clone(self: &Arc<Self>) -> Arc<Self> {
        match self.made.get() {
            Some(_) => Arc::clone(self),
            None => Arc::default(),
        }
    }

    /// The list, if it was made.
    pub(crate) fn get(&self) -> Option<&List> {
        self.made.get().map(|list| &**list)
    }

    /// The list, which is made if it was not. However many ask, one of them makes it; it goes on when that one goes away. If it
    /// cannot be made all are told, and the next one who asks tries again.
    pub(crate) async fn get_or_make(
        self: &Arc<Self>,
        route: &'static RouteInfo,
        cache: &Cache,
        list: impl FnOnce() -> Listed,
    ) -> Result<Arc<List>, NotListed> {
        let sender = {
            let mut making = self.lock();
            if let Some(made) = self.made.get() {
                return Ok(Arc::clone(made));
            }
            match &*making {
                Some(making) => Err(making.clone()),
                None => {
                    let (sender, receiver) = watch::channel(None);
                    *making = Some(receiver.clone());
                    Ok((sender, receiver))
                }
            }
        };
        let mut receiver = match sender {
            Err(receiver) => receiver,
            Ok((sender, receiver)) => {
                let ends = Ends { known: Arc::clone(self), sender };
                let task = make(route, cache.clone(), list());
                let task = InCache::new(cache.clone(), async move { ends.with(task.await) });
                tokio::spawn(task.in_current_span());
                receiver
            }
        };
        let made = receiver.wait_for(Option::is_some).await.ok().and_then(|made| made.clone());
        made.unwrap_or_else(|| Err(NotListed::new(route, Reason::Stopped)))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Making>> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A list that is being made. If it is dropped, because the runtime ends, those who wait are told.
struct Ends {
    known: Arc<KnownPaths>,
    sender: watch::Sender<Option<Result<Arc<List>, NotListed>>>,
}

impl Ends {
    fn with(self, made: Result<List, NotListed>) {
        let made = made.map(Arc::new);
        if let Ok(made) = &made {
            let _ = self.known.made.set(Arc::clone(made));
        }
        self.known.lock().take();
        self.sender.send_replace(Some(made));
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        self.known.lock().take();
    }
}

async fn make(route: &'static RouteInfo, cache: Cache, list: Listed) -> Result<List, NotListed> {
    let scope = Arc::new(Scope::new(HiddenRequest::Refused, false));
    let (made, refused) = context::generate(Some(route), cache, scope, list).await;
    let made = match (made, refused) {
        (Err(panic), _) => Err(Reason::Panicked(message(&*panic))),
        (Ok(Err(error)), _) => Err(Reason::Error(error)),
        (Ok(Ok(_)), Some(refused)) => {
            context::report_refused(Some(tracing::field::display(route)), &refused);
            Err(Reason::ReadsTheRequest)
        }
        (Ok(Ok(paths)), None) => Ok(List::new(paths)),
    };
    made.map_err(|reason| {
        let error = NotListed::new(route, reason);
        tracing::error!(%route, error = %Chain(&error), "the paths of a route were not listed");
        error
    })
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Why a route has no list of paths.
#[derive(Clone)]
pub(crate) struct NotListed(Arc<Inner>);

struct Inner {
    route: &'static RouteInfo,
    reason: Reason,
    /// Whether the app's reporter is told.
    is_told: AtomicBool,
}

#[derive(Debug)]
enum Reason {
    Error(RouteError),
    Panicked(String),
    ReadsTheRequest,
    Stopped,
}

impl NotListed {
    fn new(route: &'static RouteInfo, reason: Reason) -> Self {
        Self(Arc::new(Inner { route, reason, is_told: AtomicBool::new(false) }))
    }

    /// The answer to one who needs the list; of a failure one of them tells the reporter (NEXT-SPEC J2).
    pub(crate) fn into_response(self) -> Response {
        let route = self.0.route;
        if self.0.is_told.swap(true, Ordering::Relaxed) {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        Failure::answer(Box::new(self), Some(route))
    }
}

impl fmt::Display for NotListed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = self.0.route.pattern();
        let prefix = format!("`generate_static_params` of `{pattern}`");
        match &self.0.reason {
            Reason::Error(error) => {
                let text = error.to_string();
                // Our own say it themselves.
                if text.starts_with(&prefix) { f.write_str(&text) } else { write!(f, "{prefix}: {text}") }
            }
            Reason::Panicked(message) => write!(f, "{prefix} panicked: {message}"),
            Reason::ReadsTheRequest => write!(f, "{prefix} reads the request, and there is none"),
            Reason::Stopped => write!(f, "{prefix} did not end, because the program does"),
        }
    }
}

impl fmt::Debug for NotListed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotListed").field("route", &self.0.route.pattern()).field("reason", &self.0.reason).finish()
    }
}

impl Error for NotListed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.reason {
            Reason::Error(error) => error.error().source(),
            _ => None,
        }
    }
}

impl HttpError for NotListed {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn carried(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        match &self.0.reason {
            Reason::Error(error) => error.error().carried(),
            _ => None,
        }
    }
}
