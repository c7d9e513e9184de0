use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use std::future::Future;

/// A function from request and state to response, as an axum handler.
///
/// axum's own implementation for closures boxes the future, and then its router boxes the result once more; this one names
/// the future, so one allocation a request is saved.
#[derive(Clone)]
pub(crate) struct Function<F>(pub(crate) F);

impl<F, Fut, S> Handler<(), S> for Function<F>
where
    F: FnOnce(Request, S) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
{
    type Future = Fut;

    #[inline(always)]
    fn call(self, request: Request, state: S) -> Fut {
        (self.0)(request, state)
    }
}
