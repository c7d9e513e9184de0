use std::sync::Arc;

use axum::extract::Request;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri, Version};

/// A request without its body. The headers are shared with the functions below the handler.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    version: Version,
    pub(crate) headers: Arc<HeaderMap>,
    pub(crate) extensions: Extensions,
}

impl From<Parts> for Head {
    #[inline]
    fn from(parts: Parts) -> Self {
        let Parts { method, uri, version, headers, extensions, .. } = parts;
        Self { method, uri, version, headers: Arc::new(headers), extensions }
    }
}

impl From<Head> for Parts {
    fn from(head: Head) -> Self {
        let mut parts = Request::new(()).into_parts().0;
        parts.method = head.method;
        parts.uri = head.uri;
        parts.version = head.version;
        parts.headers = Arc::unwrap_or_clone(head.headers);
        parts.extensions = head.extensions;
        parts
    }
}
