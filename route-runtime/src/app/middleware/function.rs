use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use pin_project_lite::pin_project;

use super::lent::Lent;
use super::step::{Ran, run};
use super::{Middleware, MiddlewareResponse};
use crate::app::rules::Matcher;
use crate::handler::{Arguments, Extracts, Running};
use crate::route::RouteInfo;

/// What `#[middleware]` says of a function.
pub trait MiddlewareDescriptor: 'static {
    /// Its name and place.
    const INFO: &'static RouteInfo;

    /// The paths that it runs for.
    const MATCHER: &'static Matcher;
}

pin_project! {
    /// The future of a function with `#[middleware]`. It carries the descriptor `D` in its type, so that
    /// [`App::middleware`](crate::App::middleware) finds it.
    #[must_use = "futures do nothing unless you `.await` or poll them"]
    pub struct MiddlewareFuture<D, F: Future> {
        #[pin]
        running: F,
        respond: fn(F::Output) -> Middleware,
        descriptor: PhantomData<fn() -> D>,
    }
}

impl<D, F: Future> MiddlewareFuture<D, F> {
    /// The bound is here, and not where an app calls the function, so that a wrong type is one error and at the function.
    #[doc(hidden)]
    pub fn new(running: F) -> Self
    where
        F::Output: MiddlewareResponse,
    {
        Self { running, respond: MiddlewareResponse::into_middleware, descriptor: PhantomData }
    }

    fn decide(self) -> impl Future<Output = Middleware> {
        let respond = self.respond;
        self.map(respond)
    }
}

impl<D, F: Future> Future for MiddlewareFuture<D, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<F::Output> {
        self.project().running.poll(task)
    }
}

/// A function with `#[middleware]` and the arguments `A`.
pub trait MiddlewareFn<A>: Clone + Send + Sync + 'static {
    /// What the attribute says of it.
    type Descriptor: MiddlewareDescriptor;

    /// Calls it.
    fn call(self, arguments: A) -> impl Future<Output = Middleware> + Send;
}

macro_rules! functions {
    () => { functions!(@ ); };
    ($first:ident $($rest:ident)*) => { functions!(@ $first $($rest)*); functions!($($rest)*); };
    (@ $($A:ident)*) => {
        impl<F, D, Fut, $($A),*> MiddlewareFn<($($A,)*)> for F
        where
            F: Fn($($A),*) -> MiddlewareFuture<D, Fut> + Clone + Send + Sync + 'static,
            D: MiddlewareDescriptor,
            Fut: Future + Send,
        {
            type Descriptor = D;

            #[allow(non_snake_case)]
            fn call(self, ($($A,)*): ($($A,)*)) -> impl Future<Output = Middleware> + Send {
                self($($A),*).decide()
            }
        }
    };
}

functions!(A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15);

/// A middleware that can run in an app with state `S`: its arguments `A` are extracted as their markers in `M` say. (One trait with one
/// implementation, or an argument that cannot be extracted would be an error for each of the bounds, and not name the argument.)
#[diagnostic::on_unimplemented(
    message = "this is no middleware",
    label = "not a function with `#[middleware]`",
    note = "write `#[middleware]` or `#[middleware(matcher = \"/account/:path*\")]` over the function, and pass it \
            without calling it"
)]
pub trait RunsIn<S, A, M> {
    /// What the app keeps of it.
    fn entry(self) -> Entry<S>;
}

impl<F, S, A, M> RunsIn<S, A, M> for F
where
    F: MiddlewareFn<A, Descriptor: Extracts<S, A, M>>,
    A: Arguments<F::Descriptor, S, M> + Send + 'static,
    M: 'static,
    S: Send + Sync + 'static,
{
    fn entry(self) -> Entry<S> {
        let run = Arc::new(Extracting { function: self, arguments: PhantomData::<fn() -> (A, M)> });
        Entry { info: F::Descriptor::INFO, matcher: F::Descriptor::MATCHER, run }
    }
}

/// One middleware of an app.
pub struct Entry<S> {
    pub(in crate::app) info: &'static RouteInfo,
    pub(in crate::app) matcher: &'static Matcher,
    run: Arc<dyn Run<S>>,
}

impl<S: Send + Sync + 'static> Entry<S> {
    /// Lends it the request.
    pub(in crate::app) fn run<'a>(&'a self, request: &'a mut Lent, state: &'a S) -> RunningMiddleware<'a> {
        self.run.run(request, state)
    }

    /// The same where the app has been given its state.
    pub(in crate::app) fn with_state(self, state: S) -> Entry<()> {
        let Self { info, matcher, run } = self;
        Entry { info, matcher, run: Arc::new(WithState { run, state }) }
    }
}

impl<S> Clone for Entry<S> {
    fn clone(&self) -> Self {
        Self { info: self.info, matcher: self.matcher, run: Arc::clone(&self.run) }
    }
}

/// What runs a middleware whose function and arguments are known to it alone.
trait Run<S>: Send + Sync {
    fn run<'a>(&'a self, request: &'a mut Lent, state: &'a S) -> RunningMiddleware<'a>;
}

type RunningMiddleware<'a> = Pin<Box<dyn Future<Output = Ran> + Send + 'a>>;

/// A function, run with arguments that come out of the request.
struct Extracting<F, T> {
    function: F,
    arguments: PhantomData<T>,
}

impl<F, S, A, M> Run<S> for Extracting<F, fn() -> (A, M)>
where
    F: MiddlewareFn<A>,
    A: Arguments<F::Descriptor, S, M> + Send + 'static,
    M: 'static,
    S: Send + Sync,
{
    fn run<'a>(&'a self, request: &'a mut Lent, state: &'a S) -> RunningMiddleware<'a> {
        let is_head = request.head().method == http::Method::HEAD;
        let call = |arguments| self.function.clone().call(arguments);
        Box::pin(Running::new(F::Descriptor::INFO, is_head, run::<F::Descriptor, S, A, M, _>(request, state, call)))
    }
}

/// A middleware and the state of its app.
struct WithState<S> {
    run: Arc<dyn Run<S>>,
    state: S,
}

impl<S: Send + Sync> Run<()> for WithState<S> {
    fn run<'a>(&'a self, request: &'a mut Lent, (): &'a ()) -> RunningMiddleware<'a> {
        self.run.run(request, &self.state)
    }
}
