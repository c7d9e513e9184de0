//! Which arguments a handler may have whose answers are stored.

use crate::pattern::RoutePattern;
use axum::extract::{FromRequestParts, MatchedPath, NestedPath, Path, RawPathParams, State};
use http::request::Parts;
use std::ops::{Deref, DerefMut};

/// An argument that is the same for all requests of one path, so that the answer made from it may be stored and sent to others
/// (NEXT-SPEC G3, G6).
///
/// A handler whose answers are stored takes only such arguments: with `dynamic = "error"`, `revalidate = false` or a number of seconds, or
/// `generate_static_params`. The parameters of the path are such arguments, and so are `Params`, `State`, `Path`, `RawPathParams`,
/// `MatchedPath`, `NestedPath` and [`RoutePattern`]; `Option<E>`, `Result<E, _>` and tuples are if their parts are. What reads headers,
/// cookies, the query or the body is not. Nor is `Extension`: what a layer or a middleware puts there is mostly one client's, such as the
/// user who has logged in. One that is the same for all is taken as `AssumeStatic<Extension<T>>`.
///
/// With `dynamic = "force-static"` any argument is allowed: it is given a request without headers, query and extensions (G5).
///
/// Implement it for an extractor of your own that depends on nothing else of the request. For one of another crate there is [`AssumeStatic`].
///
/// ```
/// use axum::extract::{FromRef, FromRequestParts};
/// use axum::http::request::Parts;
/// use route_runtime::{route, routes, StaticSafe};
/// use std::convert::Infallible;
///
/// /// What the shop is called: it comes from the state and not from the request.
/// struct ShopName(String);
///
/// impl<S> FromRequestParts<S> for ShopName
/// where
///     String: FromRef<S>,
///     S: Send + Sync,
/// {
///     type Rejection = Infallible;
///
///     async fn from_request_parts(_: &mut Parts, state: &S) -> Result<Self, Infallible> {
///         Ok(Self(String::from_ref(state)))
///     }
/// }
///
/// impl StaticSafe for ShopName {}
///
/// #[route("/welcome/[guest]", revalidate = 3600)]
/// async fn GET(guest: String, ShopName(name): ShopName) -> String {
///     format!("Welcome to {name}, {guest}")
/// }
///
/// let app: axum::Router = routes![GET].into_router().with_state("Tea".to_owned());
/// ```
#[doc(alias = "force-static")]
#[doc(alias = "ensureStatic")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` may read the request, so a handler whose answers are stored cannot take it",
    label = "not the same for all requests of one path",
    note = "one answer is stored for each path, whoever asks: take what it depends on from the path, as a parameter",
    note = "to answer each request anew, write `revalidate = 0` or leave the options of caching out; to be given a request without \
            headers, cookies and query, write `dynamic = \"force-static\"`",
    note = "for an extractor of yours that depends on nothing but the path and the state, write `impl StaticSafe for {Self} {{}}`; take one \
            of another crate, or an `Extension` that is the same for all clients, as `AssumeStatic<{Self}>`"
)]
pub trait StaticSafe {}

/// Asserts, beside a handler, that one of its arguments is [`StaticSafe`].
pub fn is_static_safe<E: StaticSafe>() {}

impl<T> StaticSafe for State<T> {}
impl<T> StaticSafe for Path<T> {}
impl StaticSafe for RawPathParams {}
impl StaticSafe for MatchedPath {}
impl StaticSafe for NestedPath {}
impl StaticSafe for RoutePattern {}

#[diagnostic::do_not_recommend]
impl<E: StaticSafe> StaticSafe for Option<E> {}
#[diagnostic::do_not_recommend]
impl<E: StaticSafe, R> StaticSafe for Result<E, R> {}

/// Implements [`StaticSafe`] for tuples of none, one, two and so on.
macro_rules! tuples {
    ($($E:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($E: StaticSafe),*> StaticSafe for ($($E,)*) {}
        tuples!(@shorter $($E)*);
    };
    (@shorter) => {};
    (@shorter $first:ident $($rest:ident)*) => { tuples!($($rest)*); };
}

tuples!(E0 E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12 E13 E14 E15);

/// An extractor of another crate that is taken to be the same for all requests of one path: see [`StaticSafe`].
///
/// While a stored answer is made, it is given a request without headers and query, so one that reads them after all finds none. It
/// does find the extensions that layers and middleware have put there: say it of what is the same whoever asks.
///
/// ```
/// use axum::extract::OriginalUri;
/// use route_runtime::{route, AssumeStatic};
///
/// #[route("/where", revalidate = 60)]
/// async fn GET(AssumeStatic(OriginalUri(uri)): AssumeStatic<OriginalUri>) -> String { uri.path().to_owned() }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct AssumeStatic<E>(pub E);

impl<E> StaticSafe for AssumeStatic<E> {}

impl<S, E> FromRequestParts<S> for AssumeStatic<E>
where
    E: FromRequestParts<S>,
    S: Send + Sync,
{
    type Rejection = E::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, E::Rejection> {
        E::from_request_parts(parts, state).await.map(Self)
    }
}

impl<E> Deref for AssumeStatic<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E> DerefMut for AssumeStatic<E> {
    fn deref_mut(&mut self) -> &mut E {
        &mut self.0
    }
}
