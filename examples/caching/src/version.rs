//! Made once, and good until the program ends.

use crate::made::made;
use route_runtime::{NextRequest, NextResponse, route};
use serde_json::json;

/// A cached handler may not take the request: an answer to one client is sent to others. `force-static` gives it one in which nothing is
/// of the client: no query, no headers, no cookies.
#[route("/version", dynamic = "force-static")]
pub(crate) async fn GET(req: NextRequest) -> NextResponse {
    let query = req.next_url().search();
    NextResponse::json(json!({ "made": made("version"), "query": query, "version": env!("CARGO_PKG_VERSION") }))
}
