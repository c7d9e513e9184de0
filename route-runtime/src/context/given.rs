use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};

/// The headers of a request that a handler answers, until somebody asks for them.
pub(super) enum Given {
    /// The request's own.
    Map(HeaderMap),
    /// Those that a `NextRequest` has, too.
    Shared(Arc<HeaderMap>),
    /// A copy, because an extractor has the request. A list is copied three times as fast as a map, and most handlers never ask.
    Copy(Vec<(HeaderName, HeaderValue)>),
}

impl Given {
    pub(super) fn to_map(&self) -> Arc<HeaderMap> {
        match self {
            Self::Map(headers) => Arc::new(headers.clone()),
            Self::Shared(headers) => Arc::clone(headers),
            Self::Copy(lines) => {
                let mut headers = HeaderMap::with_capacity(lines.len());
                for (name, value) in lines {
                    // They come out of a map, so there are not too many.
                    let _ = headers.try_append(name, value.clone());
                }
                Arc::new(headers)
            }
        }
    }
}
