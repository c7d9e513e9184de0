//! A request's way through one middleware.

use std::future::Future;

use axum::response::Response;
use http::HeaderMap;

use super::lent::Lent;
use super::{Middleware, MiddlewareDescriptor, Outcome};
use crate::context::Context;
use crate::cookies::{RequestCookiesMut, ResponseCookies};
use crate::handler::{Answered, Arguments, Incoming};
use crate::response::Changes;

/// What a middleware that has run leaves.
pub(in crate::app) struct Ran {
    outcome: Outcome,
    context: Option<Context>,
}

/// How a request goes on behind a middleware.
pub(in crate::app) struct Next {
    /// The path or URL whose route answers.
    pub(in crate::app) destination: Option<String>,
    /// Headers and cookies that are added to the answer.
    pub(in crate::app) headers: Option<HeaderMap>,
    /// Ends with the answer, if something waits for that.
    pub(in crate::app) context: Option<Context>,
}

impl Ran {
    /// What becomes of the request that was lent: it goes on, in the form that the middleware has given it, or the error is its answer.
    #[inline]
    pub(in crate::app) fn settle(self, request: &mut Lent) -> Result<Next, Response> {
        let next = match self.outcome {
            Outcome::Answer(answer) => return Err(*answer),
            Outcome::Next(next) => next,
        };
        request.take_back();
        let Some(changes) = next.into_changes() else {
            return Ok(Next { destination: None, headers: None, context: self.context });
        };
        let Changes { destination, request_headers, extensions, response } = *changes;
        let added = Response::from(response);
        if added.status().is_server_error() {
            // A header or cookie of it cannot be sent, which is in the log.
            return Err(added);
        }
        let parts = request.parts();
        if let Some(headers) = request_headers {
            parts.headers = headers;
        }
        parts.extensions.extend(extensions);
        let headers = added.into_parts().0.headers;
        // The route sees the cookies that the middleware has set, friendlier than Next's (C12).
        RequestCookiesMut::new(&mut parts.headers).receive(ResponseCookies::new(&headers));
        Ok(Next { destination, headers: Some(headers), context: self.context })
    }
}

impl From<Response> for Ran {
    fn from(answer: Response) -> Self {
        Self { outcome: Outcome::Answer(Box::new(answer)), context: None }
    }
}

impl Answered for Ran {
    fn is_final(&self) -> bool {
        match &self.outcome {
            Outcome::Next(_) => true,
            Outcome::Answer(answer) => answer.is_final(),
        }
    }

    fn end(self, context: Context) -> Self {
        match self.outcome {
            Outcome::Answer(answer) => answer.end(context).into(),
            Outcome::Next(mut next) => match context.add_cookies(next.headers_mut()) {
                Ok(()) => Self { outcome: Outcome::Next(next), context: Some(context) },
                Err(answer) => answer.into(),
            },
        }
    }
}

/// Extracts the arguments of a middleware, and calls it.
pub(super) async fn run<D, S, A, M, Fut>(request: &mut Lent, state: &S, call: impl FnOnce(A) -> Fut) -> Ran
where
    D: MiddlewareDescriptor,
    A: Arguments<D, S, M>,
    Fut: Future<Output = Middleware>,
{
    let early = match A::early(request.parts(), state).await {
        Ok(early) => early,
        Err(rejection) => return rejection.into(),
    };
    match A::late(early, request, state).await {
        Ok(arguments) => {
            request.keep();
            Ran { outcome: call(arguments).await.0, context: None }
        }
        Err(rejection) => rejection.into(),
    }
}
