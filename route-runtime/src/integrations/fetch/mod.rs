//! `fetch` with a cache (NEXT-SPEC G4, G11, G12, V2).
//!
//! A call is gathered in a [`builder`]. Whether its answer is stored is the [`policy`]'s; if so, the [`key`] says where, and a
//! [`generation`] asks the other server. Who is not to be stored, or not found, is asked by the [`client`] that all calls share.

mod builder;
mod client;
mod error;
mod generation;
mod key;
mod policy;
mod response;

pub use builder::Fetch;
pub use client::{FetchClientError, set_fetch_client};
pub use error::FetchError;
pub use response::{FetchBody, FetchResponse};

use std::fmt;

/// Asks another server: `fetch(url, { next: { revalidate, tags } })` of Next.js. Needs the feature `fetch`.
///
/// The call is made when it is awaited. What it ends with is an answer, whatever its status: look at [`FetchResponse::ok`].
///
/// ```no_run
/// use route_runtime::{NextResponse, Result, fetch, route};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Post {
///     title: String,
/// }
///
/// #[route("/feed")]
/// async fn GET() -> Result {
///     let posts: Vec<Post> = fetch("https://api.example.com/posts").revalidate(60).tags(["posts"]).await?.json().await?;
///     Ok(NextResponse::json(&posts))
/// }
/// ```
///
/// `url` is absolute, `http` or `https`, and has neither a user nor a password: a header is the place for these. A server that a client may choose can be one of your own network: check such a URL before.
///
/// # What is stored
///
/// Nothing, unless the call or the route asks for it. A call asks with [`revalidate`](Fetch::revalidate),
/// [`revalidate_never`](Fetch::revalidate_never) or [`force_cache`](Fetch::force_cache), and says no with
/// [`no_store`](Fetch::no_store) or `revalidate(0)`. The route's option `fetch_cache` is for the calls below its handler (NEXT-SPEC
/// G12):
///
/// | `fetch_cache` | a call that says nothing | that asks | that says no |
/// | --- | --- | --- | --- |
/// | `"auto"`, or none | not stored | stored | not stored |
/// | `"default-cache"` | stored | stored | not stored |
/// | `"only-cache"` | stored | stored | [`FetchError::Forbidden`] |
/// | `"force-cache"` | stored | stored | stored |
/// | `"default-no-store"` | not stored | stored | not stored |
/// | `"only-no-store"` | not stored | [`FetchError::Forbidden`] | not stored |
/// | `"force-no-store"` | not stored | not stored | not stored |
///
/// Where the call says nothing, a route stores it for good, and only if the method is GET or HEAD and there is neither an
/// `Authorization` nor a `Cookie` among its headers; a call that asks itself may have all of these. `dynamic = "force-dynamic"` leaves
/// calls as they are with `"auto"`.
///
/// An answer is stored if its status is 200 and its body not too long; a longer one is handed on as it comes, and a warning says so.
/// `Set-Cookie` and the headers of the connection are not stored. The other server's `Cache-Control` is not asked. The key is made of
/// the method, the URL, the headers but for `traceparent` and `tracestate`, and the body: a token in a header has entries of its own. Only
/// method and server can be read in it; the rest is hashed.
///
/// Once an answer is older than it should be, it is served while another one is fetched. If that fails, or has another status than 200,
/// the old one stays. However many ask at once, the other server is asked once.
///
/// # Below a handler whose answer is stored
///
/// The answer is generated anew as soon as the shortest life of what it was made from says so, and has its tags (NEXT-SPEC G11). A call
/// that is not stored is made with each generation. One that says no itself contradicts the route, and is
/// [`FetchError::NoStore`]; under `dynamic = "force-static"` it is like one that says nothing.
///
/// In draft mode every call is made (NEXT-SPEC A8).
#[doc(alias = "patchFetch")]
#[doc(alias = "next.revalidate")]
pub fn fetch(url: impl fmt::Display) -> Fetch {
    Fetch::new(url)
}
