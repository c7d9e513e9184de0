use axum::http::HeaderMap;
use route_runtime::{NextRequest, Result, route, routes};
use tracing::instrument;

#[instrument(skip(req))]
#[route("/above/[slug]")]
async fn GET(req: NextRequest, slug: String) -> Result<String> {
    let _ = req;
    Ok(slug)
}

#[route("/below/[slug]")]
#[instrument(skip_all, fields(%slug))]
async fn POST(slug: String, headers: HeaderMap) -> Result<String> {
    let _ = headers;
    Ok(slug)
}

#[route("/inside/[slug]")]
mod inside {
    #[tracing::instrument]
    pub async fn GET(Params { slug }: Params) -> String {
        slug
    }
}

fn main() {
    let _: axum::Router = routes![GET, POST, inside::route].into_router();
}
