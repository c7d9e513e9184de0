use crate::Runs;
use axum::extract::State;
use route_runtime::{NextRequest, route};

#[route(dynamic = "force-dynamic")]
pub async fn icon(State(runs): State<Runs>, req: NextRequest) -> String {
    format!("{} {}", runs.count(), req.next_url().search())
}
