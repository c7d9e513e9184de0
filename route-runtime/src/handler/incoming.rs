use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;
use std::mem;

/// A request on its way to the arguments: extractors of the head borrow it, and the one that takes the body takes it whole.
pub struct Incoming {
    pub(crate) parts: Parts,
    body: Body,
}

impl Incoming {
    /// The whole request; an empty one remains.
    pub(super) fn take(&mut self) -> Request {
        let (parts, body) = Request::default().into_parts();
        Request::from_parts(mem::replace(&mut self.parts, parts), mem::replace(&mut self.body, body))
    }
}

impl From<Request> for Incoming {
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts, body }
    }
}
