//! For whoever has changed something behind the program's back. In production it asks for a secret, as the example `webhooks` does.

use route_runtime::{NextRequest, NextResponse, Result, RouteError, revalidate_path, route};
use serde_json::json;

#[route("/revalidate")]
pub(crate) async fn POST(req: NextRequest) -> Result {
    let Some(path) = req.next_url().search_params().get("path") else {
        return Err(RouteError::new(400, "say what to make anew: /revalidate?path=/posts/tea"));
    };
    // What is no path is a mistake of the client's here, and would be one of the program's where the path is its own.
    revalidate_path(path).await.map_err(|error| RouteError::new(400, error.to_string()))?;
    Ok(NextResponse::json(json!({ "revalidated": path })))
}
