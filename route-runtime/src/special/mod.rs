//! The responses of special routes: sitemaps, robots.txt, the manifest of a web app; and what the special files of an app directory have besides
//! (DESIGN 2.8, NEXT-SPEC section 16).

mod date;
mod file;
pub mod manifest;
pub mod robots;
mod several;
pub mod sitemap;
mod xml;

pub use file::StaticFile;
pub use several::{ImageMetadata, SpecialId, SpecialIds, check_id};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::problem::{self, HttpError};

/// To be kept, and to be asked for each time (NEXT-SPEC M1).
const REVALIDATED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// The answer of a special route, or the logged and empty 500 in place of one that cannot be written (NEXT-SPEC M1, M4, M13).
fn answer(content_type: &'static str, text: Result<String, impl HttpError>) -> Response {
    match text {
        Ok(text) => {
            let headers = [(CONTENT_TYPE, HeaderValue::from_static(content_type)), (CACHE_CONTROL, REVALIDATED)];
            (headers, Body::from(text)).into_response()
        }
        Err(error) => problem::answer(Box::new(error), None),
    }
}

/// Completes the answer of a special file's handler: clients may keep it, and ask each time whether it is still so, unless the handler says
/// otherwise (NEXT-SPEC M1, M14).
pub(crate) fn complete(mut response: Response) -> Response {
    if response.status().is_success() {
        response.headers_mut().entry(CACHE_CONTROL).or_insert(REVALIDATED);
    }
    response
}
