use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use pin_project_lite::pin_project;
use tokio::task::JoinHandle;

use super::{Context, lend};
use crate::pending;
use crate::request::Head;
use crate::route::{Method, RouteInfo};

/// Runs a future beside the handler, as [`tokio::spawn`] does, and lets it see the request: [`headers`](crate::headers),
/// [`cookies`](crate::cookies), [`RoutePattern::current`](crate::RoutePattern::current).
///
/// The future goes on when the client goes away, and when the handler is done. A cookie that it sets is sent if the handler waits for
/// it; when the answer's headers are on their way, the cookie is dropped and an error is logged. Outside of a request this is
/// `tokio::spawn`.
///
/// # Panics
///
/// Outside of a Tokio runtime, as `tokio::spawn` does; a handler runs in one.
///
/// ```
/// use route_runtime::{cookies, route, routes, spawn};
///
/// async fn visits() -> u32 {
///     cookies().get("visits").and_then(|cookie| cookie.value().parse().ok()).unwrap_or(0)
/// }
///
/// #[route("/counter")]
/// async fn GET() -> String {
///     let visits = spawn(visits()).await.unwrap_or(0);
///     cookies().set("visits", (visits + 1).to_string());
///     visits.to_string()
/// }
///
/// let app: axum::Router = routes![GET].into_router();
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = http::Request::get("/counter").header("cookie", "visits=2").body(axum::body::Body::empty()).unwrap();
/// assert_eq!(app.oneshot(request).await.unwrap().headers()["set-cookie"], "visits=3; Path=/");
/// # });
/// ```
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    tokio::spawn(pending::carry(InContext::new(future, Context::guest())))
}

/// Runs a future in the context of a request that a handler answers, which has this head. The request ends with the future.
pub(crate) fn answering<F: Future>(head: &Arc<Head>, future: F) -> impl Future<Output = F::Output> + use<F> {
    static ROUTE: RouteInfo = RouteInfo::route(Method::Get, "/", &[]);

    let mut context = Context::new(&ROUTE, false);
    context.within(|| lend(head));
    InContext::new(future, context)
}

pin_project! {
    /// A future that is polled within a context.
    pub(super) struct InContext<F> {
        #[pin]
        future: F,
        context: Context,
    }
}

impl<F> InContext<F> {
    pub(super) fn new(future: F, context: Context) -> Self {
        Self { future, context }
    }
}

impl<F: Future> Future for InContext<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.context.within(|| this.future.poll(task))
    }
}
