use std::future::Future;

use crate::context;
use crate::request::NextRequest;

/// Runs a future as if a handler did that answers this request: for tests of functions that call [`cookies`](crate::cookies()),
/// [`headers`](crate::headers()), [`after`](crate::after()) and their like.
///
/// When the future has ended the request has, too: what `after` was given runs then, and cookies that were set are gone. Look at them
/// before. A whole answer, with its cookies, is what a [`Client`](super::Client) gets.
///
/// ```
/// use route_runtime::testing::in_request;
/// use route_runtime::{NextRequest, cookies};
///
/// /// Who is asking.
/// async fn current_user() -> Option<String> {
///     cookies().get("user").map(|cookie| cookie.into_value())
/// }
///
/// async fn log_out() {
///     cookies().delete("user");
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let request = NextRequest::builder().cookie("user", "ada").build().unwrap();
/// assert_eq!(in_request(&request, current_user()).await.as_deref(), Some("ada"));
///
/// let nobody = in_request(&request, async {
///     log_out().await;
///     current_user().await
/// });
/// assert_eq!(nobody.await, None);
/// # }
/// ```
///
/// A handler that takes the request, too, is given a [clone](NextRequest::try_clone) of it:
///
/// ```
/// # use route_runtime::testing::in_request;
/// # use route_runtime::{NextRequest, cookies, route};
/// #[route("/in-request/greeting")]
/// async fn GET(req: NextRequest) -> String {
///     let user = cookies().get("user").map(|cookie| cookie.into_value());
///     format!("{}, {user:?}", req.next_url().pathname())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut req = NextRequest::builder().url("/in-request/greeting").cookie("user", "ada").build().unwrap();
/// let clone = req.try_clone().await.unwrap();
/// assert_eq!(in_request(&req, GET(clone)).await, r#"/in-request/greeting, Some("ada")"#);
/// # }
/// ```
pub fn in_request<F: Future>(request: &NextRequest, future: F) -> impl Future<Output = F::Output> + use<F> {
    context::answering(request.shared_head(), future)
}
