//! The header `Location`.

use std::fmt::{self, Write as _};

use axum::BoxError;
use http::HeaderValue;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// A location as a header: what no URL contains is percent-encoded, a line break among it; `%` is not, so an encoded URL stays the
/// same.
pub(crate) fn header(location: impl fmt::Display) -> Result<HeaderValue, BoxError> {
    // What the parser of the URL standard encodes in every part of a URL.
    const NOT_IN_A_URL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

    let mut url = String::new();
    write!(url, "{location}")?;
    Ok(HeaderValue::try_from(utf8_percent_encode(&url, NOT_IN_A_URL).to_string())?)
}
