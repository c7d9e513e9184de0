//! What runs before the routes: its functions, what they return, and the request that they hand on.

mod function;
mod lent;
mod lent_body;
mod step;

pub(super) use function::Entry;
pub use function::{MiddlewareDescriptor, MiddlewareFn, MiddlewareFuture, RunsIn};
pub(super) use lent::Lent;

use axum::response::{IntoResponse, Response};

use crate::error::RouteError;
use crate::response::{MiddlewareNext, NextResponse};

/// What a middleware has decided: to go on to a route, or the answer.
///
/// A function with [`#[middleware]`](macro@crate::middleware) may name this type, or return any of those that turn into it.
///
/// | returned | what happens | NEXT-SPEC |
/// | --- | --- | --- |
/// | [`NextResponse::next()`](NextResponse::next), `()` | the request goes on | P1, N10 |
/// | [`NextResponse::rewrite(url)`](NextResponse::rewrite) | the route of another path answers | P13 |
/// | [`NextResponse::redirect(url)`](NextResponse::redirect) | the client is sent elsewhere | P12 |
/// | any other [`NextResponse`] or axum `Response` | is the answer, whatever its status | P14 |
/// | `Result` of one of them | an error answers as in a handler; a failure is a logged 500 | P17b |
///
/// ```
/// use route_runtime::{Middleware, NextRequest, NextResponse, middleware};
///
/// #[middleware(matcher = "/account/:path*")]
/// async fn guard(req: NextRequest) -> Middleware {
///     if req.cookies().has("session") {
///         NextResponse::next().into()
///     } else {
///         NextResponse::redirect("/login").into()
///     }
/// }
/// # let _ = guard;
/// ```
#[doc(alias = "NextMiddleware")]
#[doc(alias = "proxy")]
#[derive(Debug)]
#[must_use = "it does nothing until the middleware returns it"]
pub struct Middleware(pub(super) Outcome);

/// The two ways of a middleware.
#[derive(Debug)]
pub(super) enum Outcome {
    Next(MiddlewareNext),
    /// In a box, because most requests go on.
    Answer(Box<Response>),
}

impl From<MiddlewareNext> for Middleware {
    fn from(next: MiddlewareNext) -> Self {
        Self(Outcome::Next(next))
    }
}

impl From<NextResponse> for Middleware {
    fn from(answer: NextResponse) -> Self {
        Response::from(answer).into()
    }
}

impl From<Response> for Middleware {
    fn from(answer: Response) -> Self {
        Self(Outcome::Answer(Box::new(answer)))
    }
}

impl From<RouteError> for Middleware {
    fn from(error: RouteError) -> Self {
        error.into_response().into()
    }
}

/// What a middleware may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a middleware",
    label = "neither goes on nor answers",
    note = "a middleware returns `Middleware`, `NextResponse`, what `NextResponse::next()` and `NextResponse::rewrite(..)` make, an \
            axum `Response`, nothing, or a `Result` of one of those whose error is a response, such as `RouteError`"
)]
pub trait MiddlewareResponse {
    /// What the middleware has decided.
    fn into_middleware(self) -> Middleware;
}

impl MiddlewareResponse for Middleware {
    fn into_middleware(self) -> Middleware {
        self
    }
}

impl MiddlewareResponse for MiddlewareNext {
    fn into_middleware(self) -> Middleware {
        self.into()
    }
}

impl MiddlewareResponse for NextResponse {
    fn into_middleware(self) -> Middleware {
        self.into()
    }
}

impl MiddlewareResponse for Response {
    fn into_middleware(self) -> Middleware {
        self.into()
    }
}

/// Returning nothing goes on (NEXT-SPEC P1).
impl MiddlewareResponse for () {
    fn into_middleware(self) -> Middleware {
        NextResponse::next().into()
    }
}

#[diagnostic::do_not_recommend]
impl<T: MiddlewareResponse, E: IntoResponse> MiddlewareResponse for Result<T, E> {
    fn into_middleware(self) -> Middleware {
        match self {
            Ok(decided) => decided.into_middleware(),
            Err(error) => error.into_response().into(),
        }
    }
}
