use std::mem;

use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;

use super::argument::Reads;
use crate::context;
use crate::request::NextRequest;

/// A request on its way to the arguments: extractors of the head borrow it, and the one that takes the body takes it whole.
pub struct Incoming<K = ()> {
    /// `None` when it was taken.
    pub(crate) parts: Option<Parts>,
    pub(crate) body: Body,
    pub(crate) kept: K,
}

/// What is kept of a request that an argument takes: `()` for a handler, whose request it is. (It is a type, because a text handler would
/// pay 1% for a field.)
pub trait Keep: Send {
    /// Sees the request before an extractor takes it that reads this of its headers. For the functions below, because it may drop them.
    fn extract(&mut self, parts: &mut Parts, body: &mut Body, reads: Reads);

    /// Makes a `NextRequest` of it.
    fn share(&mut self, parts: Parts, body: Body) -> NextRequest;
}

impl Keep for () {
    #[inline]
    fn extract(&mut self, parts: &mut Parts, _: &mut Body, reads: Reads) {
        match reads {
            Reads::ContentType => context::keep_all_but_the_content_type(&mut parts.headers),
            Reads::Headers => context::keep_copy(&parts.headers),
        }
    }

    #[inline]
    fn share(&mut self, parts: Parts, body: Body) -> NextRequest {
        NextRequest::new(parts.into(), body)
    }
}

impl<K: Keep> Incoming<K> {
    /// The head; that of an empty request, if it was taken.
    #[inline]
    pub(crate) fn parts(&mut self) -> &mut Parts {
        self.parts.get_or_insert_with(empty)
    }

    /// The whole request, for an extractor that reads this of its headers.
    #[inline]
    pub(super) fn take(&mut self, reads: Reads) -> Request {
        let mut parts = self.parts.take().unwrap_or_else(empty);
        let mut body = mem::take(&mut self.body);
        self.kept.extract(&mut parts, &mut body, reads);
        Request::from_parts(parts, body)
    }

    /// The whole request, which shares its head with the functions below.
    #[inline]
    pub(super) fn share(&mut self) -> NextRequest {
        let parts = self.parts.take().unwrap_or_else(empty);
        let request = self.kept.share(parts, mem::take(&mut self.body));
        request.lend();
        request
    }

    /// The request, as far as it was not taken.
    #[inline]
    pub(crate) fn into_request(self) -> Request {
        Request::from_parts(self.parts.unwrap_or_else(empty), self.body)
    }
}

#[cold]
fn empty() -> Parts {
    Request::new(()).into_parts().0
}

impl<K: Default> From<Request> for Incoming<K> {
    #[inline]
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts: Some(parts), body, kept: K::default() }
    }
}
