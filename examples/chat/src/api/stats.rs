//! `app/api/stats/route.ts`: how many answers are being made, are finished, or have been given up.

use crate::model::Model;
use crate::stats::Count;
use axum::Json;
use axum::extract::State;
use route_runtime::route;

#[route("/api/stats")]
pub(crate) async fn GET(State(model): State<Model>) -> Json<Count> {
    Json(model.stats().count())
}
