use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::task::{self, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::spawn::InContext;
use super::{Context, RequestContext, shared};
use crate::error::RouteError;
use crate::panic;
use crate::pending;

/// Runs a future when the answer has been sent: `after()` of `next/server` (NEXT-SPEC A1).
///
/// It runs once the body has been sent or dropped: also when the handler redirects, fails or panics, when the client goes away, and
/// for a stream at its end. It never delays or changes the answer; an error that it returns, or a panic, is logged. What it calls
/// sees the request, to read: [`headers`](crate::headers), [`cookies`](crate::cookies); a cookie that is set there is dropped and an
/// error is logged (C10). `after` may be called in it again. With the option `max_duration` of the route it is dropped, and that is
/// logged, when it takes longer.
///
/// A destructor that runs because a handler is dropped in the middle is no longer in the request: what it gives to `after` runs at once.
///
/// Futures of one request run at the same time. To let them end before the program does, call [`wait_for_after`]. Outside of a request
/// the future runs at once.
///
/// ```
/// use route_runtime::{NextResponse, after, route};
/// # async fn audit(id: u64) -> std::io::Result<()> { Ok(()) }
///
/// #[route("/items/[id]")]
/// async fn DELETE(id: u64) -> NextResponse {
///     after(async move { audit(id).await });
///     NextResponse::new(()).with_status(204)
/// }
/// ```
#[doc(alias = "waitUntil")]
#[doc(alias = "unstable_after")]
#[track_caller]
pub fn after<F>(future: F)
where
    F: Future<Output: AfterOutcome> + Send + 'static,
{
    let location = Location::caller();
    let Ok(runtime) = Handle::try_current() else {
        tracing::error!(%location, "`after` was called outside of a Tokio runtime");
        return;
    };
    let context = Context::guest();
    let limit = context.route().and_then(|route| route.config().max_duration());
    let future = Guarded { future, location };
    let future = Box::pin(pending::count(limited(InContext::new(future, context), limit, location)));
    let late = LateTask { future, runtime, pending: TRACKER.token() };
    match shared() {
        Some(shared) => shared.after.add(late),
        None => late.start(),
    }
}

/// Waits until nothing that was given to [`after`] in this process is waiting or running: what a program does between the end of its
/// server and its own (NEXT-SPEC A2).
///
/// ```no_run
/// # async fn stop_signal() {}
/// # async fn serve(listener: tokio::net::TcpListener, app: axum::Router) -> std::io::Result<()> {
/// axum::serve(listener, app).with_graceful_shutdown(stop_signal()).await?;
/// route_runtime::wait_for_after().await;
/// # Ok(())
/// # }
/// ```
pub async fn wait_for_after() {
    TRACKER.wait().await;
}

static TRACKER: LazyLock<TaskTracker> = LazyLock::new(|| {
    let tracker = TaskTracker::new();
    // Closed, it takes tasks all the same, and `wait` ends when there are none.
    tracker.close();
    tracker
});

/// What a future of [`after`] may return: nothing, or a `Result` whose error is logged.
///
/// ```
/// use route_runtime::{AfterOutcome, after};
///
/// // Of a helper that gives `after` any work: with an error to be logged, or without.
/// fn later<T: AfterOutcome>(work: impl Future<Output = T> + Send + 'static) {
///     after(async { work.await });
/// }
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// later(async { println!("counted") });
/// later(async { Err::<(), _>(std::io::Error::other("the log is full")) });
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "a future for `after` cannot return `{Self}`",
    label = "neither `()` nor a `Result`",
    note = "end it with `;`, or return a `Result`, whose error is logged"
)]
pub trait AfterOutcome {
    /// The error, if it is one.
    #[doc(hidden)]
    fn error(self) -> Option<RouteError>;
}

impl AfterOutcome for () {
    fn error(self) -> Option<RouteError> {
        None
    }
}

impl<T, E: Into<RouteError>> AfterOutcome for Result<T, E> {
    fn error(self) -> Option<RouteError> {
        self.err().map(Into::into)
    }
}

pin_project! {
    /// A future whose error or panic is logged.
    struct Guarded<F> {
        #[pin]
        future: F,
        location: &'static Location<'static>,
    }
}

impl<F: Future<Output: AfterOutcome>> Future for Guarded<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<()> {
        let this = self.project();
        let location = *this.location;
        match panic::catch(|| this.future.poll(task)) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(outcome)) => {
                if let Some(error) = outcome.error() {
                    tracing::error!(%location, error = %error.chain(), "a future of `after` failed");
                }
            }
            Err(message) => tracing::error!(%location, message, "a future of `after` panicked"),
        }
        Poll::Ready(())
    }
}

/// Drops a future that takes longer than its route may.
async fn limited(future: impl Future<Output = ()>, limit: Option<Duration>, location: &'static Location<'static>) {
    let Some(limit) = limit else { return future.await };
    if tokio::time::timeout(limit, future).await.is_err() {
        tracing::warn!(%location, seconds = limit.as_secs(), "a future of `after` took longer than `max_duration`");
    }
}

/// A future that waits for the end of its request.
struct LateTask {
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
    runtime: Handle,
    pending: TaskTrackerToken,
}

impl LateTask {
    fn start(self) {
        let Self { future, runtime, pending } = self;
        runtime.spawn(async move {
            future.await;
            drop(pending);
        });
    }
}

/// The futures that wait for the end of one request. After it, they run at once.
pub(super) struct Tasks(Mutex<Option<Vec<LateTask>>>);

impl Default for Tasks {
    fn default() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }
}

impl Tasks {
    fn add(&self, task: LateTask) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = &mut *waiting {
            return waiting.push(task);
        }
        // A runtime that is stopping drops the task here and now, and what is dropped may come back.
        drop(waiting);
        task.start();
    }

    /// Whether something waits for the end of the request.
    pub(super) fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_none_or(Vec::is_empty)
    }
}

/// Runs what waits for the end of this request, which has come.
pub(super) fn run(shared: &RequestContext) {
    shared.cookies.seal();
    let waiting = shared.after.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    waiting.into_iter().flatten().for_each(LateTask::start);
}
