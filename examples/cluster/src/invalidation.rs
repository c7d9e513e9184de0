//! The hook that another program calls when it has changed something.

use axum::extract::Query;
use route_runtime::{Life, NextResponse, Result, revalidate_path, revalidate_tag, route};
use serde::Deserialize;

/// What is not true any more. (A real one asks for a secret, too.)
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Changed {
    Path { path: String },
    Tag { tag: String, life: Option<String> },
}

/// `?path=/posts/a`, `?tag=posts` or `?tag=posts&life=max`.
#[route("/revalidate")]
pub(crate) async fn POST(Query(changed): Query<Changed>) -> Result {
    match changed {
        Changed::Path { path } => revalidate_path(path).await?,
        Changed::Tag { tag, life: None } => revalidate_tag(tag, Life::NOW).await?,
        Changed::Tag { tag, life: Some(life) } => match life.parse::<Life>() {
            Ok(life) => revalidate_tag(tag, life).await?,
            Err(error) => return Ok(NextResponse::new(format!("{error}\n")).with_status(400)),
        },
    }
    Ok(NextResponse::new("revalidated\n"))
}
