use super::request_or_report;

/// Says that what follows belongs to this request and must not be made ahead of it or stored: `await connection()` of
/// `next/server` (NEXT-SPEC A3), `io()` and `unstable_noStore()` (A12).
///
/// It resolves at once. Below a handler whose answer may be stored, the answer becomes a logged 500 that names the route: such a
/// handler cannot depend on the request. Outside of a request an error is logged.
///
/// ```
/// use route_runtime::{connection, route};
/// use std::time::{SystemTime, UNIX_EPOCH};
///
/// #[route("/now")]
/// async fn GET() -> String {
///     connection().await;
///     SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string()
/// }
/// ```
#[doc(alias = "unstable_noStore")]
#[doc(alias = "noStore")]
#[track_caller]
pub fn connection() -> std::future::Ready<()> {
    request_or_report("connection()");
    std::future::ready(())
}
