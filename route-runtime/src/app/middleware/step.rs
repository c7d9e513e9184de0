//! A request's way through one middleware.

use std::future::Future;

use axum::extract::Request;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};

use super::lent::lend;
use super::{Entry, MiddlewareDescriptor, Outcome};
use crate::context::{self, Context};
use crate::handler::{Answered, Arguments, Incoming};
use crate::response::MiddlewareNext;

/// What becomes of a request at a middleware.
pub(in crate::app) enum Step {
    /// It goes on, in the form that the middleware has given it.
    Next(Request, Box<Continued>),
    /// It is answered.
    Answer(Response),
}

/// What a middleware has left for the answer of the route.
pub(in crate::app) struct Continued {
    /// The path or URL whose route answers.
    pub(in crate::app) destination: Option<String>,
    /// Headers and cookies that are added to the answer.
    pub(in crate::app) headers: HeaderMap,
    /// Ends with the answer, if something waits for that.
    pub(in crate::app) context: Option<Context>,
}

/// Runs a middleware. It is lent the request, and may drop it.
pub(in crate::app) async fn step<S>(middleware: &Entry<S>, request: Request, state: S) -> Step {
    let (parts, body) = request.into_parts();
    let (method, uri, version) = (parts.method.clone(), parts.uri.clone(), parts.version);
    let mut extensions = parts.extensions.clone();
    // An extractor that reads the body may be given this header alone.
    let content_type = parts.headers.get(CONTENT_TYPE).cloned();
    let (lender, body) = lend(body);

    let ran = (middleware.run)(Request::from_parts(parts, body), state).await;
    let next = match ran.outcome {
        Outcome::Answer(response) => return Step::Answer(response),
        Outcome::Next(next) => next,
    };

    let MiddlewareNext { destination, request_headers, extensions: added, response } = next;
    let mut request = Request::new(lender.take_back());
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.version_mut() = version;
    *request.headers_mut() = request_headers.unwrap_or_else(|| whole(ran.headers, content_type));
    extensions.extend(added);
    *request.extensions_mut() = extensions;
    let headers = Response::from(response).into_parts().0.headers;
    Step::Next(request, Box::new(Continued { destination, headers, context: ran.context }))
}

fn whole(headers: Option<HeaderMap>, content_type: Option<HeaderValue>) -> HeaderMap {
    let mut headers = headers.unwrap_or_default();
    if let Some(content_type) = content_type {
        headers.entry(CONTENT_TYPE).or_insert(content_type);
    }
    headers
}

/// What a middleware that has run leaves.
pub(super) struct Ran {
    outcome: Outcome,
    /// The request's, for the route.
    headers: Option<HeaderMap>,
    context: Option<Context>,
}

impl From<Response> for Ran {
    fn from(answer: Response) -> Self {
        Self { outcome: Outcome::Answer(answer), headers: None, context: None }
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
                Ok(()) => Self { outcome: Outcome::Next(next), context: Some(context), ..self },
                Err(answer) => answer.into(),
            },
        }
    }
}

/// Extracts the arguments of a middleware, and calls it.
pub(super) async fn run<D, S, A, M, Fut>(request: Request, state: S, call: impl FnOnce(A) -> Fut) -> Ran
where
    D: MiddlewareDescriptor,
    A: Arguments<D, S, M>,
    Fut: Future<Output = Outcome>,
{
    let mut request = Incoming::from(request);
    let early = match A::early(&mut request.parts, &state).await {
        Ok(early) => early,
        Err(rejection) => return rejection.into(),
    };
    let outcome = match A::late(early, &mut request, &state).await {
        Ok(arguments) => {
            context::keep(request.parts.headers);
            call(arguments).await
        }
        Err(rejection) => return rejection.into(),
    };
    Ran { outcome, headers: context::take_headers(), context: None }
}
