use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use smallvec::SmallVec;

use crate::request::Head;

/// Header lines; no allocation for as few as are copied where it is known that one of them is read.
pub(super) type Lines = SmallVec<[(HeaderName, HeaderValue); 3]>;

/// The headers of a request that a handler answers, until somebody asks for them.
pub(super) enum Given {
    /// The request's own.
    Map(HeaderMap),
    /// Those of a request that is a `NextRequest`, too, or is wanted back.
    Shared(Arc<Head>),
    /// A copy, because an extractor has the request. A list is copied three times as fast as a map, and most handlers never ask.
    Copy(Lines),
}

impl Given {
    pub(super) fn to_head(&self) -> Arc<Head> {
        match self {
            Self::Map(headers) => Arc::new(headers.clone().into()),
            Self::Shared(head) => Arc::clone(head),
            Self::Copy(lines) => {
                let mut headers = HeaderMap::with_capacity(lines.len());
                for (name, value) in lines {
                    // They come out of a map, so there are not too many.
                    let _ = headers.try_append(name, value.clone());
                }
                Arc::new(headers.into())
            }
        }
    }
}
