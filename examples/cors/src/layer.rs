//! By the layer of `tower-http`, around routes that are then merged into the app. It has all of CORS: credentials, exposed headers,
//! private networks.

use axum::Router;
use axum::http::{HeaderValue, Method, header};
use route_runtime::{NextRequest, Result, route, routes};
use std::time::Duration;
use tower_http::cors::CorsLayer;

/// A list, also of one: a single origin would be told to every site that asks.
const ALLOWED_ORIGINS: [&str; 1] = ["https://app.example.com"];

/// The layer answers preflights itself, whatever a route has: the methods have to be written here once more.
pub(crate) fn routes() -> Router {
    let cors = CorsLayer::new()
        .allow_origin(ALLOWED_ORIGINS.map(HeaderValue::from_static))
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([header::CONTENT_TYPE])
        .allow_credentials(true)
        .max_age(Duration::from_secs(600));
    routes![GET, PUT].into_router().layer(cors)
}

#[route("/layer")]
async fn GET() -> &'static str {
    "read me"
}

#[route("/layer")]
async fn PUT(mut req: NextRequest) -> Result<String> {
    Ok(format!("written: {}\n", req.text().await?))
}
