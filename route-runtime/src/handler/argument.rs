//! How the arguments that are no parameters come out of a request, decided by traits so that aliases of extractors work.

use super::endpoint::Route;
use super::incoming::Incoming;
use super::param::{FromParams, RawPath};
use crate::request::NextRequest;
use axum::extract::{FromRequest, FromRequestParts};
use axum::response::{IntoResponse, Response};
use futures_util::future::Either;
use http::request::Parts;
use pin_project_lite::pin_project;
use std::any::{Any, TypeId, type_name};
use std::future::{Future, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Marks an argument that is a struct with all parameters of the route's path.
pub enum ViaPath {}
/// Marks an argument that is an extractor of the request's head.
pub enum ViaParts {}
/// Marks an argument that is an extractor of the whole request, with its body.
pub enum ViaRequest {}

/// One argument of the handler of route `R`, in an app with state `S`. `M` is one of the three markers, and inferred.
///
/// Extraction has two steps, because the argument that takes the body may stand anywhere and must be extracted last.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of `{R}`",
    label = "`{Self}` is neither a parameter of the path nor an extractor in an app with this state",
    note = "an argument is a parameter, named like its segment (`slug` for `[slug]`), or an axum extractor such as \
            `NextRequest`, `State<T>`, `Query<T>` or `Json<T>`",
    note = "an extractor implements `axum::extract::FromRequestParts<S>` or `FromRequest<S>` for the state `S` of the router: \
            `State<T>` does if `T` is that state and `Clone`, or `T: FromRef<S>`; `Query<T>` and `Json<T>` do if `T` derives \
            `serde::Deserialize`"
)]
pub trait Argument<R, S, M>: Sized {
    /// What the first step leaves for the second.
    type Early: Send;
    /// The first step, which every argument takes before the first one takes the second.
    fn early(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self::Early, Response>> + Send;

    /// The second step.
    fn late<I: Incoming>(
        early: Self::Early,
        request: &mut I,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, R, S> Argument<R, S, ViaParts> for T
where
    T: FromRequestParts<S> + Send,
    S: Send + Sync,
{
    type Early = T;

    #[inline]
    async fn early(parts: &mut Parts, state: &S) -> Result<T, Response> {
        T::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)
    }

    #[inline]
    async fn late<I: Incoming>(early: T, _: &mut I, _: &S) -> Result<T, Response> {
        Ok(early)
    }
}

#[diagnostic::do_not_recommend]
impl<T, R, S> Argument<R, S, ViaRequest> for T
where
    T: FromRequest<S> + Send + 'static,
    S: Send + Sync,
{
    type Early = ();

    #[inline]
    async fn early(_: &mut Parts, _: &S) -> Result<(), Response> {
        Ok(())
    }

    #[inline]
    fn late<I: Incoming>(_: (), request: &mut I, state: &S) -> impl Future<Output = Result<T, Response>> + Send {
        match shared::<T, I>(request) {
            Some(shared) => Either::Left(ready(Ok(shared))),
            None => {
                let request = request.take(reads::<T>());
                Either::Right(OrAnswer { extraction: Box::pin(T::from_request(request, state)) })
            }
        }
    }
}

/// The request as a `NextRequest`, where that is what is asked for: then there is nothing to wait for.
#[inline]
fn shared<T: 'static, I: Incoming>(request: &mut I) -> Option<T> {
    if TypeId::of::<T>() != TypeId::of::<NextRequest>() {
        return None;
    }
    let mut shared = Some(request.share());
    (&mut shared as &mut dyn Any).downcast_mut::<Option<T>>()?.take()
}

/// What an extractor of the whole request reads of its headers.
#[derive(Debug, PartialEq)]
pub enum Reads {
    /// The content type alone.
    ContentType,
    /// Who knows.
    Headers,
}

/// To copy all headers for each request would cost a tenth of a handler that takes JSON. So axum's own extractors, which read the content
/// type at most, are known by name; were one renamed, the headers would be copied for it.
#[inline]
fn reads<T: 'static>() -> Reads {
    const OF_AXUM: [&str; 7] = [
        "axum::json::Json<",
        "axum::form::Form<",
        "axum::extract::multipart::Multipart",
        "axum::extract::raw_form::RawForm",
        "axum_core::body::Body",
        "bytes::bytes::Bytes",
        "alloc::string::String",
    ];
    if OF_AXUM.iter().any(|name| type_name::<T>().starts_with(name)) { Reads::ContentType } else { Reads::Headers }
}

pin_project! {
    /// An extraction whose rejection is the answer. An `async` block in its place would hold the future twice, with the request in
    /// it.
    struct OrAnswer<F> {
        #[pin]
        extraction: F,
    }
}

impl<F, T, E> Future for OrAnswer<F>
where
    F: Future<Output = Result<T, E>>,
    E: IntoResponse,
{
    type Output = Result<T, Response>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().extraction.poll(cx).map_err(IntoResponse::into_response)
    }
}

#[diagnostic::do_not_recommend]
impl<T, R, S> Argument<R, S, ViaPath> for T
where
    T: FromParams<R::Module> + Send,
    R: Route,
    S: Sync,
{
    type Early = T;

    #[inline]
    async fn early(parts: &mut Parts, _: &S) -> Result<T, Response> {
        T::from_params(RawPath::new(parts.uri.path(), R::INFO)).map_err(IntoResponse::into_response)
    }

    #[inline]
    async fn late<I: Incoming>(early: T, _: &mut I, _: &S) -> Result<T, Response> {
        Ok(early)
    }
}

/// A list of markers, `(M0, (M1, ()))`, with at most one argument that takes the request's body.
pub trait ReadsBodyOnce {}

/// The rest of a list of markers, behind an argument that takes the body.
#[diagnostic::on_unimplemented(
    message = "two arguments take the request's body",
    label = "the body can be taken once",
    note = "`NextRequest`, `Request`, `Json`, `Form`, `Bytes`, `String` and `Multipart` take the body: keep one of them, and read \
            the rest from it"
)]
pub trait LeavesBody {}

#[diagnostic::do_not_recommend]
impl ReadsBodyOnce for () {}
#[diagnostic::do_not_recommend]
impl<Rest: ReadsBodyOnce> ReadsBodyOnce for (ViaPath, Rest) {}
#[diagnostic::do_not_recommend]
impl<Rest: ReadsBodyOnce> ReadsBodyOnce for (ViaParts, Rest) {}
impl<Rest: LeavesBody> ReadsBodyOnce for (ViaRequest, Rest) {}

#[diagnostic::do_not_recommend]
impl LeavesBody for () {}
#[diagnostic::do_not_recommend]
impl<Rest: LeavesBody> LeavesBody for (ViaPath, Rest) {}
#[diagnostic::do_not_recommend]
impl<Rest: LeavesBody> LeavesBody for (ViaParts, Rest) {}

/// All arguments of a handler that are no parameters, as a tuple of zero to sixteen.
///
/// The two steps are those of each [`Argument`], from left to right.
pub trait Arguments<R: ?Sized, S, M>: Sized {
    /// What the first step leaves for the second.
    type Early: Send;

    /// The first step. The error is the answer.
    fn early(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self::Early, Response>> + Send;

    /// The second step.
    fn late<I: Incoming>(
        early: Self::Early,
        request: &mut I,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

impl<R, S: Sync> Arguments<R, S, ()> for () {
    type Early = ();

    #[inline]
    async fn early(_: &mut Parts, _: &S) -> Result<(), Response> {
        Ok(())
    }

    #[inline]
    async fn late<I: Incoming>(_: (), _: &mut I, _: &S) -> Result<(), Response> {
        Ok(())
    }
}

/// `M0 M1` -> `(M0, (M1, ()))`
macro_rules! markers {
    () => { () };
    ($M:ident $($rest:ident)*) => { ($M, markers!($($rest)*)) };
}

macro_rules! arguments {
    ($($A:ident $M:ident $value:ident),+) => {
        impl<R, S, $($A, $M),+> Arguments<R, S, markers!($($M)+)> for ($($A,)+)
        where
            S: Send + Sync,
            $($A: Argument<R, S, $M> + Send,)+
            markers!($($M)+): ReadsBodyOnce,
        {
            type Early = ($($A::Early,)+);

            #[inline]
            async fn early(parts: &mut Parts, state: &S) -> Result<Self::Early, Response> {
                Ok(($($A::early(parts, state).await?,)+))
            }

            #[inline]
            async fn late<I: Incoming>(
                ($($value,)+): Self::Early,
                request: &mut I,
                state: &S,
            ) -> Result<Self, Response> {
                Ok(($($A::late($value, request, state).await?,)+))
            }
        }
    };
}

/// Implements [`Arguments`] for the first argument, the first two, and so on.
macro_rules! arguments_up_to {
    ($(($($done:ident)+))*;) => {};
    ($(($($done:ident)+))*; ($($next:ident)+) $($rest:tt)*) => {
        arguments!($($($done)+,)* $($next)+);
        arguments_up_to!($(($($done)+))* ($($next)+); $($rest)*);
    };
}

arguments_up_to! {;
    (A0 M0 a0) (A1 M1 a1) (A2 M2 a2) (A3 M3 a3) (A4 M4 a4) (A5 M5 a5) (A6 M6 a6) (A7 M7 a7)
    (A8 M8 a8) (A9 M9 a9) (A10 M10 a10) (A11 M11 a11) (A12 M12 a12) (A13 M13 a13) (A14 M14 a14) (A15 M15 a15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::extract::{Form, Json, Multipart, RawForm, Request};
    use bytes::Bytes;

    #[test]
    fn axums_extractors_are_known_by_name() {
        for (reads, expected) in [
            (reads::<Json<Vec<u8>>>(), Reads::ContentType),
            (reads::<Form<Vec<(String, String)>>>(), Reads::ContentType),
            (reads::<Multipart>(), Reads::ContentType),
            (reads::<RawForm>(), Reads::ContentType),
            (reads::<Body>(), Reads::ContentType),
            (reads::<Bytes>(), Reads::ContentType),
            (reads::<String>(), Reads::ContentType),
            (reads::<Request>(), Reads::Headers),
            (reads::<Option<Json<u8>>>(), Reads::Headers),
            (reads::<Result<NextRequest, ()>>(), Reads::Headers),
        ] {
            assert_eq!(reads, expected);
        }
    }
}
