//! Good for two seconds, for each zone by itself.

use crate::made::made;
use route_runtime::{NextResponse, route};
use serde_json::json;

#[route("/clock/[zone]", revalidate = 2)]
pub(crate) async fn GET(zone: String) -> NextResponse {
    NextResponse::json(json!({ "made": made(&zone), "zone": zone }))
}
