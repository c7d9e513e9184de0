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
use crate::pending;
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
        let (mut making, sender) = {
            let mut making = self.lock();
            if let Some(made) = self.made.get() {
                return Ok(Arc::clone(made));
            }
            match &*making {
                Some(making) => (making.clone(), None),
                None => {
                    let (sender, receiver) = watch::channel(None);
                    *making = Some(receiver.clone());
                    (receiver, Some(sender))
                }
            }
        };
        if let Some(sender) = sender {
            let ends = Ends { known: Arc::clone(self), sender, with: None };
            let made = make(route, cache.clone(), list());
            let task = async move {
                let mut ends = ends;
                ends.with = Some(made.await.map(Arc::new));
            };
            tokio::spawn(pending::count(InCache::new(cache.clone(), task)).in_current_span());
        }
        let made = making.wait_for(Option::is_some).await.ok().and_then(|made| made.clone());
        made.unwrap_or_else(|| Err(NotListed::new(route, Reason::Stopped)))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Making>> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A list that is being made. When it is dropped, those who wait are told: what it ends with, or nothing if the runtime ends before.
struct Ends {
    known: Arc<KnownPaths>,
    sender: watch::Sender<Option<Result<Arc<List>, NotListed>>>,
    with: Option<Result<Arc<List>, NotListed>>,
}

impl Drop for Ends {
    fn drop(&mut self) {
        if let Some(Ok(made)) = &self.with {
            let _ = self.known.made.set(Arc::clone(made));
        }
        self.known.lock().take();
        self.sender.send_replace(self.with.take());
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

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::app::{TrailingSlash, canonical};
    use crate::component;
    use crate::testing::cases;
    use proptest::prelude::*;

    fn list(paths: &[&str]) -> List {
        List::new(paths.iter().map(|path| (*path).to_owned()).collect())
    }

    #[test]
    fn G7_a_path_is_listed_in_every_spelling_of_its_parameters() {
        let list = list(&["/a%20b", "/x%2Fy/z", "/caf%C3%A9", "/a%2Cb", "/caf%c3%a9", "/a,b", "/"]);
        assert_eq!(list.paths, ["/a%20b", "/x%2Fy/z", "/caf%C3%A9", "/a%2Cb", "/"], "each once");
        for (path, is_listed) in [
            ("/a%20b", true),
            ("/%61%20%62", true),
            ("/x%2fy/z", true),
            ("/caf%c3%a9", true),
            ("/a,b", true),
            ("/a%2cb", true),
            ("/", true),
            ("", false),
            ("/x/y/z", false),
            ("/x%252Fy/z", false),
            ("/a%20b/", false),
            ("//a%20b", false),
            ("/A%20b", false),
            ("/%", false),
            ("/%ff", false),
            ("/%e0%a4%a", false),
        ] {
            assert_eq!(list.has(path), is_listed, "{path}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn a_path_is_listed_if_it_decodes_to_what_is_listed(
            one in "(/([ab,]|%2[CcFf]|%61|%C3%A9|%c3%a9){0,3}){1,3}", other in "(/([ab,]|%2[CcFf]|%61|%C3%A9|%c3%a9){0,3}){1,3}",
        ) {
            let decoded = |path: &str| -> Vec<String> {
                path.split('/').map(|piece| component::decode(piece.as_bytes()).unwrap().into_owned()).collect()
            };
            prop_assert_eq!(list(&[&one]).has(&other), decoded(&one) == decoded(&other));
            // What an app has redirected to is the same path as before.
            if let Ok(Some(spelt)) = canonical(&one, TrailingSlash::Keep)
                && decoded(&spelt) == decoded(&one)
            {
                prop_assert!(list(&[&one]).has(&spelt));
            }
        }

        #[test]
        fn any_text_can_be_asked_for(path: String) {
            list(&["/a"]).has(&path);
        }
    }
}
