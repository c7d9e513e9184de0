//! A request's way through one middleware.

use std::future::Future;

use axum::extract::Request;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderValue, Method, Uri, Version};

use super::lent_body::{self, Lender};
use super::{MiddlewareDescriptor, Outcome};
use crate::context::{self, Context};
use crate::handler::{Answered, Arguments, Incoming};
use crate::response::MiddlewareNext;

/// A request that is lent to a middleware: what is needed to make it again, if the middleware goes on.
pub(in crate::app) struct Lent {
    method: Method,
    uri: Uri,
    version: Version,
    extensions: Extensions,
    /// An extractor of the body may be given this header and no other.
    content_type: Option<HeaderValue>,
    body: Lender,
}

impl Lent {
    /// Lends a request.
    pub(super) fn new(request: Request) -> (Self, Request) {
        let (parts, body) = request.into_parts();
        let (lender, body) = lent_body::lend(body);
        let lent = Self {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            version: parts.version,
            extensions: parts.extensions.clone(),
            content_type: parts.headers.get(CONTENT_TYPE).cloned(),
            body: lender,
        };
        (lent, Request::from_parts(parts, body))
    }

    /// What becomes of the request.
    pub(in crate::app) fn settle(self, ran: Ran) -> Step {
        let next = match ran.outcome {
            Outcome::Answer(response) => return Step::Answer(response),
            Outcome::Next(next) => next,
        };
        let MiddlewareNext { destination, request_headers, extensions, response } = next;
        let added = Response::from(response);
        if added.status().is_server_error() {
            // A header or cookie of it cannot be sent, which is in the log.
            return Step::Answer(added);
        }
        let mut request = Request::new(self.body.take_back());
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri;
        *request.version_mut() = self.version;
        *request.headers_mut() = request_headers.unwrap_or_else(|| whole(ran.headers, self.content_type));
        *request.extensions_mut() = self.extensions;
        request.extensions_mut().extend(extensions);
        Step::Next { request, destination, headers: added.into_parts().0.headers, context: ran.context }
    }
}

fn whole(headers: Option<HeaderMap>, content_type: Option<HeaderValue>) -> HeaderMap {
    let mut headers = headers.unwrap_or_default();
    if let Some(content_type) = content_type {
        headers.entry(CONTENT_TYPE).or_insert(content_type);
    }
    headers
}

/// What becomes of a request at a middleware.
#[allow(clippy::large_enum_variant)] // it is taken apart where it is made
pub(in crate::app) enum Step {
    /// It goes on, in the form that the middleware has given it.
    Next {
        request: Request,
        /// The path or URL whose route answers.
        destination: Option<String>,
        /// Headers and cookies that are added to the answer.
        headers: HeaderMap,
        /// Ends with the answer, if something waits for that.
        context: Option<Context>,
    },
    /// It is answered.
    Answer(Response),
}

/// What a middleware that has run leaves.
pub(in crate::app) struct Ran {
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
    let early = match A::early(request.parts(), &state).await {
        Ok(early) => early,
        Err(rejection) => return rejection.into(),
    };
    let outcome = match A::late(early, &mut request, &state).await {
        Ok(arguments) => {
            if let Some(Parts { headers, .. }) = request.parts {
                context::keep(headers);
            }
            call(arguments).await
        }
        Err(rejection) => return rejection.into(),
    };
    Ran { outcome, headers: context::take_headers(), context: None }
}
