//! Good for two seconds, for each zone by itself.

use crate::made::Made;
use route_runtime::{NextResponse, route};
use serde_json::json;

static MADE: Made = Made::new();

#[route("/clock/[zone]", revalidate = 2)]
pub(crate) async fn GET(zone: String) -> NextResponse {
    NextResponse::json(json!({ "made": MADE.count(), "zone": zone }))
}
