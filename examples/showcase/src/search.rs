//! `app/search/route.ts`: the query of a URL.

use crate::db::{Db, Item};
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, RouteError, route};
use serde::Serialize;

#[derive(Serialize)]
struct Found<'a> {
    query: &'a str,
    items: Vec<Item>,
}

#[route("/search")]
pub(crate) async fn GET(req: NextRequest, State(db): State<Db>) -> Result {
    // query is "blue" for /search?query=blue
    let Some(query) = req.next_url().search_params().get("query") else {
        return Err(RouteError::new(400, "say what to search for: /search?query=blue"));
    };
    Ok(NextResponse::json(&Found { query, items: db.find(query) }))
}
