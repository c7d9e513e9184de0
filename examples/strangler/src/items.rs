//! `app/api/items/[id]/route.ts`, which has moved.

use route_runtime::{NextResponse, route};
use serde_json::json;

#[route("/api/items/[id]")]
pub(crate) async fn GET(id: u64) -> NextResponse {
    NextResponse::json(json!({ "id": id, "from": "Rust" }))
}
