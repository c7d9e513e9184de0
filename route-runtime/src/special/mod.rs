//! The responses of special routes: sitemaps, robots.txt, the manifest of a web app (DESIGN 2.8, NEXT-SPEC section 16).

mod date;
pub mod manifest;
pub mod robots;
pub mod sitemap;
mod xml;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::problem::{self, HttpError};

/// The answer of a special route, or the logged and empty 500 in place of one that cannot be written (NEXT-SPEC M1, M4, M13).
fn answer(content_type: &'static str, text: Result<String, impl HttpError>) -> Response {
    const REVALIDATED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

    match text {
        Ok(text) => {
            let headers = [(CONTENT_TYPE, HeaderValue::from_static(content_type)), (CACHE_CONTROL, REVALIDATED)];
            (headers, Body::from(text)).into_response()
        }
        Err(error) => problem::answer(Box::new(error), None),
    }
}
