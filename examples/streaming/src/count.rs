//! The other way: a body is read while it comes in.

use futures_util::TryStreamExt;
use route_runtime::{NextRequest, Result, route};

/// `?` answers what goes wrong on the way: 413 over the limit, 400 where the client breaks off.
#[route(POST "/count", body_limit = "10mb")]
pub(crate) async fn count(mut req: NextRequest) -> Result<String> {
    let mut body = req.body_stream()?;
    let mut count = 0;
    while let Some(piece) = body.try_next().await? {
        count += piece.len();
    }
    Ok(format!("{count} bytes"))
}
