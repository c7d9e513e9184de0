use std::mem;

use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;

use super::argument::Reads;
use crate::context;
use crate::request::NextRequest;

/// A request on its way to the arguments: extractors of the head borrow it, and the one that takes the body takes it whole.
pub trait Incoming: Send {
    /// The head. Nobody asks for it when the request was taken.
    fn parts(&mut self) -> &mut Parts;

    /// The whole request, for an extractor that reads this of its headers. The functions below have all of them, because it may drop them.
    fn take(&mut self, reads: Reads) -> Request;

    /// The whole request, with a head that is shared with the functions below.
    fn share(&mut self) -> NextRequest;
}

/// A request that is the handler's.
pub(crate) struct Owned {
    /// `None` when it was taken.
    pub(super) parts: Option<Parts>,
    body: Body,
}

impl Incoming for Owned {
    #[inline]
    fn parts(&mut self) -> &mut Parts {
        self.parts.get_or_insert_with(empty)
    }

    #[inline]
    fn take(&mut self, reads: Reads) -> Request {
        let mut parts = self.parts.take().unwrap_or_else(empty);
        match reads {
            Reads::ContentType => context::keep_all_but_the_content_type(&mut parts.headers),
            Reads::Headers => context::keep_copy(&parts.headers),
        }
        Request::from_parts(parts, mem::take(&mut self.body))
    }

    #[inline]
    fn share(&mut self) -> NextRequest {
        let parts = self.parts.take().unwrap_or_else(empty);
        let request = NextRequest::new(parts.into(), mem::take(&mut self.body));
        request.lend();
        request
    }
}

#[cold]
fn empty() -> Parts {
    Request::new(()).into_parts().0
}

impl From<Request> for Owned {
    #[inline]
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts: Some(parts), body }
    }
}
