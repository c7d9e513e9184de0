use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;
use std::mem;

/// A request on its way to the arguments: extractors of the head borrow it, and the one that takes the body takes it whole.
pub struct Incoming {
    /// `None` when it was taken.
    pub(crate) parts: Option<Parts>,
    body: Body,
}

impl Incoming {
    /// The head; that of an empty request, if it was taken.
    #[inline]
    pub(crate) fn parts(&mut self) -> &mut Parts {
        self.parts.get_or_insert_with(empty)
    }

    /// The whole request.
    #[inline]
    pub(super) fn take(&mut self) -> Request {
        Request::from_parts(self.parts.take().unwrap_or_else(empty), mem::take(&mut self.body))
    }
}

#[cold]
fn empty() -> Parts {
    Request::new(()).into_parts().0
}

impl From<Request> for Incoming {
    #[inline]
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts: Some(parts), body }
    }
}
