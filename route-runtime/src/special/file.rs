use std::sync::OnceLock;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

use super::REVALIDATED;
use crate::cache::client_has;

/// A file of an app directory that is sent as it is, and is a part of the program: `icon.png` (NEXT-SPEC M18).
pub struct StaticFile {
    bytes: &'static [u8],
    content_type: &'static str,
    /// Made of the bytes when it is first asked for: of a large file it takes some milliseconds.
    etag: OnceLock<HeaderValue>,
}

impl StaticFile {
    /// A file with these bytes, sent as this type.
    pub const fn new(bytes: &'static [u8], content_type: &'static str) -> Self {
        Self { bytes, content_type, etag: OnceLock::new() }
    }

    /// The answer to a request with these headers: the file, or 304 to a client that has it.
    pub fn answer(&self, sent: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, REVALIDATED);
        headers.insert(ETAG, self.etag().clone());
        if client_has(sent, headers) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        *response.body_mut() = Body::from(Bytes::from_static(self.bytes));
        response
    }

    /// A strong tag: half of the SHA-256 of what is sent, so it is the same in all processes, and after a build that left the file alone.
    fn etag(&self) -> &HeaderValue {
        self.etag.get_or_init(|| {
            let hash = Sha256::digest(self.bytes);
            let half = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
            let quoted = format!("\"{}\"", half.collect::<String>());
            HeaderValue::try_from(quoted).unwrap_or(HeaderValue::from_static("\"\""))
        })
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use http::header::IF_NONE_MATCH;

    static FILE: StaticFile = StaticFile::new(b"hello", "text/plain");

    #[tokio::test]
    async fn M18_a_file_has_the_hash_of_its_bytes() {
        let answer = FILE.answer(&HeaderMap::new());
        assert_eq!(answer.status(), 200);
        let headers = answer.headers().clone();
        // The first half of `printf hello | sha256sum`.
        assert_eq!(headers[ETAG], "\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"");
        assert_eq!(headers[CONTENT_TYPE], "text/plain");
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=0, must-revalidate");
        assert_eq!(axum::body::to_bytes(answer.into_body(), 9).await.unwrap(), "hello");
    }

    #[tokio::test]
    async fn a_client_that_has_the_file_is_told_so() {
        for (condition, status) in [
            ("\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"", 304),
            ("W/\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"", 304),
            ("*", 304),
            ("\"other\"", 200),
            ("hello", 200),
        ] {
            let sent = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(condition))]);
            let answer = FILE.answer(&sent);
            assert_eq!(answer.status(), status, "{condition}");
            assert_eq!(answer.headers()[ETAG], "\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"");
            assert_eq!(answer.headers()[CACHE_CONTROL], "public, max-age=0, must-revalidate");
            let body = axum::body::to_bytes(answer.into_body(), 9).await.unwrap();
            assert_eq!(body.is_empty(), status == 304, "{condition}");
        }
    }
}
