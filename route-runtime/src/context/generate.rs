use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::thread;

use super::spawn::InContext;
use super::{Context, Refused, report_refused, shared};
use crate::cache::{Cache, Scope};
use crate::route::RouteInfo;

/// Runs what makes a value that may be stored and given to others: no function below it sees a request. `route` is the one that asks, if
/// one does. With what it ends with, or panics with, comes the first use of the request.
pub(crate) async fn generate<F: Future>(
    route: Option<&'static RouteInfo>,
    cache: Cache,
    scope: Arc<Scope>,
    future: F,
) -> (thread::Result<F::Output>, Option<Refused>) {
    let context = Context::hidden(route, cache, scope);
    let shared = context.shared().cloned();
    let mut future = pin!(InContext::new(future, context));
    let outcome = poll_fn(|task| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(task))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Err(panic).into(),
    });
    let outcome = outcome.await;
    (outcome, shared.and_then(|shared| shared.refused.get().copied()))
}

/// The request was used below something that makes a part of the answer, and is stored on its own. So the answer is a logged 500; outside
/// of a request it is logged.
pub(crate) fn refuse(refused: Refused) {
    match shared() {
        Some(shared) if !shared.cookies.is_sealed() => {
            let _ = shared.refused.set(refused);
        }
        // There is no answer, or none any more, that could tell.
        _ => report_refused(None, &refused),
    }
}
